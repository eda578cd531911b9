/** A merge after which the bits of a set are to the guest what neither branch was reviewed for. */

import { expect, test } from "vitest";

import { git } from "./git-in-folder.ts";
import { folderWith, type Outcome } from "./run-in-folder.ts";

const HEAD = `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
input guest: tiny
`;

/** The header of the set is on line 7, so that changes of it and of its rule merge as text. */
const reserved = (
  role: string,
  a: string,
  table = "host",
): string => `${HEAD}caps table: tiny internal {
  default = ${table}
}
caps reserved: tiny ${role} "bits that fault" {

  # the host's bits

  default = table

  A = ${a}
}
`;

async function merge(base: string, ours: string, theirs: string): Promise<Outcome> {
  const folder = folderWith({ "base.rules": base, "ours.rules": ours, "theirs.rules": theirs });
  return folder.run(["merge", "base.rules", "ours.rules", "theirs.rules"]);
}

const WARNING =
  "warning[CR0410]: in this merge, `reserved` is denied, and the branch without that role changes reserved.A";

test("one branch changes the role, the other one a bit: the driver merges it, and warns", async () => {
  const base = reserved("", "guest");
  const [role, bit] = [reserved("denied", "guest"), reserved("", "none")];
  for (const sides of [
    [role, bit],
    [bit, role],
  ] as const) {
    const { exitCode, stderr } = await merge(base, ...sides);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`ours.rules:7:21: ${WARNING}`);
    expect(stderr).toContain("while the set was exposed");
  }
});

test("a change of a stage in the other branch is warned of, too", async () => {
  const { stderr } = await merge(
    reserved("", "guest"),
    reserved("denied", "guest"),
    reserved("", "guest", "host & guest"),
  );
  expect(stderr).toContain("the branch without that role changes reserved.B");
});

test("a role that changes with its bits, or equally in both branches, is not reported", async () => {
  const base = reserved("", "guest");
  const changed = reserved("denied", "none");
  const elsewhere = base.replace("input host: tiny", 'input host: tiny "the host"');
  expect((await merge(base, changed, elsewhere)).stderr).toBe("");
  expect((await merge(base, changed, changed)).stderr).toBe("");
});

test("a role that comes from another base than in either branch", async () => {
  const rules = (other: string, base: string): string => `${HEAD}caps one: tiny { default = host }

# what faults

caps other: tiny ${other} { default = host }

# the last stage

caps last extends ${base} { }
`;
  const { exitCode, stderr } = await merge(
    rules("", "one"),
    rules("", "other"),
    rules("denied", "one"),
  );
  expect(exitCode).toBe(0);
  expect(stderr).toContain(
    "warning[CR0410]: in this merge, `last` is denied, which it is in neither branch that has it",
  );
});

test("a comparison of the merge with either parent has it as a warning", async () => {
  const folder = folderWith({ "cpu.rules": reserved("", "guest") });
  const save = (text: string): void => {
    folder.write("cpu.rules", text);
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", "next");
  };
  git(folder, "init", "-q", "-b", "main");
  save(reserved("", "guest"));
  git(folder, "checkout", "-qb", "topic");
  save(reserved("", "none"));
  git(folder, "checkout", "-q", "main");
  save(reserved("denied", "guest"));
  git(folder, "merge", "-q", "--no-edit", "topic");
  for (const range of ["HEAD^1..HEAD", "HEAD^2..HEAD"]) {
    const { stderr } = await folder.run(["diff", range]);
    expect(stderr).toContain(WARNING);
  }
  expect((await folder.run(["diff", "HEAD^1^..HEAD^1"])).stderr).not.toContain("CR0410");
  const { stdout } = await folder.run(["diff", "HEAD^1..HEAD", "--format", "github"]);
  expect(stdout).toContain("::warning file=cpu.rules,line=7,title=CR0410::in this merge");
});

test("a conflict of bits names the roles, where the branches have two", async () => {
  const apart = (role: string, a: string, also: string): string => `${HEAD}caps cr4: tiny ${role} {

  # bits that fault

  A = ${a}

  # those of the host

  default = host

  # ${also}
}
`;
  const folder = folderWith({
    "base.rules": apart("", "guest", ""),
    "ours.rules": apart("denied", "guest", "").replace(
      "default = host\n",
      "default = host\n  A requires host.B\n",
    ),
    "theirs.rules": apart("", "host", ""),
  });
  const { stderr, exitCode } = await folder.run([
    ...["merge", "base.rules", "ours.rules", "theirs.rules"],
  ]);
  const title =
    "both branches change cr4.A in different ways; cr4 is denied in ours and exposed in theirs";
  expect(stderr).toContain(`conflict in ours.rules: ${title}\n`);
  expect(folder.read("ours.rules")).toContain(`# ${title}:\n`);
  expect(exitCode).toBe(1);
});
