/** A merge that is clean, and after which a bit is what neither branch says. */

import { expect, test } from "vitest";

import { git } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

const rules = (
  xsave: string,
  avx: string,
): string => `layout tiny { word ONLY { 0 XSAVE  1 AVX  2 RDPID } }
input host: tiny
input guest: tiny
caps vcpu: tiny {
  default = host & guest

  XSAVE = ${xsave}

  # AVX needs the state that XSAVE saves

  ${avx}
}
`;

const BASE = rules("guest", "");
const OURS = rules("guest", "AVX requires XSAVE");
const THEIRS = rules("none", "");
const MERGED = rules("none", "AVX requires XSAVE");

const SAYS = "one branch changes the rules of vcpu.AVX, the other one the bits that these read";

test("the driver merges it, and warns", async () => {
  const folder = folderWith({ "base.rules": BASE, "ours.rules": OURS, "theirs.rules": THEIRS });
  const { stderr, exitCode } = await folder.run([
    ...["merge", "base.rules", "ours.rules", "theirs.rules"],
  ]);
  expect(folder.read("ours.rules")).toBe(MERGED);
  expect(exitCode).toBe(0);
  // With guest.XSAVE both branches have AVX where host and guest have it.
  expect(stderr).toBe(`warning in ours.rules: ${SAYS}, so the result is neither branch's
  when    guest.XSAVE & host.AVX & guest.AVX
  shown   by host: AVX; guest: XSAVE AVX; everything else off: on in base, on in ours, on in theirs, off in the merged text
  ours    requires XSAVE  ours.rules:11
  theirs  vcpu.XSAVE = none  ours.rules:7
`);
});

const ONE_INTERACTION = { base: BASE, ours: OURS, theirs: THEIRS, merged: MERGED };

/** The merge of both branches, committed or not. */
function merged(commit: boolean, { base, ours, theirs, merged } = ONE_INTERACTION): Folder {
  const folder = folderWith({ "cpu.rules": base });
  const save = (text: string): void => {
    folder.write("cpu.rules", text);
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", "next");
  };
  git(folder, "init", "-q", "-b", "main");
  save(base);
  git(folder, "checkout", "-qb", "topic");
  save(theirs);
  git(folder, "checkout", "-q", "main");
  save(ours);
  git(folder, "merge", "-q", ...(commit ? ["--no-edit"] : ["--no-commit"]), "topic");
  expect(folder.read("cpu.rules")).toBe(merged);
  return folder;
}

test.each([
  { what: "a commit against its first parent", commit: true, args: ["HEAD^1..HEAD"] },
  { what: "a commit against its second parent", commit: true, args: ["HEAD^2..HEAD"] },
  { what: "the working tree at a merge", commit: true, args: ["HEAD^1"] },
  { what: "the working tree in a merge", commit: false, args: ["HEAD"] },
])("a comparison has it as a finding: $what", async ({ commit, args }) => {
  const folder = merged(commit);
  const inFormat = async (format: string): Promise<string> =>
    (await folder.run(["diff", ...args, "--format", format])).stdout;
  const says = "in this merge, vcpu.AVX has a meaning that neither parent gives it";
  const { stderr, exitCode } = await folder.run(["diff", ...args]);
  expect(stderr).toContain(`warning[CR0413]: ${says}`);
  expect(stderr).toContain("on and on in the parents, off in the merge");
  // The place is the rule that one branch added, and both rules are named.
  expect(stderr).toContain("cpu.rules:11:3: warning[CR0413]");
  expect(stderr).toContain("first parent: requires XSAVE  cpu.rules:11");
  expect(stderr).toContain("second parent: vcpu.XSAVE = none  cpu.rules:7");
  expect(exitCode).toBe(1);
  expect(await inFormat("github")).toMatch(/::warning file=cpu\.rules,line=11,title=CR0413::in/);
  for (const format of ["json", "sarif", "markdown"]) {
    expect(await inFormat(format)).toContain("vcpu.AVX has a meaning that neither parent gives it");
  }
  expect(await inFormat("html")).toContain("has a meaning that neither parent gives it");
});

test("other commits and ordinary merges have no such finding", async () => {
  const folder = merged(true);
  const warns = async (range: string): Promise<boolean> =>
    (await folder.run(["diff", range])).stderr.includes("CR0413");
  expect(await warns("HEAD^1^..HEAD^1")).toBe(false);
  git(folder, "checkout", "-qb", "other", "HEAD^1");
  folder.write("x.txt", "");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "next");
  git(folder, "merge", "-q", "--no-edit", "--no-ff", "HEAD^1");
  expect(await warns("HEAD~1..HEAD")).toBe(false);
});

const limited = "AVX requires XSAVE\n  RDPID requires guest.XSAVE";

/** Next to the interaction, both branches change RDPID in different ways. */
const WITH_CONFLICT = {
  base: rules("guest\n  RDPID = host", ""),
  ours: rules("guest\n  RDPID = host", limited),
  theirs: rules("none\n  RDPID = guest", ""),
  merged: rules("none\n  RDPID = guest", limited),
};

test("the driver warns of an interaction next to a conflict", async () => {
  const { base, ours, theirs } = WITH_CONFLICT;
  const folder = folderWith({ "base.rules": base, "ours.rules": ours, "theirs.rules": theirs });
  const { stderr, exitCode } = await folder.run([
    ...["merge", "base.rules", "ours.rules", "theirs.rules"],
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("conflict in ours.rules: both branches change vcpu.RDPID");
  expect(stderr).toContain(`warning in ours.rules: ${SAYS}`);
});

test("a comparison finds an interaction next to a conflict that someone has resolved", async () => {
  const { stderr } = await merged(true, WITH_CONFLICT).run(["diff", "HEAD^1..HEAD"]);
  expect(stderr).toContain("in this merge, vcpu.AVX has a meaning that neither parent gives it");
  expect(stderr).not.toContain("vcpu.RDPID");
});

test("an interaction that breaks an assertion is found as well", async () => {
  const claim = "assert !(host.AVX & guest.AVX & guest.XSAVE) | AVX";
  const { base, theirs } = ONE_INTERACTION;
  const broken = {
    base,
    ours: rules("guest", `AVX requires XSAVE\n  ${claim}`),
    theirs,
    merged: rules("none", `AVX requires XSAVE\n  ${claim}`),
  };
  const { stdout, stderr } = await merged(true, broken).run(["diff", "HEAD^1..HEAD"]);
  expect(stdout).toContain("assertion broken");
  expect(stderr).toContain("in this merge, vcpu.AVX has a meaning that neither parent gives it");
});
