/** Compares sets that inherit unchanged bits with the same rules written out in full. */

import { expect, test } from "vitest";

import { Bdd, TRUE } from "../../src/bdd/bdd.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { restrictTo } from "../../src/meaning/assignment-values.ts";
import { lowerModel } from "../../src/meaning/lower.ts";
import { bitLabel } from "../../src/model/layout.ts";
import type { CapabilitySet, Model } from "../../src/model/model.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { randomOf } from "../fuzz/random.ts";
import {
  checkText,
  codesOf,
  modelOf,
  onlyDiagnostic,
  truthTable,
} from "../harness/compile-text.ts";
import { BITS, caseOf, randomChain, valueIn } from "./chain-oracle.ts";

const tiny = `
layout tiny { word FIRST { 0 A  1 B  2 C }  word SECOND { 0 D } }
input host: tiny
input guest: tiny
`;

test("a set changes the bits that it states, and those of its own that read them", () => {
  const model = modelOf(`${tiny}
caps s0: tiny { default = host; B requires A }
caps s1 extends s0 { A = guest }
caps s2 extends s1 { C = guest }
`);
  expect(changedIn(model, "s1")).toEqual(["A", "B"]);
  expect(changedIn(model, "s2")).toEqual(["C"]);
  expect(originsIn(model, "s2", ["A", "B", "C", "D"])).toEqual(["s1", "s1", "s2", "s0"]);
});

test("bits that read a changed bit through others are changed, too", () => {
  const model = modelOf(`${tiny}
caps s0: tiny { default = host; B = A & host; class both = B & host; both: C }
caps s1 extends s0 { A = guest }
`);
  expect(changedIn(model, "s1")).toEqual(["A", "B", "C"]);
});

test("a default changes the bits that it can be for", () => {
  const model = modelOf(`${tiny}
caps s0: tiny { default = host }
caps second extends s0 { default SECOND = guest }
caps every extends s0 { override default = guest }
caps named extends s0 { override unnamed = guest }
caps s0 { unnamed = none }
`);
  expect(changedIn(model, "second")).toContain("D");
  expect(changedIn(model, "second")).not.toContain("A");
  expect(changedIn(model, "every")).toHaveLength(64);
  expect(changedIn(model, "named")).toContain("FIRST[9]");
});

test("a bit that a default names changes all bits", () => {
  const model = modelOf(`${tiny}
caps s0: tiny { default = A & host; A = host }
caps s1 extends s0 { override A = guest }
`);
  expect(changedIn(model, "s1")).toHaveLength(64);
});

test("the rules of an inherited bit name the bits of the set that inherits them", () => {
  const model = modelOf(`${tiny}
caps s0: tiny { default = host; B requires A }
caps s1 extends s0 { C = guest }
`);
  const s1 = setNamed(model, "s1");
  const [required] = definitely(s1.bits[1], "no bit B").requires;
  expect(required?.value).toMatchObject({ kind: "bit", bitmap: { name: "s1" }, bit: 0 });
  expect(changedIn(model, "s1")).toEqual(["C"]);
});

test("inherited rules use a layer's class that hides a bit or a prelude class", () => {
  const hidesBit = `${tiny}
caps s0: tiny { default = host; B = A & host }
caps s1 extends s0 { class A = guest }
caps s2 extends s1 { C = none }
`;
  expect(truthTable(hidesBit, "s0.B", ["host.A", "guest.B", "host.B"])).toBe("00000101");
  expect(truthTable(hidesBit, "s1.B", ["host.A", "guest.B", "host.B"])).toBe("00010001");
  expect(truthTable(hidesBit, "s2.B", ["host.A", "guest.B", "host.B"])).toBe("00010001");
  const hidesClass = `use "caprules:prelude.rules"
caps s0: x86 { default = host; hidden: RDPID }
caps s1 extends s0 { class hidden = guest }
`;
  expect(truthTable(hidesClass, "s0.RDPID", ["host.RDPID", "guest.RDPID"])).toBe("0000");
  expect(truthTable(hidesClass, "s1.RDPID", ["host.RDPID", "guest.RDPID"])).toBe("0101");
});

