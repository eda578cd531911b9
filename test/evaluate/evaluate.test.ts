/** Which bits are on in one case, which of them differ from what the inputs say, and by which rule. */

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

test("a bit that is what all inputs say has no mark", async () => {
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

test("a bit that its rule does not give owes its being off to that rule, not to what it requires", async () => {
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

test("each bit says what every input has", async () => {
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
