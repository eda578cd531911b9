/** Known bits and dependencies on unknown inputs. Expected values are derived by hand. */

import { expect, test } from "vitest";

import { evaluate } from "../../src/evaluate/evaluate.ts";
import { explain } from "../../src/explain/explain.ts";
import { sourceOf } from "../harness/compile-text.ts";

const RULES = `
layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B  2 C  3 D  4 E } }
input host: tiny
input guest: tiny
assume host.D -> host.A
assume host.B ^ host.E
caps vcpu: tiny {
  default = host & guest
  B = host.B | guest
  C = host.B & host.C | guest.C & !host.B
  D = host.A & host.D
  E = host.B | host.E
}
`;

/** Numbers are words of bits: A is 1, B 2, C 4, D 8, E 16. */
const given = (host: number, known: number, guest: number) => ({
  bitmaps: {
    host: { words: [host], knownWords: [known] },
    guest: { words: [guest] },
  },
});

async function states(host: number, known: number, guest: number): Promise<readonly string[]> {
  const { sets, problems } = await evaluate(sourceOf(RULES), given(host, known, guest), {
    replay: true,
  });
  expect(problems).toEqual([]);
  return (sets[0]?.bits ?? []).map(({ name, state, dependsOn }) =>
    [name, state, ...dependsOn].join(" "),
  );
}

test("a bit depends on an unknown input only if it matters and the assumptions do not fix it", async () => {
  // The guest has A and C. D is host.D alone, as D implies A; E is on, as one of host's B and E is.
  expect(await states(0, 0, 0b101)).toEqual([
    "A depends host.A",
    "B depends host.B",
    "C depends host.B host.C",
    "D depends host.D",
    "E on",
  ]);
  // The guest has B, too, so B is on; without C and host.C, C is off; the guest lacks A.
  expect(await states(0, 0b100, 0b010)).toEqual([
    "A off",
    "B on",
    "C off",
    "D depends host.D",
    "E on",
  ]);
});

test("a bit that depends is reported as neither on nor off", async () => {
  const { sets } = await evaluate(sourceOf(RULES), given(0, 0, 0b101));
  expect([...(sets[0]?.words ?? [])]).toEqual([0b10000]);
  expect([...(sets[0]?.dependingWords ?? [])]).toEqual([0b1111]);
  const [bit] = sets[0]?.bits ?? [];
  expect(bit).toMatchObject({
    name: "A",
    isOn: false,
    isKnown: false,
    mark: undefined,
    inputs: [
      { name: "host", isOn: false, isKnown: false },
      { name: "guest", isOn: true, isKnown: true },
    ],
  });
});

test("an explanation says when the bit is on", async () => {
  const { explanation } = await explain(sourceOf(RULES), given(0, 0, 0b001), "C");
  expect(explanation).toMatchObject({
    state: "depends",
    isOn: false,
    dependsOn: ["host.B", "host.C"],
    onWhen: "host.B & host.C",
    flip: undefined,
    reads: [
      { name: "host.B", value: "unknown" },
      { name: "host.C", value: "unknown" },
      { name: "guest.C", value: "off" },
    ],
  });
});

test("a flip fixes the unknown inputs that it needs", async () => {
  const { explanation } = await explain(sourceOf(RULES), given(0, 0b11010, 0), "C");
  // host.B is off, so that the guest's bit counts, whatever host.C is.
  expect(explanation).toMatchObject({ state: "off", flip: { changes: ["guest.C on"] } });
  const withoutGuest = RULES.replace("| guest.C & !host.B", "");
  const other = await explain(sourceOf(withoutGuest), given(16, 0b11010, 0), "C");
  expect(other.explanation?.flip?.changes).toEqual(["host.B on", "host.E off", "host.C on"]);
});

test("an explanation covers a bit whose entry is asked for and known to be present", async () => {
  const rules = RULES.replace("D = host.A & host.D", "D = host has FIRST & guest.D & host.C");
  const { explanation } = await explain(sourceOf(rules), given(0, 0b11011, 0b01000), "D");
  expect(explanation).toMatchObject({ state: "depends", dependsOn: ["host.C"], onWhen: "host.C" });
});
