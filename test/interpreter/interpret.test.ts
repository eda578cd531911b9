/** The value of each kind of expression and rule, and the rule that decides, against tables written by hand. */

import { expect, test } from "vitest";

import { definitely } from "../../src/base/unreachable.ts";
import { interpret, isPresent, type Interpretation } from "../../src/interpreter/interpret.ts";
import type { Assignment, CapabilitySet, Model } from "../../src/model/model.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { modelOf, truthTable } from "../harness/compile-text.ts";

const TINY = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B  2 C  3 D }
  leaf SECOND = 0x2 ecx { 0 E  1 F }
}
layout other { word ONLY { 5 A  6 Z } }
input host: tiny
input guest: tiny
input raw: other
flag f
flag g
flag h
enum vendor: intel amd arm;
`;

const BARE: Assignment = {
  bits: new Map(),
  present: new Map(),
  flags: new Set(),
  values: new Map(),
};

function setOf(model: Model, name: string): CapabilitySet {
  return definitely(
    model.sets.find((each) => each.name === name),
    "a set of the test",
  );
}

/** Rows from all off to all on, the last of the flags changing fastest. */
test.each([
  ["all", "1111"],
  ["none", "0000"],
  ["f", "0011"],
  ["!f", "1100"],
  ["f & g", "0001"],
  ["f | g", "0111"],
  ["f ^ g", "0110"],
  ["(f -> g) & all", "1101"],
  ["f ? g : none", "0001"],
  ["f ? none : g", "0100"],
])("`%s` of two flags is %s", (value, table) => {
  const rules = `${TINY} caps vcpu: tiny { default = none; A = ${value} }`;
  expect(truthTable(rules, "vcpu.A", ["f", "g"])).toBe(table);
});

test("with three operands `^` is parity, `&` needs all of them, `|` any", () => {
  const rules = `${TINY} caps vcpu: tiny { default = none; A = f ^ g ^ h; B = f & g & h; C = f | g | h }`;
  expect(truthTable(rules, "vcpu.A", ["f", "g", "h"])).toBe("01101001");
  expect(truthTable(rules, "vcpu.B", ["f", "g", "h"])).toBe("00000001");
  expect(truthTable(rules, "vcpu.C", ["f", "g", "h"])).toBe("01111111");
});

test("this bit is the same bit of the input, or its counterpart in another layout, or zero", () => {
  const rules = `${TINY} caps vcpu: tiny { default = raw | host }`;
  expect(truthTable(rules, "vcpu.A", ["raw.A", "host.A"])).toBe("0111");
  expect(truthTable(rules, "vcpu.B", ["raw.Z", "host.B"])).toBe("0101");
});

test("a set of another layout that lacks this bit reads zero, and has no class there", () => {
  const model = modelOf(`${TINY}
class hidden = none
caps small: other { default = all; hidden: Z }
caps vcpu: tiny { default = small }
assert vcpu & small is hidden -> f
`);
  const vcpu = setOf(model, "vcpu");
  const { valueOf, holds } = interpret(model, BARE);
  expect([0, 1].map((bit) => valueOf(vcpu, bit))).toEqual([true, false]);
  const claim = model.assertions[0]?.claim;
  if (claim?.kind !== "implies" || claim.premise.kind !== "and") throw new Error("a conjunction");
  const isHidden = definitely(claim.premise.operands[1], "two operands");
  expect(holds(isHidden, { layout: vcpu.layout, bit: 0 })).toBe(false);
  expect(holds(isHidden, { layout: vcpu.layout, bit: 1 })).toBe(false);
});

test("a list holds for its members only", () => {
  const rules = `${TINY} caps vcpu: tiny { set few: A B; default = few ? host : guest }`;
  expect(truthTable(rules, "vcpu.B", ["host.B", "guest.B"])).toBe("0011");
  expect(truthTable(rules, "vcpu.C", ["host.C", "guest.C"])).toBe("0101");
});

test("a class that is named twice is its expression each time", () => {
  const rules = `${TINY} caps vcpu: tiny { class c = host & f; default = c | !c & guest }`;
  expect(truthTable(rules, "vcpu.A", ["f", "host.A", "guest.A"])).toBe("01010111");
});

test("bits of the set are read with their final values, what they require included", () => {
  const rules = `${TINY} caps vcpu: tiny { default = none; A = host; A requires f; B = A }`;
  expect(truthTable(rules, "vcpu.B", ["f", "host.A"])).toBe("0001");
});

test("the first conditions that hold govern, else the rule without one; `also` adds, `requires` takes", () => {
  const rules = `${TINY} assume !(f & g);
    caps vcpu: tiny { default = guest; when f { A = none }; when g { A = all }; B also f; B also g; C = all; C requires f; C requires g }`;
  expect(truthTable(rules, "vcpu.A", ["f", "g", "guest.A"])).toBe("01110011");
  expect(truthTable(rules, "vcpu.B", ["f", "g", "guest.B"])).toBe("01111111");
  expect(truthTable(rules, "vcpu.C", ["f", "g"])).toBe("0001");
});

test("`also` and `requires` count where their conditions hold", () => {
  const rules = `${TINY}
