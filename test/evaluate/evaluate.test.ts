/** The bits that are on in one case, and the rules of bits that differ from the inputs. */

import { expect, test } from "vitest";

import { evaluateText } from "../harness/compile-text.ts";

const rules = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B  2 C  3 D  4 E }
  word SECOND { 0 F }
}
input host: tiny
input guest: tiny
flag f
caps vcpu: tiny {
  default = host & guest
  class soft = guest because "software does it"
  soft: A
  B = none because "never"
  C requires A
  D also host.E
  when f { because "f is on"; E = all }
}
`;

async function marks(
  given: Parameters<typeof evaluateText>[2],
): Promise<Readonly<Record<string, string>>> {
  const bits = await evaluateText(rules, "vcpu", given, { replay: true });
  return Object.fromEntries(
    bits.map(({ name, isOn, mark, rule }) => [
      name,
      [isOn ? "on" : "off", mark ?? "", rule.text, rule.because ?? ""].join("|"),
    ]),
  );
}

test("a bit that agrees with all inputs has no mark", async () => {
  const bits = { host: "A F", guest: "A F" };
  expect(await marks({ bits })).toMatchObject({
    A: "on||soft = guest|software does it",
    F: "on||default = host & guest|",
    E: "off||default = host & guest|",
  });
});

test("a bit that is on although an input has not is granted, with the rule", async () => {
  expect(await marks({ bits: { guest: "A", host: "E" }, flags: ["f"] })).toMatchObject({
    A: "on|granted|soft = guest|software does it",
    D: "on|granted|also host.E|",
    E: "on|granted|= all, when f|f is on",
  });
});

test("a bit that is off although an input has it is withheld, with the rule", async () => {
  expect(await marks({ bits: { host: "B C F", guest: "B C" } })).toMatchObject({
    B: "off|withheld|= none|never",
    C: "off|withheld|requires A|",
    F: "off|withheld|default = host & guest|",
  });
});

test("a bit that its rule turns off is decided by that rule, not by a requirement", async () => {
  expect(await marks({ bits: { host: "C" } })).toMatchObject({
    C: "off|withheld|default = host & guest|",
  });
});

test("unnamed bits appear where they are on", async () => {
  const bits = await evaluateText(
    rules,
    "vcpu",
    { bits: { host: "SECOND[7] SECOND[8]", guest: "SECOND[7]" } },
    { replay: true },
  );
  expect(bits.map(({ name }) => name)).toEqual(["A", "B", "C", "D", "E", "F", "SECOND[7]"]);
});

test("each bit lists the value of every input", async () => {
  const [first] = await evaluateText(rules, "vcpu", { bits: { guest: "A" } });
  expect(first).toMatchObject({
    name: "A",
    leaf: "FIRST",
    index: 0,
    inputs: [
      { name: "host", isOn: false },
      { name: "guest", isOn: true },
    ],
  });
});

test("a rule is found in its file and line", async () => {
  const [first] = await evaluateText(rules, "vcpu", {});
  expect(first?.rule).toMatchObject({ file: "example.rules", line: 12, isDefault: false });
});

test("bits of an absent leaf read zero", async () => {
  const absent = { guest: "FIRST" };
  expect(await marks({ bits: { guest: "A F", host: "F" }, absent })).toMatchObject({
    A: "off||soft = guest|software does it",
    F: "on||default = host & guest|",
  });
});

const stages = `
layout tiny { word ONLY { 0 A  1 B  2 C } }
layout registers { word CR4 { 0 A } }
input cr4: registers
input kvm: tiny
input guest: tiny
input host: tiny
caps table: tiny {
  default = kvm & host
  B = guest
  C = cr4.A & host.B
}
caps vcpu: tiny { default = table & guest }
caps listed: tiny {
  default = none
  A = host
}
`;

test.each([
  { what: "inputs of which its rules read this bit", bit: "table.A", inputs: ["kvm", "host"] },
  {
    what: "inputs of its rule and of the default that it replaces",
    bit: "table.B",
    inputs: ["kvm", "guest", "host"],
  },
  { what: "no input of which its rule names another bit", bit: "table.C", inputs: ["kvm", "host"] },
  {
    what: "inputs which the sets before it read",
    bit: "vcpu.A",
    inputs: ["kvm", "guest", "host"],
  },
  { what: "those of its set where its rules read none", bit: "listed.B", inputs: ["host"] },
])("a bit is compared with $what", async ({ bit, inputs }) => {
  const [set = "", label] = bit.split(".");
  const bits = await evaluateText(stages, set, { bits: { kvm: "A B C", host: "A B C" } });
  const found = bits.find(({ name }) => name === label);
  expect(found?.inputs.map(({ name }) => name)).toEqual(inputs);
});
