/** `caprules.accepted.json`: what is wrong with one is said, and it is never written over. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { git } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

const FILE = "caprules.accepted.json";

const LAYOUT = `layout tiny { word ONLY { 0 XSAVE  1 AVX } }
input host: tiny
input guest: tiny
enum vendor: intel amd
`;
const OLD = `${LAYOUT}caps vcpu: tiny { default = host & guest }\n`;
const NEW = `${LAYOUT}caps vcpu: tiny {\n  default = host & guest\n  AVX = host\n}\n`;

const CHANGE = {
  program: "new.rules",
  set: "vcpu",
  bits: ["AVX"],
  direction: "gained",
  condition: "host.AVX & !guest.AVX",
};

function text(change: object, because: unknown = "why"): string {
  return JSON.stringify({ version: 1, acceptances: [{ because, changes: [change] }] });
}

function sides(file?: string | Uint8Array): Folder {
  const rules = { "old.rules": OLD, "new.rules": NEW };
  return folderWith(file === undefined ? rules : { ...rules, [FILE]: file });
}

const ARGS = ["diff", "old.rules", "new.rules"];

test("a file written by hand is read in any order and layout", async () => {
  const { condition, ...others } = CHANGE;
  const { exitCode, stdout } = await sides(text({ condition, ...others })).run(ARGS);
  expect(stdout).toContain("1 of 2 bits changes (+1), all accepted");
  expect(exitCode).toBe(0);
  const longer = text({ ...CHANGE, condition: "host.AVX &\n !guest.AVX\n | vendor == amd" });
  expect((await sides(longer).run(ARGS)).exitCode).toBe(0);
});

test.each([
  ["", `${FILE} is empty`],
  ["{", `${FILE}:1:1: this JSON cannot be read: expected a name in quotes`],
  [`${text(CHANGE)} {}`, "there must be nothing after the object"],
  ["[]", `${FILE}:1:1: the file must be an object, not a list of 0`],
  ['{"version": 1}', `${FILE}:1:1: the file must have a member \`acceptances\``],
  ['{"version": "1", "acceptances": []}', `${FILE}:1:13: \`version\` must be 1`],
  ['{"version": 2, "groups": []}', `${FILE}:1:13: this is version 2 of the file`],
  ['{"version": 1, "acceptances": {}}', `${FILE}:1:31: \`acceptances\` must be a list`],
  [
    '{\n  "version": 1,\n  "note": "",\n  "acceptances": []\n}',
    `${FILE}:3:3: the file has no member \`note\``,
  ],
  ['{"version": 1, "version": 1, "acceptances": []}', "`version` stands here twice"],
  [
    '{\n  "version": 1,\n<<<<<<< HEAD\n  "acceptances": []\n=======\n>>>>>>> main\n}\n',
    `${FILE}:3:1: a merge conflict begins here\n  help: keep the acceptances of both branches`,
  ],
  [text(CHANGE, ""), "`because` must not be empty"],
  [text(CHANGE, 7), "`because` must be a string, not the number 7"],
  [text({ ...CHANGE, direction: "both" }), '`direction` must be "gained" or "lost", not "both"'],
  [text({ ...CHANGE, bits: "AVX" }), "`bits` must be a list, not a string"],
  [text({ ...CHANGE, bits: [null] }), "a bit must be a string, not null"],
  [text({ ...CHANGE, condition: undefined }), "a change must have a member `condition`"],
  [text({ ...CHANGE, change: "added" }), "a change has no member `bits`"],
  [text({ program: "new.rules", change: "changed" }), '`change` must be "added" or "removed"'],
  [text({ program: "", change: "added" }), "`program` must not be empty"],
  [Uint8Array.of(0x7b, 0xff, 0xfe), `${FILE} is not text: see byte 1`],
])("%j is refused, and left as it is", async (file, says) => {
  const folder = sides(file);
  for (const args of [ARGS, [...ARGS, "--accept", "-m", "why"]]) {
    const { stdout, stderr, exitCode } = await folder.run(args);
    expect(stderr).toContain(says);
    expect(stderr).toContain("help: ");
    expect([stdout, exitCode]).toEqual(["", 2]);
  }
  expect(Buffer.from(folder.read(FILE))).toEqual(
    Buffer.from(typeof file === "string" ? file : Buffer.from(file).toString()),
  );
});

test("a folder in its place and an enormous file are refused", async () => {
  const folder = sides();
  mkdirSync(join(folder.path, FILE));
  const { stderr, exitCode } = await folder.run([...ARGS, "--accept", "-m", "why"]);
  expect(stderr).toContain(`${FILE} is a folder`);
  expect(exitCode).toBe(2);
  const huge = await sides(" ".repeat(17_000_000)).run(ARGS);
  expect(huge.stderr).toContain(`${FILE} is too large: it has 17000000 bytes`);
  expect(huge.exitCode).toBe(2);
});

test("the file of the base is read strictly as well, and named with its commit", async () => {
  const folder = folderWith({ "cpu.rules": OLD, [FILE]: "{" });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "first");
  folder.write(FILE, text(CHANGE));
  folder.write("cpu.rules", NEW);
  const { stderr, exitCode } = await folder.run(["diff", "main"]);
  expect(stderr).toMatch(
    /^error: caprules\.accepted\.json of main, where this branch began \(\w{10}\):1:1: this JSON/,
  );
  expect(exitCode).toBe(2);
});

test.each([
  ["host.AVX & nowhere", "is named `nowhere`"],
  ["host.AVX &", "expected an expression"],
  ['host.AVX because "so"', "leave it out"],
  ["vcpu.AVX", "`vcpu.AVX` is no input"],
  ["AVX", "`AVX`"],
  ["()", "expected an expression"],
])("the condition %j accepts nothing, and that is reported", async (condition, says) => {
  const folder = sides(text({ ...CHANGE, bits: ["XSAVE", "AVX"], condition }));
  const { stdout, stderr, exitCode } = await folder.run(ARGS);
  expect(stdout).not.toContain("accepted");
  expect(stderr).toContain(
    `note: ${FILE}: acceptance 1 accepts nothing in new.rules, as its condition cannot be read: `,
  );
  expect(stderr).toContain(says);
  expect(exitCode).toBe(1);
  const { stdout: json } = await folder.run([...ARGS, "--json"]);
  expect(JSON.parse(json)).toMatchObject({
    stale: [{ program: "new.rules", set: "vcpu", bits: ["XSAVE"], because: "why" }],
    unreadable: [{ acceptance: 1, program: "new.rules" }],
  });
});

test("many stale acceptances are counted", async () => {
  const bits = Array.from({ length: 12 }, (_, bit) => ({ ...CHANGE, bits: [`B${bit}`] }));
  const file = { version: 1, acceptances: [{ because: "why", changes: bits }] };
  const { stderr } = await sides(JSON.stringify(file)).run(ARGS);
  expect(stderr.match(/accepts a change that is not made: new\.rules: vcpu\.B\d+/g)).toHaveLength(
    8,
  );
  expect(stderr).toContain("accepts a change that is not made: 4 more\n");
});

test.each([
  ['{ "useTabs": true }', '{\n\t"version": 1,\n\t"acceptances": []\n}\n'],
  ["{ nonsense", '{\n  "version": 1,\n  "acceptances": []\n}\n'],
])("with prettier's settings %s the file is formatted by prettier", async (settings, after) => {
  const folder = sides(text({ ...CHANGE, bits: ["XSAVE"] }));
  folder.write(".prettierrc", settings);
  const { exitCode } = await folder.run([...ARGS, "--prune-accepted", "--fail-on", "none"]);
  expect(exitCode).toBe(0);
  expect(folder.read(FILE)).toBe(after);
});

test("standard input has no name that could be accepted", async () => {
  const folder = sides();
  const args = ["diff", "old.rules", "-", "--accept", "-m", "why"];
  const { stderr, exitCode } = await folder.run(args, { standardInput: NEW });
  expect(stderr).toContain("cannot be accepted, because it has no file name");
  expect(exitCode).toBe(2);
});
