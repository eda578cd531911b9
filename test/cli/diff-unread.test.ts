/** `caprules diff` where a side has something that cannot be read, or that is not where rules are looked for. */

import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { countsOf } from "./counts-of.ts";
import { git } from "./git-in-folder.ts";
import { folderWith, type Folder, type Outcome } from "./run-in-folder.ts";

const OLD = `layout tiny { word ONLY { 0 XSAVE  1 AVX } }
input host: tiny
input guest: tiny
caps vcpu: tiny {
  default = host & guest
}
`;
/** Every bit is gained, the unnamed ones as well. */
const NEW = OLD.replace("host & guest", "guest");
const ALL_CHANGE = "32 of 32 bits change (+32)";

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

function counts({ stdout }: Outcome): string | undefined {
  return countsOf(stdout);
}

/** It runs, says which file and why, calls nothing equal, and ends in exit code 2. */
async function expectUnread(
  folder: Folder,
  args: readonly string[],
  says: string | RegExp,
): Promise<void> {
  const { stdout, stderr, exitCode } = await folder.run(["diff", ...args]);
  expect(stderr).toMatch(says);
  expect(counts({ stdout, stderr, exitCode })).toContain("could not be compared");
  expect(exitCode).toBe(2);
  const json = await folder.run(["diff", ...args, "--json", "--fail-on", "none"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ equal: false });
  expect(json.exitCode).toBe(2);
}

/** Latin-1: `ü` is one byte. */
const latin1 = (text: string): Uint8Array => Buffer.from(`# M\u00fcller\n${text}`, "latin1");

test("folders: a name with a backslash is compared like any other", async () => {
  const { run } = folderWith({ "a/x\\y.rules": OLD, "b/x\\y.rules": NEW });
  expect(counts(await run(["diff", "a", "b"]))).toBe(ALL_CHANGE);
});

test("folders: a file whose name is not UTF-8 is reported", async () => {
  const folder = folderWith({ "a/cpu.rules": OLD, "b/cpu.rules": OLD });
  const name = Buffer.concat([Buffer.from(join(folder.path, "b/x")), Buffer.from([0xff])]);
  writeFileSync(Buffer.concat([name, Buffer.from(".rules")]), NEW);
  await expectUnread(folder, ["a", "b"], /CR0509.*`x\\xff\.rules`.*its name is not UTF-8/);
});

test("folders: content that is not UTF-8 is reported, and equal only if the bytes are equal", async () => {
  const folder = folderWith({ "a/cpu.rules": latin1(OLD), "b/cpu.rules": latin1(NEW) });
  await expectUnread(folder, ["a", "b"], "CR0504");
  await expectUnread(folder, ["a/cpu.rules", "b/cpu.rules"], "CR0504");
  folder.write("b/cpu.rules", latin1(OLD));
  expect(await folder.run(["diff", "a", "b"])).toMatchObject({ exitCode: 0, stderr: "" });
});

test("folders: an unreadable file on one side only is reported", async () => {
  const folder = folderWith({ "a/cpu.rules": OLD, "b/cpu.rules": OLD, "b/new.rules": latin1(OLD) });
  await expectUnread(folder, ["a", "b"], /CR0504.*`new\.rules`/);
});

test("folders: a dangling link is reported, unless both sides have it", async () => {
  const folder = folderWith({ "a/cpu.rules": OLD, "b/cpu.rules": OLD });
  symlinkSync("gone.rules", join(folder.path, "b/x.rules"));
  await expectUnread(folder, ["a", "b"], /CR0509.*`x\.rules`.*a link that leads to no file/);
  symlinkSync("gone.rules", join(folder.path, "a/x.rules"));
  expect((await folder.run(["diff", "a", "b"])).exitCode).toBe(0);
  rmSync(join(folder.path, "a/x.rules"));
  symlinkSync("other.rules", join(folder.path, "a/x.rules"));
  await expectUnread(folder, ["a", "b"], "CR0509");
});

test("folders: a pipe is reported, and not waited for", async () => {
  const folder = folderWith({ "a/cpu.rules": OLD, "b/cpu.rules": OLD });
  expect(spawnSync("mkfifo", [join(folder.path, "b/x.rules")]).status).toBe(0);
  await expectUnread(folder, ["a", "b"], /CR0509.*neither a regular file nor a folder/);
});

test("folders: rules behind links out of the folder are compared", async () => {
  const folder = folderWith({
    "a/cpu.rules": OLD,
    "b/cpu.rules": OLD,
    "v1/more.rules": OLD,
    "v2/more.rules": NEW,
    "v1.txt": OLD,
    "v2.txt": NEW,
  });
  symlinkSync("../v1", join(folder.path, "a/linked"));
  symlinkSync("../v2", join(folder.path, "b/linked"));
  const { stdout } = await folder.run(["diff", "a", "b"]);
  expect(stdout).toContain(`${ALL_CHANGE}\n\nvcpu\n`);
  rmSync(join(folder.path, "a/linked"));
  rmSync(join(folder.path, "b/linked"));
  symlinkSync("../v1.txt", join(folder.path, "a/text.rules"));
  symlinkSync("../v2.txt", join(folder.path, "b/text.rules"));
  expect(counts(await folder.run(["diff", "a", "b"]))).toBe(ALL_CHANGE);
});

