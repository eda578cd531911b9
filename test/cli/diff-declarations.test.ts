/** A change through a declaration that rules read: it is shown before and after, where it is written. */

import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

/** Each line of the rules ends up at the same line of the file, from line 6 on. */
const HEAD = `layout tiny { word ONLY { 0 A  1 B  2 C } }
layout other { word CR { 0 A  4 B } }
input host: tiny
input guest: tiny
flag tdp
`;

interface Example {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  /** The rules of bit B. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    name: "members of a set in an expression",
    old: "set pv: A\ncaps vcpu: tiny {\n  default = pv & host\n}",
    new: "set pv: A B\ncaps vcpu: tiny {\n  default = pv & host\n}",
    before: ["set pv: A 6"],
    after: ["set pv: A B 6"],
  },
  {
    name: "members of a nested set",
    old: "set pv: A\nset all_pv: pv\ncaps vcpu: tiny {\n  default = all_pv & host\n}",
    new: "set pv: A B\nset all_pv: pv\ncaps vcpu: tiny {\n  default = all_pv & host\n}",
    before: ["set pv: A 6"],
    after: ["set pv: A B 6"],
  },
  {
    name: "members of a set that is a rule's target",
    old: "set pv: A\ncaps vcpu: tiny {\n  default = host & guest\n  pv = guest\n}",
    new: "set pv: A B\ncaps vcpu: tiny {\n  default = host & guest\n  pv = guest\n}",
    before: ["set pv: A 6", "default = host & guest 8"],
    after: ["set pv: A B 6", "= guest 9"],
  },
  {
    name: "the body of a class",
    old: "class emulated = guest\ncaps vcpu: tiny {\n  default = host & guest\n  emulated: B\n}",
    new: "class emulated = host\ncaps vcpu: tiny {\n  default = host & guest\n  emulated: B\n}",
    before: ["class emulated = guest 6", "emulated = guest 9"],
    after: ["class emulated = host 6", "emulated = host 9"],
  },
  {
    name: "a class within a class",
    old: "class inner = guest\nclass outer = inner & host\ncaps vcpu: tiny {\n  default = outer\n}",
    new: "class inner = all\nclass outer = inner & host\ncaps vcpu: tiny {\n  default = outer\n}",
    before: ["class inner = guest 6"],
    after: ["class inner = all 6"],
  },
  {
    name: "the condition of a `when`",
    old: "caps vcpu: tiny {\n  default = host & guest\n  when tdp {\n    B = guest\n  }\n}",
    new: "caps vcpu: tiny {\n  default = host & guest\n  when !tdp {\n    B = guest\n  }\n}",
    before: ["= guest, when tdp 8"],
    after: ["= guest, when !tdp 8"],
  },
  {
    name: "a rule of the set that is extended",
    old: "caps base: tiny {\n  default = host\n}\ncaps vcpu extends base {\n  A = guest\n}",
    new: "caps base: tiny {\n  default = guest\n}\ncaps vcpu extends base {\n  A = guest\n}",
    before: ["default = host 7"],
    after: ["default = guest 7"],
  },
  {
    name: "an override that is gone",
    old: "caps base: tiny {\n  default = host\n  B = guest\n}\ncaps vcpu extends base {\n  override B = none\n}",
    new: "caps base: tiny {\n  default = host\n  B = guest\n}\ncaps vcpu extends base {\n}",
    before: ["= none 11"],
    after: ["= guest 8"],
  },
  {
    name: "values of an enumeration",
    old: "enum vendor: intel amd\ncaps vcpu: tiny {\n  default = none\n  B = vendor != intel & host\n}",
    new: "enum vendor: intel amd arm\ncaps vcpu: tiny {\n  default = none\n  B = vendor != intel & host | vendor == arm\n}",
    before: ["= vendor != intel & host 9", "enum vendor: intel amd 6"],
    after: ["= vendor != intel & host | vendor == arm 9", "enum vendor: intel amd arm 6"],
  },
  {
    name: "a rule that is gone, and a declaration that the default reads as well",
    old: "set pv: A\n\ncaps vcpu: tiny {\n  default = pv & host\n  B = guest & !pv\n}",
    new: "set pv: A B\n\ncaps vcpu: tiny {\n  default = pv & host\n}",
    before: ["= guest & !pv 10", "set pv: A 6"],
    after: ["default = pv & host 9", "set pv: A B 6"],
  },
  {
    name: "the place of a bit in another layout",
    old: "input cr: other\ncaps vcpu: tiny {\n  default = none\n  B = cr.CR[4]\n}",
    new: "input cr: moved\nlayout moved { word CR { 0 A  4 C } }\ncaps vcpu: tiny {\n  default = none\n  B = !cr.CR[4]\n}",
    before: ["= cr.CR[4] 9"],
    after: ["= !cr.CR[4] 10"],
  },
  {
    name: "the counterpart in another layout",
    old: "input cr: mine\nlayout mine { word CR { 0 A  4 B } }\ncaps vcpu: tiny {\n  default = cr\n}",
    new: "input cr: mine\nlayout mine { word CR { 0 A  4 C  5 B } }\ncaps vcpu: tiny {\n  default = cr\n}",
    before: ["CR[4] B, as cr has it 7"],
    after: ["CR[5] B, as cr has it 7"],
  },
];

interface Change {
  readonly bit: string;
  readonly before: readonly { readonly text: string; readonly line: number }[];
  readonly after: readonly { readonly text: string; readonly line: number }[];
}

test.each(EXAMPLES)("$name", async ({ old, new: fresh, before, after }) => {
  const { run } = folderWith({ "old.rules": HEAD + old, "new.rules": HEAD + fresh });
  const inFormat = async (format: string): Promise<string> =>
    (await run(["diff", "old.rules", "new.rules", "--format", format])).stdout;
  const { sets } = JSON.parse(await inFormat("json")) as {
    readonly sets: readonly { readonly name: string; readonly bits: readonly Change[] }[];
  };
  const bits = sets.filter(({ name }) => name === "vcpu").flatMap((set) => set.bits);
  const change = bits.find(({ bit }) => bit === "B");
  const shown = (rules: Change["before"] = []): readonly string[] =>
    rules.map(({ text, line }) => `${text} ${line}`);
  expect([shown(change?.before), shown(change?.after)]).toEqual([before, after]);

  const place = /^(.*) (\d+)$/.exec(after[0] ?? "");
  const [text = "", line = ""] = place?.slice(1) ?? [];
  expect(await inFormat("text")).toContain(`      after   ${text}  new.rules:${line}\n`);
  expect(await inFormat("markdown")).toContain(`  - after: \`${text}\` (new.rules:${line})`);
  expect(await inFormat("html")).toContain(`new.rules:${line}`);
  expect(await inFormat("github")).toContain(`file=new.rules,line=${line},`);
  expect(await inFormat("sarif")).toContain(`"startLine": ${line}`);
});

test("values of an enumeration", async () => {
  const rules = (values: string): string =>
    `${HEAD}enum vendor: ${values}\ncaps vcpu: tiny {\n  default = none\n  B = vendor != intel & host\n}\n`;
  const { run } = folderWith({
    "old.rules": rules("intel amd"),
    "new.rules": rules("intel amd arm"),
  });
  const { stdout } = await run(["diff", "old.rules", "new.rules"]);
  expect(stdout).toContain("enum vendor changed: values intel amd → intel amd arm");
});

test("a set that a merge changes on one side is named in a conflict", async () => {
  const rules = (pv: string, value: string): string =>
    `${HEAD}set pv: ${pv}\n\n\n\ncaps vcpu: tiny {\n  default = pv & ${value}\n}\n`;
  const folder = folderWith({
    "base.rules": rules("A", "host"),
    "ours.rules": rules("A B", "host"),
    "theirs.rules": rules("A", "host | guest"),
  });
  const { stderr } = await folder.run(["merge", "base.rules", "ours.rules", "theirs.rules"]);
  expect(stderr).toContain("  ours    set pv: A B  ours.rules:6\n");
  expect(stderr).toContain("  theirs  set pv: A  ours.rules:6\n");
});