test("a chain of a thousand sets stores only their own statements", () => {
  const sets = Array.from({ length: 1000 }, (_, set) => {
    const bit = ["A", "B", "C"][set % 3] ?? "";
    return `caps s${set + 1} extends s${set} { ${bit} requires guest.D }`;
  });
  const model = modelOf(`${tiny}\ncaps s0: tiny { default = host }\n${sets.join("\n")}\n`);
  const counts = model.sets.map(({ inheritance }) => inheritance?.changed.size);
  expect(counts).toEqual([undefined, ...sets.map(() => 1)]);
  expect(model.order).toHaveLength(64 + 1000);
  expect(orderOfAll(model)).toHaveLength(64 * 1001);
});

test("exceptions are counted in every set that has them", async () => {
  const { statistics } = await checkText(`${tiny}
caps top extends middle { override B = none }
caps middle extends bottom { B = guest; C requires D }
caps bottom: tiny { default = host; A = guest }
`);
  expect(statistics.exceptions).toBe(3 + 3 + 1);
});

test("a cycle through an inherited bit is shown as its rules name it", async () => {
  const { message } = await onlyDiagnostic(`${tiny}
caps t: tiny { default = derived.A & host }
caps base: tiny { default = host; A = t.B }
caps derived extends base { C = none }
`);
  expect(message).toBe("a cycle: derived.A → t.B → derived.A");
});

test("a set that no longer reads another may be read by it", async () => {
  expect(
    await codesOf(`${tiny}
caps base: tiny { default = host; A = t.B }
caps derived extends base { override A = none }
caps t: tiny { default = derived & host }
`),
  ).toEqual([]);
});

test("random chains of sets agree with their statements applied in turn", () => {
  const random = randomOf(8);
  for (let round = 0; round < 60; round++) {
    const chain = randomChain(random);
    const model = modelOf(chain.text);
    const meaning = lowerModel(new Bdd(), model);
    for (let at = 0; at < 24; at++) {
      const given = caseOf(random);
      const assignment = {
        bits: new Map(
          model.inputs.map((input) => [input, given[input.name === "host" ? "host" : "guest"]]),
        ),
        present: new Map(),
        flags: new Set<never>(),
        values: new Map(),
      };
      const interpreted = interpret(model, assignment);
      chain.layers.forEach((_, layer) => {
        const set = setNamed(model, `s${layer}`);
        const expected = BITS.map((bit) => valueIn(chain, layer, bit, given));
        expect(
          BITS.map((bit) => interpreted.valueOf(set, bit)),
          chain.text,
        ).toEqual(expected);
        const lowered = BITS.map(
          (bit) => restrictTo(meaning, meaning.valueOf(set, bit), assignment) === TRUE,
        );
        expect(lowered, chain.text).toEqual(expected);
      });
    }
  }
});

function setNamed({ sets }: Model, name: string): CapabilitySet {
  return definitely(
    sets.find((set) => set.name === name),
    `no set ${name}`,
  );
}

/** The bits that a set does not take from its base as they are. */
function changedIn(model: Model, name: string): readonly string[] {
  const { layout, inheritance } = setNamed(model, name);
  return [...definitely(inheritance, "a set without a base").changed.keys()].map((bit) =>
    bitLabel(layout, bit),
  );
}

/** The set that changed each of the bits last. */
function originsIn(model: Model, name: string, bits: readonly string[]): readonly string[] {
  const { layout, inheritance } = setNamed(model, name);
  const { originOf } = definitely(inheritance, "a set without a base");
  return bits.map((label) => {
    const bit = definitely(
      layout.bits.find((each) => each.name === label),
      `no bit ${label}`,
    );
    return originOf(bit.index).name;
  });
}
