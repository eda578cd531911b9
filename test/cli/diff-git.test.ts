/** `caprules diff` in git repositories in every state. */

import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { countsOf } from "./counts-of.ts";
import { git, tryGit } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

const OLD = `layout tiny { word ONLY { 0 XSAVE  1 AVX  2 FMA } }
input host: tiny
input guest: tiny
caps vcpu: tiny {
  default = host & guest
  AVX requires XSAVE
}
`;

const NEW = OLD.replace("AVX requires", "AVX FMA requires");

const ONE_CHANGE = "1 of 3 bits changes (−1)";

/** A repository with one commit. */
function repositoryWith(files: Readonly<Record<string, string | Uint8Array>>): Folder {
  const folder = folderWith(files);
  git(folder, "init", "-q", "-b", "main");
  commitAll(folder);
  return folder;
}

function commitAll(folder: Folder): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "next");
}

test("a used file is compared for itself once nothing uses it", async () => {
  const folder = repositoryWith({ "lib.rules": OLD, "cpu.rules": 'use "lib.rules"\n' });
  const whole = await folder.run(["diff", "HEAD"]);
  expect(whole.stdout).toBe("no rules differ\n");
  rmSync(join(folder.path, "cpu.rules"));
  folder.write("lib.rules", NEW);
  const { stdout, exitCode } = await folder.run(["diff", "HEAD", "--fail-on", "lost"]);
  expect(stdout).toContain("\nlib.rules\nvcpu\n  − FMA\n");
  expect(exitCode).toBe(1);
});

test("a renamed file is compared with its old version", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD, "other.rules": "default = none\n" });
  git(folder, "mv", "cpu.rules", "vcpu.rules");
  const same = await folder.run(["diff", "HEAD"]);
  expect(same.exitCode).toBe(0);
  expect(same.stdout).toContain("meaning is equal (proved)\n\nvcpu.rules was cpu.rules\n");
  folder.write("vcpu.rules", NEW);
  const changed = await folder.run(["diff", "HEAD", "--fail-on", "lost"]);
  expect(changed.exitCode).toBe(1);
  expect(changed.stdout).toContain(`${ONE_CHANGE}\n\nvcpu.rules was cpu.rules\nvcpu\n  − FMA\n`);
  const { stdout } = await folder.run(["diff", "HEAD", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    programs: [{ name: "vcpu.rules", oldName: "cpu.rules" }],
  });
});

test.each([
  { write: "new.rules", failOn: "gained", exitCode: 1 },
  { write: "new.rules", failOn: "lost", exitCode: 0 },
  { remove: "cpu.rules", failOn: "gained", exitCode: 0 },
  { remove: "cpu.rules", failOn: "lost", exitCode: 1 },
])("a gate sees rules that are on one side only: $failOn", async (each) => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  if (each.write !== undefined) folder.write(each.write, "default = host\n");
  if (each.remove !== undefined) rmSync(join(folder.path, each.remove));
  const { exitCode } = await folder.run(["diff", "HEAD", "--fail-on", each.failOn]);
  expect(exitCode).toBe(each.exitCode);
});

test("symbolic links are followed within a commit, and are not programs", async () => {
  const folder = repositoryWith({ "real/cpu.rules": OLD });
  symlinkSync("cpu.rules", join(folder.path, "real/file.rules"));
  symlinkSync("real", join(folder.path, "folder"));
  symlinkSync("loop.rules", join(folder.path, "loop.rules"));
  folder.write("top.rules", 'use "folder/file.rules"\nassert vcpu.AVX -> vcpu.XSAVE\n');
  commitAll(folder);
  expect(await folder.run(["diff", "HEAD"])).toMatchObject({
    stdout: "no rules differ\n",
    stderr: "",
  });
  folder.write("real/cpu.rules", NEW);
  const { stdout, stderr } = await folder.run(["diff", "HEAD"]);
  expect([countsOf(stdout), stderr]).toEqual([ONE_CHANGE, ""]);
  expect(stdout).not.toContain("added");
  const named = await folder.run(["diff", "HEAD", "real/file.rules"]);
  expect(countsOf(named.stdout)).toBe(ONE_CHANGE);
  const loop = await folder.run(["diff", "HEAD", "loop.rules"]);
  expect(loop.stderr).toContain("there is no file, folder or git revision `loop.rules`");
});