test("folders: a cycle of links is followed once", async () => {
  const folder = folderWith({ "a/cpu.rules": OLD, "b/cpu.rules": NEW, "out/x": "" });
  symlinkSync("../out", join(folder.path, "a/out"));
  symlinkSync("../a", join(folder.path, "out/back"));
  expect(counts(await folder.run(["diff", "a", "b"]))).toBe(ALL_CHANGE);
});

test("a link that leads to another rule file now is a change", async () => {
  const folder = repositoryWith({ "v1.rules": OLD, "v2.rules": NEW });
  symlinkSync("v1.rules", join(folder.path, "now.rules"));
  commitAll(folder);
  rmSync(join(folder.path, "now.rules"));
  symlinkSync("v2.rules", join(folder.path, "now.rules"));
  expect((await folder.run(["diff", "HEAD"])).stdout).toContain(ALL_CHANGE);
  commitAll(folder);
  expect((await folder.run(["diff", "HEAD~1..HEAD"])).stdout).toContain(ALL_CHANGE);
});

test("git: content that is not UTF-8 is reported, and equal only if the bytes are equal", async () => {
  const folder = repositoryWith({ "cpu.rules": latin1(OLD) });
  expect((await folder.run(["diff", "HEAD"])).stdout).toBe("no rules differ\n");
  folder.write("cpu.rules", latin1(NEW));
  await expectUnread(folder, ["HEAD"], "CR0504");
  commitAll(folder);
  await expectUnread(folder, ["HEAD~1..HEAD"], "CR0504");
});

test("git: an unreadable used file does not count as unchanged", async () => {
  const use = 'use "lib.rules"\n';
  const folder = repositoryWith({ "cpu.rules": use, "lib.rules": latin1(OLD) });
  folder.write("lib.rules", latin1(NEW));
  const { stdout, exitCode } = await folder.run(["diff", "HEAD"]);
  expect(stdout).toContain("could not be compared");
  expect(exitCode).not.toBe(0);
});

test("git: a file whose name is not UTF-8 is reported", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  const place = Buffer.concat([
    Buffer.from(join(folder.path, "x")),
    Buffer.from([0xe9]),
    Buffer.from(".rules"),
  ]);
  writeFileSync(place, OLD);
  await expectUnread(folder, ["HEAD"], /`x\\xe9\.rules`.*not UTF-8/);
  commitAll(folder);
  expect((await folder.run(["diff", "HEAD..HEAD"])).stdout).toBe("no rules differ\n");
  writeFileSync(place, NEW);
  commitAll(folder);
  await expectUnread(folder, ["HEAD~1..HEAD"], /`x\\xe9\.rules`.*not UTF-8/);
});