caps vcpu: tiny { default = host; when f { A also guest; B requires guest } }`;
  expect(truthTable(rules, "vcpu.A", ["f", "host.A", "guest.A"])).toBe("00110111");
  expect(truthTable(rules, "vcpu.B", ["f", "host.B", "guest.B"])).toBe("00110001");
});

test("an enumeration has the value that the case gives it", () => {
  const model = modelOf(`${TINY} caps vcpu: tiny { default = none; A = vendor in (intel arm) }`);
  const values = [0, 1, 2].map((value) => {
    const given = { ...BARE, values: new Map(model.enums.map((each) => [each, value])) };
    return interpret(model, given).valueOf(setOf(model, "vcpu"), 0);
  });
  expect(values).toEqual([true, false, true]);
  expect(() => interpret(model, BARE)).toThrow("an enum without a value");
});

test("an entry is there if the case says so, or if one of its bits is on", () => {
  const model = modelOf(`${TINY} caps vcpu: tiny { default = none; A = guest has SECOND }`);
  const [host, guest] = model.inputs;
  if (host === undefined || guest === undefined) throw new Error("two inputs");
  const E = 32;
  const presence = (given: Partial<Assignment>): boolean => {
    const assignment = { ...BARE, ...given };
    const value = interpret(model, assignment).valueOf(setOf(model, "vcpu"), 0);
    expect(value).toBe(isPresent(assignment, guest, 1));
    return value;
  };
  expect(presence({})).toBe(false);
  expect(presence({ present: new Map([[guest, new Set([1])]]) })).toBe(true);
  expect(presence({ present: new Map([[guest, new Set([0])]]) })).toBe(false);
  expect(presence({ present: new Map([[host, new Set([1])]]) })).toBe(false);
  expect(presence({ bits: new Map([[guest, new Set([E])]]) })).toBe(true);
  expect(presence({ bits: new Map([[guest, new Set([0])]]) })).toBe(false);
  expect(presence({ bits: new Map([[host, new Set([E])]]) })).toBe(false);
  // A bit of a word without an address belongs to no entry.
  const raw = definitely(model.inputs[2], "a third input");
  expect(isPresent({ ...BARE, bits: new Map([[raw, new Set([5])]]) }, raw, 0)).toBe(false);
});

test("a claim about a class asks which rule governs", () => {
  const model = modelOf(`${TINY}
class hidden = none
class lent = host
caps vcpu: tiny { default = guest; hidden: A; when f { lent: A } }
assert vcpu.A is lent -> f
assert vcpu.A is hidden -> !f
assert vcpu is lent -> f
`);
  const [lent, hidden, ofEach] = model.assertions;
  const f = definitely(model.flags[0], "a flag");
  const off = interpret(model, BARE);
  const on = interpret(model, { ...BARE, flags: new Set([f]) });
  const premises = [lent, hidden].map((each) => {
    const { claim } = definitely(each, "two assertions");
    if (claim.kind !== "implies") throw new Error("an implication");
    return [off.holds(claim.premise), on.holds(claim.premise)];
  });
  expect(premises).toEqual([
    [false, true],
    [true, false],
  ]);
  const { claim } = definitely(ofEach, "a third assertion");
  if (claim.kind !== "implies") throw new Error("an implication");
  const layout = setOf(model, "vcpu").layout;
  expect(on.holds(claim.premise, { layout, bit: 0 })).toBe(true);
  expect(on.holds(claim.premise, { layout, bit: 1 })).toBe(false);
  expect(() => on.holds(claim.premise)).toThrow("an expression without a bit names this bit");
});

test("each of several rules that apply together governs the bit", () => {
  const model = modelOf(`${TINY} assume !(f & g);