test("a link out of the repository is not followed on the old side", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  symlinkSync("/etc/passwd", join(folder.path, "x.rules"));
  commitAll(folder);
  const { stderr } = await folder.run(["diff", "HEAD", "x.rules"]);
  expect(stderr).toContain("In HEAD");
  expect(stderr).toContain("error[CR0503]: `x.rules` lies outside of the project");
});

test("the whole repository is compared from a folder below its root", async () => {
  const folder = repositoryWith({
    "lib.rules": OLD,
    "a/b/top.rules": 'use "../../lib.rules"\n',
  });
  mkdirSync(join(folder.path, "empty"));
  folder.write("lib.rules", NEW);
  for (const inner of [".", "a", "a/b", "empty"]) {
    const { stdout, stderr } = await folder.run(["diff", "HEAD"], { inner });
    expect([countsOf(stdout), stderr], inner).toEqual([ONE_CHANGE, ""]);
  }
  const inFolder = async (inner: string, name: string): Promise<string | undefined> =>
    countsOf((await folder.run(["diff", "HEAD", name], { inner })).stdout);
  expect(await inFolder("a/b", "../../lib.rules")).toBe(ONE_CHANGE);
  expect(await inFolder("a/b", join(folder.path, "lib.rules"))).toBe(ONE_CHANGE);
  expect(await inFolder("a", "b")).toBe(ONE_CHANGE);
  expect(await inFolder("a", "..")).toBe(ONE_CHANGE);
  const nothing = await folder.run(["diff", "HEAD", "."], { inner: "empty" });
  expect(nothing.stdout).toBe("no rules differ\n");
  expect(nothing.stderr).toBe("note: neither side has a rule file, `*.rules`\n");
});

test("a used file is recognized from every current folder", async () => {
  const folder = repositoryWith({
    "lib/cpu.rules": OLD,
    "other/user.rules": 'use "../lib/cpu.rules"\ncaps third: tiny { default = vcpu | host }\n',
  });
  folder.write("lib/cpu.rules", NEW);
  for (const place of [".", "lib", "other"]) {
    const { stdout } = await folder.run(["diff", "HEAD", "--json"], { inner: place });
    const { programs } = JSON.parse(stdout) as { programs: unknown[] };
    expect(programs, place).toHaveLength(1);
  }
});

test("a file is loaded once, whichever folders use it", async () => {
  const folder = repositoryWith({
    "cpu/bits.rules": "layout own { word ONLY { 0 XSAVE } }\n",
    "lib/kinds.rules": 'use "../cpu/bits.rules"\nclass emulated = guest\n',
    "cpu/cpu.rules":
      'use "bits.rules"\nuse "../lib/kinds.rules"\ninput guest: own\ncaps cpu: own { default = guest }\n',
  });
  folder.write("cpu/bits.rules", "layout own { word ONLY { 0 XSAVE  1 AVX } }\n");
  for (const inner of [".", "cpu", "lib"]) {
    const { stdout, stderr } = await folder.run(["diff", "HEAD"], { inner });
    expect(countsOf(stdout), stderr).toContain("meaning is equal (proved)");
  }
});

test("code hosts get file names relative to the root, whatever the current folder is", async () => {
  const folder = repositoryWith({ "lib/cpu.rules": OLD, "ci/empty": "" });
  folder.write("lib/cpu.rules", NEW);
  const inFolder = async (inner: string, format: string): Promise<string> =>
    (await folder.run(["diff", "HEAD", "--format", format], { inner })).stdout;
  for (const inner of [".", "lib", "ci"]) {
    expect(await inFolder(inner, "github")).toContain("::warning file=lib/cpu.rules,line=");
    expect(await inFolder(inner, "sarif")).toContain('"uri": "lib/cpu.rules"');
  }
  folder.write("lib/cpu.rules", "nonsense");
  expect(await inFolder("ci", "github")).toContain("::error file=lib/cpu.rules,line=1");
});