const POINTER = (oid: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${oid.repeat(64)}\nsize 123\n`;

test("git: pointers of Git LFS are not compared as rules", async () => {
  const folder = repositoryWith({ "cpu.rules": POINTER("a") });
  expect((await folder.run(["diff", "HEAD"])).exitCode).toBe(0);
  folder.write("cpu.rules", POINTER("b"));
  await expectUnread(folder, ["HEAD"], /CR0507.*Git LFS.*git lfs pull/);
  folder.write("cpu.rules", OLD);
  await expectUnread(folder, ["HEAD"], /CR0507.*Git LFS/);
});

test("a sparse checkout compares the files that it omits, too", async () => {
  const folder = repositoryWith({ "in/cpu.rules": OLD, "out/cpu.rules": OLD });
  folder.write("out/cpu.rules", NEW);
  commitAll(folder);
  git(folder, "sparse-checkout", "set", "in");
  expect((await folder.run(["diff", "HEAD"])).stdout).toBe("no rules differ\n");
  expect(counts(await folder.run(["diff", "HEAD~1", "out"]))).toBe(ALL_CHANGE);
  expect(counts(await folder.run(["diff", "HEAD~1", "out/cpu.rules"]))).toBe(ALL_CHANGE);
  const { stdout } = await folder.run(["diff", "HEAD~1", "."]);
  expect(stdout).toContain(ALL_CHANGE);
  expect(stdout).not.toContain("removed");
});

test("a sparse checkout finds the file of acceptances", async () => {
  const folder = repositoryWith({ "in/cpu.rules": OLD });
  folder.write("in/cpu.rules", NEW);
  expect((await folder.run(["diff", "HEAD", "--accept", "-m", "why"])).exitCode).toBe(0);
  commitAll(folder);
  git(folder, "sparse-checkout", "set", "--no-cone", "in");
  const { stdout, exitCode } = await folder.run(["diff", "HEAD~1", "."]);
  expect(stdout).toContain("all accepted");
  expect(exitCode).toBe(0);
});

/** A repository with another one as its submodule `sub`. */
function withSubmodule(files: Readonly<Record<string, string>>): { outer: Folder; inner: Folder } {
  const inner = repositoryWith(files);
  const outer = repositoryWith({ "cpu.rules": OLD });
  const allowed = ["-c", "protocol.file.allow=always"];
  git(outer, ...allowed, "submodule", "--quiet", "add", inner.path, "sub");
  commitAll(outer);
  return { outer, inner: { ...outer, path: join(outer.path, "sub") } };
}

function change(inner: Folder, name: string, text: string): void {
  writeFileSync(join(inner.path, name), text);
}

test("a submodule whose rule files moved is reported", async () => {
  const { outer, inner } = withSubmodule({ "lib.rules": OLD, README: "" });
  expect((await outer.run(["diff", "HEAD"])).stdout).toBe("no rules differ\n");
  change(inner, "README", "more");
  commitAll(inner);
  expect((await outer.run(["diff", "HEAD"])).stdout).toBe("no rules differ\n");
  change(inner, "lib.rules", NEW);
  await expectUnread(outer, ["HEAD"], /`sub` cannot be compared.*changes in rule files/);
  commitAll(inner);
  await expectUnread(outer, ["HEAD"], /`sub` cannot be compared.*rule files in it differ/);
  commitAll(outer);
  await expectUnread(outer, ["HEAD~1..HEAD"], /rule files in it differ/);
  // Whoever names what is meant is not stopped by the rest.
  expect((await outer.run(["diff", "HEAD~1", "cpu.rules"])).exitCode).toBe(0);
  git(outer, "submodule", "--quiet", "deinit", "-f", "sub");
  await expectUnread(outer, ["HEAD~1..HEAD"], /that commit is not in this clone/);
});

test("a submodule that only one side has is reported as such", async () => {
  const { outer } = withSubmodule({ "lib.rules": OLD });
  await expectUnread(outer, ["HEAD~1..HEAD"], /only one side has this submodule, and it has rule/);
  git(outer, "rm", "-qf", "sub");
  commitAll(outer);
  await expectUnread(outer, ["HEAD~1..HEAD"], /only one side has .*look at its rule files/s);
});

test("a program that uses a file of a submodule is not unchanged", async () => {
  const { outer, inner } = withSubmodule({ "lib.rules": OLD });
  outer.write("cpu.rules", 'use "sub/lib.rules"\n');
  commitAll(outer);
  change(inner, "lib.rules", NEW);
  commitAll(inner);
  commitAll(outer);
  const { stderr } = await outer.run(["diff", "HEAD~1..HEAD"]);
  expect(stderr).toContain("it lies in the submodule `sub`");
});

test.each(["text", "markdown", "github", "sarif", "json", "html"])(
  "rules under another ending have left the gate: %s",
  async (format) => {
    const folder = repositoryWith({ "cpu.rules": OLD, "other.rules": OLD, "old.txt": OLD });
    renameSync(join(folder.path, "cpu.rules"), join(folder.path, "cpu.txt"));
    for (let index = 0; index < 120; index++) folder.write(`notes/${index}.md`, "text\n");
    const { stdout, exitCode } = await folder.run(["diff", "HEAD", "--format", format]);
    expect(stdout).toMatch(/movedTo": "cpu\.txt"|its rules are in cpu\.txt now/);
    expect(stdout).not.toContain("old.txt");
    expect(exitCode).toBe(1);
    commitAll(folder);
    const committed = await folder.run(["diff", "HEAD~1..HEAD", "--format", format]);
    expect(committed.stdout).toMatch(/movedTo": "cpu\.txt"|its rules are in cpu\.txt now/);
  },
);

test("folders: rules under another ending have left the gate", async () => {
  const { run } = folderWith({ "a/cpu.rules": OLD, "b/policy/cpu.rules.off": OLD });
  const { stdout, exitCode } = await run(["diff", "a", "b"]);
  expect(stdout).toContain(
    "cpu.rules is removed: its rules are in policy/cpu.rules.off now, and only *.rules files are compared\n",
  );
  expect(exitCode).toBe(1);
});

test.each([
  { list: "any", exit: 1 },
  { list: "gained", exit: 1 },
  { list: "lost", exit: 1 },
  { list: "promises", exit: 1 },
  { list: "none", exit: 0 },
])("a gate fails for rules that have left it: --fail-on $list", async ({ list, exit }) => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  renameSync(join(folder.path, "cpu.rules"), join(folder.path, "cpu.txt"));
  const { stderr, exitCode } = await folder.run(["diff", "HEAD", "--fail-on", list]);
  expect(exitCode).toBe(exit);
  expect(stderr.includes("1 file left the comparison, so no gate can judge it")).toBe(exit === 1);
  await folder.run(["diff", "HEAD", "--accept", "-m", "another tool reads it"]);
  expect((await folder.run(["diff", "HEAD", "--fail-on", list])).exitCode).toBe(0);
});

test("a removed file whose rules are nowhere counts as a loss only", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  rmSync(join(folder.path, "cpu.rules"));
  const exitFor = async (list: string): Promise<number> =>
    (await folder.run(["diff", "HEAD", "--fail-on", list])).exitCode;
  expect([await exitFor("gained"), await exitFor("lost")]).toEqual([0, 1]);
});

test.each([
  { what: "a folder", args: ["HEAD", "rules"] },
  { what: "a file", args: ["HEAD", "rules/cpu.rules"] },
])("rules that left $what, which alone is compared, have left the gate", async ({ args }) => {
  const folder = repositoryWith({ "rules/cpu.rules": OLD, "old/other.rules": NEW });
  renameSync(join(folder.path, "rules/cpu.rules"), join(folder.path, "old/cpu.rules"));
  const { stdout, exitCode } = await folder.run(["diff", ...args, "--fail-on", "gained"]);
  expect(stdout).toContain(
    "rules/cpu.rules is removed: its rules are in old/cpu.rules now, outside of what is compared\n",
  );
  expect(exitCode).toBe(1);
});

test("a file whose name differs in case only is the same file", async () => {
  const { run } = folderWith({ "a/cpu.rules": OLD, "b/CPU.rules": NEW });
  const { stdout } = await run(["diff", "a", "b"]);
  expect(stdout).toContain(`${ALL_CHANGE}\n\nCPU.rules was cpu.rules\n`);
});

test.each([
  { range: "...", means: "HEAD...HEAD" },
  { range: "...main", means: "HEAD...main" },
  { range: "main..", means: "main..HEAD" },
  { range: "..main", means: "HEAD..main" },
])("the range $range is an error", async ({ range, means }) => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  const { stdout, stderr, exitCode } = await folder.run(["diff", range]);
  expect(stderr).toBe(
    `error: the range \`${range}\` has an end without a revision\n  help: if HEAD is meant, write \`${means}\`\n`,
  );
  expect([stdout, exitCode]).toEqual(["", 2]);
});

