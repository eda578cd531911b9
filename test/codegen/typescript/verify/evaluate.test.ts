/** Each kind of expression that the proof follows is what JavaScript computes; every other one is refused. */

import { expect, test } from "vitest";
import { Bdd, FALSE, TRUE } from "../../../../src/bdd/bdd.ts";
import {
  diagramsOf,
  inJavaScript,
  moduleOf,
  moduleWith,
  presenceOf,
  symbolic,
  type Assignment,
} from "./small-modules.ts";

/** All false, all true, and digits of pi. */
const ASSIGNMENTS: readonly Assignment[] = [
  0, 0xffff_ffff, 0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344, 0xa409_3822, 0x299f_31d0,
].map((digits) => ({
  isTrue: Array.from({ length: 16 }, (_, at) => ((digits >>> at) & 1) === 1),
  tdp: ((digits >>> 16) & 1) === 1,
  isAmd: ((digits >>> 17) & 1) === 1,
}));

test.each([
  "kvm[0]",
  "(((guest[1])))",
  "0",
  "4294967295",
  "0xffffffff - 0xfffffffe",
  "~kvm[1]",
  "-guest[0]",
  "+kvm[0]",
  "- - kvm[0]",
  // Chains of operators, which are computed in halves.
  "kvm[0] & guest[0] & kvm[1]",
  "kvm[0] | 0x80 | guest[0] | kvm[1] | 0x100 | guest[1] | 3",
  "kvm[0] ^ guest[0] ^ kvm[1] ^ 0xff00 ^ guest[1]",
  "kvm[0] & guest[0] | kvm[1] ^ guest[1] & 0xffff | 5",
  "kvm[0] ^ (guest[0] ^ kvm[1])",
  // These are no chains.
  "100 - 30 - 20",
  "1 << 3 << 2",
  "kvm[0] >>> 3 >>> 2",
  "kvm[0] >> 30 >> 1",
  "kvm[0] >>> guest[0]",
  "kvm[0] << (guest[0] & 7)",
  "kvm[0] + guest[0]",
  "kvm[0] - guest[1]",
  "tdp ? kvm[0] : guest[0]",
  "!tdp ? kvm[0] : guest[0]",
  "kvm[0] === guest[0] ? 1 : 2",
  "kvm[0] !== guest[0] ? 1 : 2",
  "(tdp && kvm[0] === 0) ? 1 : 2",
  "(tdp || kvm[0] !== 0) ? 1 : 2",
  "(tdp ? kvm[0] === 0 : guest[0] === 0) ? 1 : 2",
  // A number is true where it is not zero.
  "kvm[1] >>> 0 === kvm[1] ? 1 : 2",
  "-(kvm[0] & 1) === ((kvm[0] & 1) ? -1 : 0) ? 1 : 2",
  "kvm[0] ? 1 : 2",
  "(kvm[0] & 0x10) ? 1 : 2",
  "kvm[0] ?? 7",
  "0 ?? 7",
  'vendor === "amd" ? 1 : 2',
  'vendor !== "amd" ? 1 : 2',
  'vendor === "intel" ? 1 : 2',
  'vendor === "hygon" ? 1 : 2',
  // A text that is no value of the enumeration is never equal.
  'vendor === "via" ? 1 : 2',
  'vendor !== "via" ? 1 : 2',
])("%s agrees with JavaScript", async (value) => {
  const bdd = new Bdd();
  const bits = await diagramsOf(bdd, moduleOf(value));
  if (typeof bits === "string") throw new Error(bits);
  for (const each of ASSIGNMENTS) {
    expect(symbolic(bdd, bits, each)).toBe(inJavaScript(value, each));
  }
});