test("a file that is named is compared whatever its name is, and though git ignores it", async () => {
  const folder = repositoryWith({ "policy.txt": OLD, ".gitignore": "mine.rules\n" });
  folder.write("policy.txt", NEW);
  folder.write("mine.rules", NEW);
  expect((await folder.run(["diff", "HEAD", "policy.txt"])).stdout).toContain(ONE_CHANGE);
  expect((await folder.run(["diff", "HEAD", "mine.rules"])).stdout).toContain(
    "mine.rules is added",
  );
  const outside = await folder.run(["diff", "HEAD", "/etc/passwd"]);
  expect([outside.exitCode, outside.stderr]).toEqual([
    2,
    "error: `/etc/passwd` lies outside of this repository\n  help: run it in the repository that has it\n",
  ]);
});

test("a removed file or folder can be named, too", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD, "more/cpu.rules": OLD });
  rmSync(join(folder.path, "cpu.rules"));
  rmSync(join(folder.path, "more"), { recursive: true });
  for (const name of ["cpu.rules", "more"]) {
    const { stdout } = await folder.run(["diff", "HEAD", name]);
    expect(stdout).toContain("cpu.rules is removed");
  }
  expect((await folder.run(["diff", "HEAD", "less"])).exitCode).toBe(2);
});

test.each([
  { name: "sp ace.rules" },
  { name: "new\nline.rules" },
  { name: "-x.rules" },
  { name: ":(exclude)x.rules" },
  { name: "back\\slash.rules" },
  { name: `it's "$(touch pwned)" \`id\`.rules` },
  { name: "ünï.rules" },
])("a file called $name is compared like any other", async ({ name }) => {
  const folder = repositoryWith({ [name]: OLD });
  folder.write(name, NEW);
  expect(countsOf((await folder.run(["diff", "HEAD"])).stdout)).toBe(ONE_CHANGE);
  expect(countsOf((await folder.run(["diff", "HEAD", "--", name])).stdout)).toBe(ONE_CHANGE);
  expect(git(folder, "status", "--porcelain").split("\n")).toHaveLength(2);
});

test("a bare repository, and one without commits, say what can be compared", async () => {
  const bare = repositoryWith({ "cpu.rules": OLD });
  git(bare, "config", "core.bare", "true");
  const { stderr, exitCode } = await bare.run(["diff", "main"], { inner: ".git" });
  expect([exitCode, stderr]).toEqual([
    2,
    "error: this repository has no working tree\n  help: compare two revisions: caprules diff OLD..NEW\n",
  ]);
  expect((await bare.run(["diff", "main..main"], { inner: ".git" })).exitCode).toBe(0);
  const empty = folderWith({ "cpu.rules": OLD });
  git(empty, "init", "-q");
  expect((await empty.run(["diff", "HEAD"])).stderr).toContain("git revision `HEAD`");
});

test.each([
  { command: ["merge", "one"], operation: "merge" },
  { command: ["rebase", "one"], operation: "rebase" },
  { command: ["cherry-pick", "one"], operation: "cherry-pick" },
])("a $operation in progress is reported", async ({ command, operation }) => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  git(folder, "checkout", "-qb", "one");
  folder.write("cpu.rules", NEW);
  commitAll(folder);
  git(folder, "checkout", "-q", "main");
  folder.write("cpu.rules", OLD.replace("AVX requires", "FMA requires"));
  commitAll(folder);
  expect(tryGit(folder, ...command).status).toBe(1);
  const { stderr, exitCode } = await folder.run(["diff", "HEAD"]);
  expect(stderr).toContain("In the working tree:\ncpu.rules:6:1: error");
  expect(stderr).toContain(`note: a ${operation} is in progress`);
  expect(exitCode).toBe(1);
});

test("nothing is called equal if git cannot read the repository", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  const tree = git(folder, "rev-parse", "HEAD^{tree}").trim();
  const object = join(folder.path, ".git/objects", tree.slice(0, 2), tree.slice(2));
  chmodSync(object, 0o600);
  rmSync(object);
  const { stdout, stderr, exitCode } = await folder.run(["diff", "HEAD"]);
  expect([stdout, exitCode]).toEqual(["", 2]);
  expect(stderr).toContain("error: git cannot list the files of");
});