test.each(["", ".."])("the argument `%s` alone is an error", async (argument) => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  expect((await folder.run(["diff", argument])).exitCode).toBe(2);
});

test("a name that a branch and a tag have is an error", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  git(folder, "tag", "v1");
  folder.write("cpu.rules", NEW);
  commitAll(folder);
  git(folder, "branch", "v1");
  for (const args of [["v1"], ["v1..HEAD"], ["HEAD...v1"], ["v1", "cpu.rules"]]) {
    const { stderr, exitCode } = await folder.run(["diff", ...args]);
    expect(stderr).toContain("error: `v1` is the name of a branch and of a tag\n");
    expect(exitCode).toBe(2);
  }
  expect(counts(await folder.run(["diff", "refs/tags/v1..refs/heads/v1"]))).toBe(ALL_CHANGE);
});

test("a shallow clone without the merge base gets advice", async () => {
  const origin = repositoryWith({ "cpu.rules": OLD });
  git(origin, "checkout", "-qb", "topic");
  origin.write("cpu.rules", NEW);
  commitAll(origin);
  const clone = folderWith();
  const source = `file://${origin.path}`;
  git(clone, "clone", "-q", "--depth", "1", "--no-single-branch", source, "shallow");
  const { stdout, stderr, exitCode } = await clone.run(["diff", "origin/main...origin/topic"], {
    inner: "shallow",
  });
  expect(stderr).toContain("fetch-depth: 0");
  expect([stdout, exitCode]).toEqual(["", 2]);
});

test("a file that is replaced by a pipe is not removed", async () => {
  const folder = repositoryWith({ "cpu.rules": OLD });
  rmSync(join(folder.path, "cpu.rules"));
  expect(spawnSync("mkfifo", [join(folder.path, "cpu.rules")]).status).toBe(0);
  await expectUnread(folder, ["HEAD"], /CR0509.*neither a regular file nor a folder/);
});

test("folders without rule files on either side are reported", async () => {
  const folder = folderWith({ "a/x.txt": "", "b/x.txt": "" });
  mkdirSync(join(folder.path, "a/inner"));
  const { stdout, stderr } = await folder.run(["diff", "a", "b"]);
  expect(stdout).toBe("no rules differ\n");
  expect(stderr).toBe("note: neither side has a rule file, `*.rules`\n");
});
