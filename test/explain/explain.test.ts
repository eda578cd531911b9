/** Why a bit is on or off, and the smallest change that flips it: by hand. */

import { expect, test } from "vitest";

import { explainText, type Case } from "../harness/compile-text.ts";

const tiny = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B  2 C }
  leaf OTHER = 0x7.0 ebx { 0 D }
}
input host: tiny
input guest: tiny
flag f
enum vendor: intel amd hygon
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n  default = host & guest\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

async function flip(rules: string, given: Case, bit = "A"): Promise<readonly string[] | undefined> {
  return (await explainText(rules, bit, given)).flip?.changes;
}

test("a bit is explained with its state, its rule and the inputs that it reads", async () => {
  const explanation = await explainText(vcpu('A = host | f because "either will do"'), "vcpu.A", {
    bits: { host: "A", guest: "A" },
  });
  expect(explanation).toMatchObject({
    set: "vcpu",
    bit: "A",
    isOn: true,
    rule: { text: "= host | f", because: "either will do", isDefault: false },
    reads: [
      { name: "f", value: "off" },
      { name: "host.A", value: "on" },
    ],
  });
});

test("one change flips a conjunction of which one operand is missing", async () => {
  expect(await flip(vcpu(), { bits: { host: "A" } })).toEqual(["guest.A on"]);
});

test("where all are missing, all must change", async () => {
  expect(await flip(vcpu(), {})).toEqual(["host.A on", "guest.A on"]);
});

test("of two ways the one with fewer changes is taken", async () => {
  const rules = vcpu("A = host & guest & host.B | guest.C & f & host.C");
  expect(await flip(rules, { bits: { host: "C" } })).toEqual(["f on", "guest.C on"]);
  expect(await flip(rules, { bits: { host: "A B C" } })).toEqual(["guest.A on"]);
});

test("a bit that is on is flipped by taking away", async () => {
  expect(await flip(vcpu("A = host | guest"), { bits: { host: "A", guest: "A" } })).toEqual([
    "host.A off",
    "guest.A off",
  ]);
  expect(await flip(vcpu("A requires B"), { bits: { host: "A B", guest: "A B" } })).toHaveLength(1);
});

test("another value of an enum is one change, whichever it is", async () => {
  const rules = vcpu(
    "A = none",
    "when vendor == hygon { A = all }",
    "when vendor == amd { A = f & host }",
  );
  expect(await flip(rules, { values: { vendor: "intel" } })).toEqual(["vendor = hygon"]);
  expect(await flip(rules, { values: { vendor: "amd" } })).toEqual(["vendor = hygon"]);
});

test("an enum and a bit may have to change together", async () => {
  const rules = vcpu(
    "A = none",
    "when vendor == hygon { A = host & host.B & host.C }",
    "when vendor == amd { A = f }",
  );
  expect(await flip(rules, { values: { vendor: "intel" } })).toEqual(["vendor = amd", "f on"]);
  expect(await flip(rules, { values: { vendor: "hygon" }, bits: { host: "A B" } })).toEqual([
    "host.C on",
  ]);
});

test("a bit that no input can change has no flip", async () => {
  expect(await flip(vcpu("A = none"), {})).toBeUndefined();
});

test("a flip respects the assumptions", async () => {
  const rules = `${vcpu("A = host | f")}assume !f\n`;
  expect(await flip(rules, {})).toEqual(["host.A on"]);
});

test("an absent entry is one change, and its bits come after it", async () => {
  const rules = vcpu("A = none", "when !guest has FIRST { A = all }");
  expect(await flip(rules, {})).toEqual(["guest has FIRST off"]);
  const present = vcpu("A = none", "when guest has OTHER { A = all }");
  expect(await flip(present, { absent: { guest: "OTHER" } })).toEqual(["guest has OTHER on"]);
});

test("without a set the last one that has the bit is meant", async () => {
  const rules = `${vcpu()}caps last extends vcpu { A = none }\n`;
  expect((await explainText(rules, "A", {})).set).toBe("last");
  expect((await explainText(rules, "vcpu.A", {})).set).toBe("vcpu");
});

test.each([
  { rule: "A also f", given: {}, by: "also f" },
  { rule: "when f { A = all }", given: {}, by: "= all, when f" },
  {
    rule: "A requires f",
    given: { bits: { host: "A", guest: "A" }, flags: ["f"] },
    by: "requires f",
  },
])("a flip names the statement through which it works: $rule", async ({ rule, given, by }) => {
  const { rule: present, flip } = await explainText(vcpu(rule), "A", given);
  expect(present.text).toBe("default = host & guest");
  expect(flip?.rule).toMatchObject({ text: by, file: "example.rules", line: 12 });
});

test("a flip within the rule that decides already names none", async () => {
  const explanation = await explainText(vcpu(), "A", { bits: { host: "A" } });
  expect(explanation.flip?.rule).toBeUndefined();
});

test("presence that only other bits ask for is neither read nor changed", async () => {
  const given = { bits: { host: "A B", guest: "A B" } };
  const other = await explainText(vcpu("when guest has FIRST { B = none }"), "A", given);
  expect(other.reads.map(({ name }) => name)).toEqual(["host.A", "guest.A"]);
  expect(other.flip?.changes).toHaveLength(1);
  expect(other.flip?.changes).not.toContain("guest has FIRST off");
});

test("of a bit and a presence the bit is changed", async () => {
  const guestOnly = vcpu("A = guest", "B = host & guest has FIRST");
  expect(await flip(guestOnly, { bits: { guest: "A" } })).toEqual(["guest.A off"]);
});

test("presence that is asked for by a bit which the rule reads is read", async () => {
  const rules = vcpu("A = B", "B = host & guest has FIRST");
  const { reads } = await explainText(rules, "A", {});
  expect(reads.map(({ name }) => name)).toContain("guest has FIRST");
});