class hidden = none
class lent = host
caps vcpu: tiny { default = guest; when f { lent: A }; when g { hidden: A } }
assert vcpu.A is lent -> f
assert vcpu.A is hidden -> g
`);
  const { holds } = interpret(model, { ...BARE, flags: new Set(model.flags) });
  const answers = model.assertions.map(({ claim }) => {
    if (claim.kind !== "implies") throw new Error("an implication");
    return holds(claim.premise);
  });
  expect(answers).toEqual([true, true]);
});

test("an expression over this bit needs one", () => {
  const model = modelOf(`${TINY} set few: A; caps vcpu: tiny { default = host; B = few | guest }`);
  const { holds } = interpret(model, BARE);
  const [base, rule] = [0, 1].map((bit) =>
    definitely(setOf(model, "vcpu").bits[bit]?.base.value, "a rule"),
  );
  expect(() => base && holds(base)).toThrow("an expression without a bit names this bit");
  expect(() => rule && holds(rule)).toThrow("an expression without a bit names this bit");
});

/** Derived by hand from the order of the rules in the file. */
test("the rule that decides is an unmet `requires`, else the first that gives the bit, else the governing one", () => {
  const model = modelOf(`${TINY} assume !(f & g);
    caps vcpu: tiny {
      default = none
      A requires h
      A requires host.D
      when f { A = all }
      when g { A = guest }
      A also host.B
      A also host.C
    }`);
  const vcpu = setOf(model, "vcpu");
  const [f, g, h] = model.flags;
  const [host] = model.inputs;
  if (f === undefined || g === undefined || h === undefined || host === undefined) {
    throw new Error("three flags and an input");
  }
  const decides = (on: string, bits: readonly number[]): string => {
    const flags = new Set([f, g, h].filter(({ name }) => on.includes(name)));
    const { span } = interpret(model, {
      ...BARE,
      flags,
      bits: new Map([[host, new Set(bits)]]),
    }).decidingRule(vcpu, 0);
    return span.source.text.slice(span.start, span.end);
  };
  const [B, C, D] = [1, 2, 3];
  expect(decides("", [])).toBe("default = none");
  expect(decides("h", [D])).toBe("default = none");
  expect(decides("fh", [D])).toBe("A = all");
  expect(decides("f", [D])).toBe("A requires h");
  expect(decides("f", [])).toBe("A requires h");
  expect(decides("fh", [])).toBe("A requires host.D");
  expect(decides("gh", [D])).toBe("A = guest");
  expect(decides("h", [C, D])).toBe("A also host.C");
  expect(decides("h", [B, C, D])).toBe("A also host.B");
  // Outside of the assumption both govern: `all` gives the bit, `guest` does not.
  expect(decides("fgh", [D])).toBe("A = all");
});

test.each([
  ["a.rules", "b.rules"],
  ["b.rules", "a.rules"],
])("for rules in %s and in %s, the one in the file whose name is first decides", (first, entry) => {
  const body = (other: string): string => `${other}caps vcpu { A also host }\n`;
  const model = modelOf({
    "base.rules": `${TINY}\ncaps vcpu: tiny { default = none }\n`,
    [first]: body('use "base.rules"\n'),
    [entry]: body(`use "base.rules"\nuse "${first}"\n`),
  });
  const host = definitely(model.inputs[0], "an input");
  const given = { ...BARE, bits: new Map([[host, new Set([0])]]) };
  const { span } = interpret(model, given).decidingRule(setOf(model, "vcpu"), 0);
  expect(span.source.name).toBe("a.rules");
});

test("any of several rules that apply gives the bit, and the first that does decides", () => {
  const model = modelOf(`${TINY} assume !(f & g);
    caps vcpu: tiny { default = all; when f { A = none; B = none }; when g { A = all; B = none } }`);
  const vcpu = setOf(model, "vcpu");
  const { valueOf, decidingRule } = interpret(model, { ...BARE, flags: new Set(model.flags) });
  const decides = (bit: number): string => {
    const { span } = decidingRule(vcpu, bit);
    return span.source.text.slice(span.start, span.end);
  };
  expect([valueOf(vcpu, 0), valueOf(vcpu, 1)]).toEqual([true, false]);
  expect([decides(0), decides(1)]).toEqual(["A = all", "B = none"]);
});

test("a part of the bits is computed from given values of the others", () => {
  const model = modelOf(`${TINY} caps vcpu: tiny { default = host; B = A; C = B }`);
  const vcpu = setOf(model, "vcpu");
  const [A, B, C] = [0, 1, 2];
  const others: Interpretation = { ...interpret(model, BARE), valueOf: (_, bit) => bit === B };
  const part = interpret(model, BARE, { order: [{ set: vcpu, bit: C }], others });
  expect([A, B, C].map((bit) => part.valueOf(vcpu, bit))).toEqual([false, true, true]);
  const alone = interpret(model, BARE, { order: [{ set: vcpu, bit: A }] });
  expect(alone.valueOf(vcpu, A)).toBe(false);
  expect(() => alone.valueOf(vcpu, B)).toThrow("a bit is read before it is computed");
});

test("an inverted bit takes the other value, and only that bit of that set", () => {
  const model = modelOf(`${TINY}
    caps vcpu: tiny { default = host; B = A }
    caps next: tiny { default = host }`);
  const [vcpu, next] = [setOf(model, "vcpu"), setOf(model, "next")];
  const { valueOf } = interpret(model, BARE, {
    order: orderOfAll(model),
    inverted: { set: vcpu, bit: 0 },
  });
  expect([0, 1, 2].map((bit) => valueOf(vcpu, bit))).toEqual([true, true, false]);
  expect([0, 1, 2].map((bit) => valueOf(next, bit))).toEqual([false, false, false]);
});

test("rules may be exchanged", () => {
  const model = modelOf(`${TINY} caps vcpu: tiny { default = host; A = all; B = none }`);
  const vcpu = setOf(model, "vcpu");
  const [A, B] = [definitely(vcpu.bits[0], "A"), definitely(vcpu.bits[1], "B")];
  const { valueOf } = interpret(model, BARE, {
    order: orderOfAll(model),
    governedBy: (governance) => (governance === A ? B : governance === B ? A : governance),
  });
  expect([0, 1, 2].map((bit) => valueOf(vcpu, bit))).toEqual([false, true, false]);
});
