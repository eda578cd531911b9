/** `allow CR0603 "…"`: a lint that is not to speak of a statement. */

import { expect, test } from "vitest";

import { check } from "../../src/compile.ts";
import { checkText, codesOf, sourceOf, textAt } from "../harness/compile-text.ts";

const NEEDED = `flag tdp
use "caprules:prelude.rules"
`;

/** Statements of which a lint speaks, each in a file that it speaks of nowhere else. */
test.each([
  ["CR0603", "MOVBE = host & guest"],
  ["CR0603", "MOVBE also host & guest"],
  ["CR0603", "MOVBE requires all"],
  ["CR0603", 'MOVBE = host & guest because "so it is"'],
  ["CR0603", "when tdp { MOVBE = host & guest ALLOW }"],
  ["CR0602", "when tdp & !tdp { hidden: MOVBE ALLOW }"],
  ["CR0606", "MOVBE = host->XSAVE"],
  ["CR0606", "default = host -> guest"],
  ["CR0606", "unnamed = host -> guest"],
  ["CR0606", "class odd = host -> guest ALLOW\nodd: MOVBE"],
  ["CR0607", "assume (tdp ? all : none) | host.AVX ALLOW\nMOVBE = guest"],
  ["CR0608", "assert !hidden ALLOW\nMOVBE = guest"],
  ["CR0601", "class spare = none ALLOW\nMOVBE = guest"],
  ["CR0601", "set spare: MOVBE RDPID ALLOW\nMOVBE = guest"],
  ["CR0605", "flag RDPID ALLOW\nMOVBE = RDPID"],
  ["CR0605", 'flag RDPID "a parameter" ALLOW\nMOVBE = RDPID'],
  ["CR0605", "enum RDPID: a b ALLOW\nMOVBE = RDPID == a"],
  ["CR0605", 'enum RDPID: a b "described" ALLOW\nMOVBE = RDPID == a'],
  ["CR0605", "input RDPID: x86 ALLOW\nMOVBE = RDPID"],
])("%s is silenced in `%s`", async (code, statement) => {
  const text = (allow: string): string => {
    const placed = statement.includes("ALLOW") ? statement : `${statement} ALLOW`;
    return `${NEEDED}${placed.replace("ALLOW", allow)}\n`;
  };
  expect(await codesOf(text(""))).toEqual([code]);
  expect(await codesOf(text(`allow ${code} "it is meant"`))).toEqual([]);
  // On a line of its own, and beside another one, which silences nothing.
  const other = code === "CR0604" ? "CR0603" : "CR0604";
  expect(await codesOf(text(`\n      allow ${code} "it is meant" allow ${other} "too"`))).toEqual(
    [],
  );
});

test("only the statement with the `allow` is silenced", async () => {
  const rules = `MOVBE = host & guest allow CR0603 "meant"\nAVX = host & guest\n`;
  const { diagnostics } = await checkText(rules);
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([
    ["CR0603", "AVX = host & guest"],
  ]);
});

test("only the lint that is named is silenced", async () => {
  const rules = `MOVBE = host->XSAVE allow CR0603 "meant"\n`;
  const { diagnostics } = await checkText(rules);
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([
    ["CR0606", "host->XSAVE"],
    ["CR0610", 'allow CR0603 "meant"'],
  ]);
});

test.each([
  ['allow CR0301 "no lint"', "CR0609", "CR0301"],
  ['allow CR9999 "unknown"', "CR0609", "CR9999"],
  ['allow CR0609 "itself"', "CR0609", "CR0609"],
  ['allow later "no code"', "CR0609", "later"],
  ['allow CR0603 "nothing to silence"', "CR0610", 'allow CR0603 "nothing to silence"'],
])("`%s` is %s", async (allow, code, place) => {
  const { diagnostics, ok } = await checkText(`MOVBE = guest ${allow}\n`);
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([[code, place]]);
  expect(ok).toBe(true);
});

test("an error is never silenced, and beside one no `allow` is called idle", async () => {
  const rules = `MOVBE = guest allow CR0603 "x"\nassert MOVBE -> host.MOVBE allow CR0402 "y"\n`;
  expect(await codesOf(rules)).toEqual(["CR0402", "CR0609"]);
});

test("missing reasons can be allowed, whether or not they are reported", async () => {
  const rules = `MOVBE = guest allow CR0604 "a draft"\nAVX = host\n`;
  expect(await codesOf(rules)).toEqual([]);
  const { diagnostics } = await check(sourceOf(rules), { reasons: true });
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([["CR0604", "AVX = host"]]);
  const idle = await check(sourceOf('MOVBE = guest because "r" allow CR0604 "x"\n'), {
    reasons: true,
  });
  expect(idle.diagnostics.map(({ code }) => code)).toEqual(["CR0610"]);
});

test.each([
  [
    "MOVBE = guest allow",
    "expected the code of a lint after `allow`, found the end of the statement",
  ],
  [
    "MOVBE = guest allow CR0603",
    "expected a reason in double quotes after `CR0603`, found the end of the statement",
  ],
  [
    'MOVBE = guest allow CR0603 "x" because "y"',
    "expected the end of the statement, found the keyword `because`",
  ],
])("`%s` is a mistake", async (rules, message) => {
  const { diagnostics } = await checkText(`${rules}\n`);
  expect(diagnostics.map((each) => each.message)).toEqual([message]);
});

test("`allow` is a name like any other", async () => {
  const rules = `layout l { word W { 0 allow "a bit" alias CR0603  1 CR0603 } }
input host: l
enum e: allow CR0603
set both: allow CR0603
caps vcpu: l {
  default = none
  class lent = host
  lent: allow CR0603 allow CR0602 "a vendor's list"
  both requires host.allow & e == allow
  allow CR0603 also host.allow
}
assert vcpu.allow -> host.allow
test "t" { given host: allow CR0603; e = allow; expect vcpu: allow CR0603 }
`;
  const { diagnostics } = await checkText({ "a.rules": rules });
  expect(diagnostics.filter(({ code }) => !code.startsWith("CR06"))).toEqual([]);
});
