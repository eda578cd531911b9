import { expect, test } from "vitest";
import { check, compile } from "../../src/compile.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";
import { UNDECIDABLE, undecidableSet, wideSet } from "../harness/undecidable.ts";

test("a rule that outgrows the diagrams is undecided, at its place, and no code is generated", async () => {
  const source = sourceOf(undecidableSet());
  const { diagnostics, ok, undecided } = await check(source);
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0403"]);
  expect(textAt(diagnostics[0] ?? expect.fail("no diagnostic"))).toMatch(
    /^B6401 = host\.B6399 & host\.B6397/,
  );
  expect([ok, undecided]).toEqual([false, true]);
  expect((await compile(source)).code).toBeUndefined();
});

const PLAIN = "B0 = host.B1";

test.each([
  {
    rules: wideSet(`B6401 = ${UNDECIDABLE}`),
    what: "when `c.B6401` is on is undecided",
    at: /^B6401 = host/,
    help: "name fewer bits in one rule, or split it over two sets",
  },
  {
    rules: wideSet(`B6401 requires ${UNDECIDABLE}`),
    what: "when `c.B6401` is on is undecided",
    at: /^B6401 requires host/,
    help: "name fewer bits in one rule, or split it over two sets",
  },
  {
    rules: `${wideSet(PLAIN)}assume host.B1\nassume ${UNDECIDABLE}\n`,
    what: "the meaning of the assumptions up to this one is undecided",
    at: /^assume host\.B6399/,
    help: "assume only what claims and rules need, and state the relation between two bits in one `assume`",
  },
  {
    rules: `${wideSet(PLAIN)}assert c.B0 -> host.B1\nassert ${UNDECIDABLE}\n`,
    what: "whether this assertion always holds is undecided",
    at: /^host\.B6399 & host\.B6397/,
    help: "claim less at once: one conclusion in one assertion, about fewer bits",
  },
])("an undecided question has a place and advice: $what", async ({ rules, what, at, help }) => {
  const { diagnostics, undecided } = await check(sourceOf(rules));
  expect(undecided).toBe(true);
  const [limit, ...others] = diagnostics;
  expect([limit?.code, limit?.help, others]).toEqual(["CR0403", help, []]);
  expect(limit?.message.slice(0, what.length)).toBe(what);
  expect(textAt(limit ?? expect.fail("no diagnostic"))).toMatch(at);
});

test("a word that takes too much code is undecided, at the rule that causes it", async () => {
  // Flags stand as they are declared, so the diagram remembers all subsets of the first 14.
  const numbers = Array.from({ length: 14 }, (_, number) => number);
  const flags = [...numbers, ...numbers.map((number) => number + 14)];
  const pairs = numbers.map((number) => `f${number} & f${number + 14}`).join(" | ");
  const rules = `layout tiny { word ONLY { 0 A 1 B } }
input host: tiny
${flags.map((flag) => `flag f${flag}`).join("\n")}
caps c: tiny {
  default = host
  B = ${pairs}
}
`;
  expect((await check(sourceOf(rules))).diagnostics).toEqual([]);
  const { code, diagnostics, undecided } = await compile(sourceOf(rules));
  expect([code, undecided]).toEqual([undefined, true]);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "the code for ONLY of `c` is undecided: one word takes more than 5000 operations",
  ]);
  expect(textAt(diagnostics[0] ?? expect.fail("no diagnostic"))).toMatch(/^B = f0 & f14/);
});

/**
 * No bit of `c` is ever on. For arbitrary bits it is undecidable within the limits whether one of
 * two products of 3,200 bits is on.
 */
const NEVER_ON = wideSet("B0 = none").replace("default = host", "default = none");
const OF_ANY_BITS = UNDECIDABLE.replaceAll("host.", "c.");

test("a lint about claims that outgrows the diagrams is skipped and affects no verdict", async () => {
  const { diagnostics, ok, undecided } = await check(
    sourceOf(`${NEVER_ON}assert !(${OF_ANY_BITS})\n`),
  );
  expect([ok, undecided]).toEqual([true, false]);
  expect(diagnostics.map(({ code }) => code)).toContain("CR0420");
  const [skipped] = diagnostics.filter(({ code }) => code === "CR0420");
  expect(skipped?.message).toMatch(
    /^assertions that hold whatever the rules say are not looked for: /,
  );
});

test("an unknown answer about one claim leaves the next claim decided", async () => {
  const claims = [`!(${OF_ANY_BITS}) & host.B0`, "host.B5 & host.B9 -> host.B4"];
  const { diagnostics, undecided } = await check(
    sourceOf(`${NEVER_ON}${claims.map((claim) => `assert ${claim}\n`).join("")}`),
  );
  expect(undecided).toBe(false);
  const refuted = diagnostics.filter(({ code }) => code === "CR0402");
  expect(refuted.map(({ notes }) => notes[0])).toEqual([
    "it fails in this case: everything off",
    "it fails in this case: host: B5 B9; everything else off",
  ]);
});