test.each([
  // Truth values, texts and arrays are no numbers.
  "tdp",
  "vendor",
  '"amd"',
  "kvm",
  "out",
  "inputs",
  "tdp & 1",
  "1 | tdp",
  "~tdp",
  "-tdp",
  "kvm & 1",
  "kvm ^ guest",
  "(tdp && 1) ? 1 : 2",
  "(tdp & tdp) ? 1 : 2",
  "(kvm[0] && kvm[1])",
  "(tdp === tdp) ? 1 : 2",
  "(kvm[0] && tdp) ? 1 : 2",
  "(tdp || kvm[0]) ? 1 : 2",
  "(vendor && tdp) ? 1 : 2",
  "tdp ?? 1",
  "(tdp ?? 1) ? 1 : 2",
  "~tdp ? 1 : 2",
  "-tdp ? 1 : 2",
  "+tdp ? 1 : 2",
  "(tdp ? 1 : tdp) ? 1 : 2",
  "(tdp ? tdp : 1) ? 1 : 2",
  "(tdp ? vendor : tdp) ? 1 : 2",
  "(tdp ? tdp : vendor) ? 1 : 2",
  "(tdp ? vendor : vendor) ? 1 : 2",
  "!kvm[0] ? 1 : 2",
  "!vendor ? 1 : 2",
  "tdp ? 1 : tdp",
  "tdp ? tdp : 1",
  "vendor ? 1 : 2",
  "kvm ? 1 : 2",
  // Comparisons that convert, or that are not followed.
  "kvm[0] == 1 ? 1 : 2",
  "kvm[0] != 1 ? 1 : 2",
  "kvm[0] < 1 ? 1 : 2",
  '"amd" === vendor ? 1 : 2',
  "vendor === tdp ? 1 : 2",
  "vendor === 1 ? 1 : 2",
  'vendor == "amd" ? 1 : 2',
  'tdp === "amd" ? 1 : 2',
  // Numbers of which only 32 bits are known.
  "(kvm[0] + guest[0]) === 3 ? 1 : 2",
  "(kvm[0] + guest[0]) !== 3 ? 1 : 2",
  "(kvm[0] + guest[0]) ? 1 : 2",
  "(kvm[0] + guest[0] === 3 && tdp) ? 1 : 2",
  "!(kvm[0] + guest[0] === 3) ? 1 : 2",
  "(tdp ? kvm[0] + guest[0] === 3 : tdp) ? 1 : 2",
  "-(kvm[0] + guest[0]) === 3 ? 1 : 2",
  // The sum is 2^32 or 1, of which the lowest 32 bits are 0 or 1.
  "-((tdp ? 4294967295 : 0) + 1) === 0 ? 1 : 2",
  "kvm[0] + guest[0] + 1",
  "kvm[0] - guest[0] - 1",
  "4294967296",
  "0.5",
  "1e300",
  "10n",
  // Expressions outside of the subset.
  "kvm[0] * 2",
  "kvm[0] / 2",
  "kvm[0] ** 2",
  "kvm[0] % 2",
  "(1, 2)",
  "tdp?.[0] ?? 1",
  "kvm?.[0] ?? 1",
  "tdp[0]",
  "typeof tdp",
  "kvm.length",
  "[1][0]",
  "`1`",
  "null",
  "undefined",
  "this",
  "(() => 1)()",
  "kvm[0]++",
  "--kvm[0]",
  // Elements that are not there, or not known.
  "kvm[4]",
  "kvm[-1]",
  "kvm[1 / 2]",
  "kvm[guest[0]]",
  "kvm[tdp ? 0 : 1]",
  'kvm["0"]',
  "kvm[tdp]",
  "out[0]",
  "out[1]",
  "out[9]",
])("%s is refused", async (value) => {
  expect(await diagramsOf(new Bdd(), moduleOf(value))).toMatch(/cannot follow/);
});

test("a chain of three operands with a truth value in it is refused", async () => {
  for (const value of ["tdp & kvm[0] & 1", "kvm[0] & tdp & 1", "kvm[0] & 1 & tdp"]) {
    expect(await diagramsOf(new Bdd(), moduleOf(value))).toMatch(/cannot follow/);
  }
});

test("the module's own numbers are read, unless the function declares their name", async () => {
  const declarations = "const MASK = 0x55; const TEXT = 'a'; const SUM = 1 + 2;";
  const bitsOf = (statements: string): Promise<unknown> =>
    diagramsOf(new Bdd(), moduleWith(`${statements} out[1] = 0; out[2] = 0;`, declarations));
  const constant = await diagramsOf(new Bdd(), moduleOf("0x55"));
  expect(typeof constant).not.toBe("string");
  expect(await bitsOf("out[0] = MASK;")).toEqual(constant);
  expect(await bitsOf("const OTHER = MASK; out[0] = OTHER;")).toEqual(constant);
  for (const refused of [
    "out[0] = MASK; const MASK = 3;",
    "const [MASK] = kvm; out[0] = MASK;",
    "out[0] = TEXT;",
    "out[0] = SUM;",
    "out[0] = NONE;",
  ]) {
    expect(await bitsOf(refused)).toMatch(/cannot follow/);
  }
});

test("bits of presence words that no entry has must not matter, each for itself", async () => {
  // An input has two entries, so bits 2 to 31 of its last element mean nothing.
  for (const value of [
    "kvm[3] & 4",
    "guest[3] >>> 31",
    "(kvm[3] >>> 5) ^ (guest[3] >>> 5)",
    "((kvm[3] >>> 5) ^ (kvm[3] >>> 6)) & 1",
    "((kvm[3] >>> 6) ^ (guest[3] >>> 5)) & 1",
    "((kvm[3] >>> 31) ^ (kvm[3] >>> 30)) & 1",
  ]) {
    const refusal = await diagramsOf(new Bdd(), moduleOf(value));
    expect(refusal).toMatch(/it depends on presence bits that no entry has/);
  }
  for (const value of ["kvm[3] & 3", "guest[3] & 2", "(kvm[3] ^ kvm[3]) | kvm[0]"]) {
    expect(typeof (await diagramsOf(new Bdd(), moduleOf(value)))).toBe("object");
  }
});

test("each presence bit is that of its entry", async () => {
  const bdd = new Bdd();
  const bits = await diagramsOf(bdd, moduleOf("kvm[3] & 3"));
  expect(bits.slice(0, 3)).toEqual([presenceOf(bdd, 0), presenceOf(bdd, 1), FALSE]);
});

test("a word that was written is read as the number that the array holds", async () => {
  const statements =
    "out[0] = -1; out[1] = out[0] === 4294967295 ? 5 : 2; out[2] = out[0] === -1 ? 5 : 2;";
  const bits = await diagramsOf(new Bdd(), moduleWith(statements));
  const wordAt = (word: number): unknown => bits.slice(word * 32, word * 32 + 3);
  expect([wordAt(1), wordAt(2)]).toEqual([
    [TRUE, FALSE, TRUE],
    [FALSE, TRUE, FALSE],
  ]);
});
