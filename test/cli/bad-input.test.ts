/**
 * Hostile and broken rule files get a diagnostic, never a crash, and no raw text on the terminal.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { folderWith, type Folder } from "./run-in-folder.ts";

/** The codes that `check` reports, each with the line. */
async function findings(folder: Folder, file = "cpu.rules"): Promise<readonly string[]> {
  const { stderr } = await folder.run(["check", file]);
  return [...stderr.matchAll(/^(?:[^:\s]+:(\d+):\d+: )?error\[(CR\d+)\]/gm)].map(
    ([, line = "-", code = ""]) => `${line} ${code}`,
  );
}

test("a byte order mark, CRLF and tabs are fine", async () => {
  const text = "\ufeffdefault\t= host & guest\r\nemulated:\tRDPID\r\n\tMOVBE\r\n";
  const folder = folderWith({ "cpu.rules": text });
  expect(await folder.run(["check", "cpu.rules"])).toMatchObject({ exitCode: 0, stderr: "" });
});

test("with CRLF and a byte order mark, places are right", async () => {
  const folder = folderWith({ "cpu.rules": "\ufeffRDPDI = guest\r\n" });
  expect((await folder.run(["check", "cpu.rules"])).stderr).toMatch(/^cpu\.rules:1:1: /);
});

test("a NUL byte is an error at its place", async () => {
  const folder = folderWith({ "cpu.rules": "RDPID = guest\nMOVBE = \0guest\n" });
  expect(await findings(folder)).toEqual(["2 CR0108"]);
});

test("bytes that are not UTF-8 are an error that says where", async () => {
  const bytes = Buffer.concat([Buffer.from("RDPID = guest # ü"), Buffer.from([0xff, 0x0a])]);
  const folder = folderWith({ "cpu.rules": bytes });
  const { exitCode, stderr } = await folder.run(["check", "cpu.rules"]);
  // 16 ASCII bytes and the two of `ü` stand before it.
  expect(stderr).toContain("`cpu.rules` is not UTF-8 text: see byte 18");
  expect(exitCode).toBe(1);
});

test("a file that ends in the middle of a character is not UTF-8", async () => {
  const folder = folderWith({ "cpu.rules": Buffer.from("# ü").subarray(0, 3) });
  expect((await folder.run(["check", "cpu.rules"])).stderr).toContain("CR0504");
});

test("a file of 50 MB is refused", async () => {
  const folder = folderWith({ "cpu.rules": Buffer.alloc(50_000_000, "#") });
  const { exitCode, stderr } = await folder.run(["check", "cpu.rules"]);
  expect(stderr).toContain("`cpu.rules` has 50 MB; the limit is 16 MB");
  expect(exitCode).toBe(1);
});

test("a pipe is refused, not waited for", async () => {
  const folder = folderWith();
  execFileSync("mkfifo", [join(folder.path, "pipe.rules")]);
  const { exitCode, stderr } = await folder.run(["check", "pipe.rules"]);
  expect(stderr).toContain("it is not a regular file");
  expect(exitCode).toBe(2);
});

test.each([
  { path: "../outside.rules", code: "CR0503" },
  { path: "lib/../../outside.rules", code: "CR0503" },
  { path: "/etc/passwd", code: "CR0503" },
  { path: "link.rules", code: "CR0503" },
  { path: "linked-folder/outside.rules", code: "CR0503" },
  { path: "lib", code: "CR0502" },
  { path: "absent.rules", code: "CR0501" },
  { path: "cpu.rules", code: "CR0506" },
  { path: "circle.rules", code: "CR0506" },
])("`use` of $path is $code", async ({ path, code }) => {
  const outer = folderWith({
    "outside.rules": "class risky = none\n",
    "project/cpu.rules": `RDPID = guest\nuse "${path}"\n`,
    "project/circle.rules": 'use "cpu.rules"\n',
    "project/lib/part.rules": "class other = none\n",
  });
  symlinkSync("../outside.rules", join(outer.path, "project/link.rules"));
  symlinkSync("..", join(outer.path, "project/linked-folder"));
  const { stderr, exitCode } = await outer.run(["check", "cpu.rules"], { inner: "project" });
  expect(stderr).toContain(`error[${code}]`);
  expect(exitCode).toBe(1);
});

test("a symbolic link that stays inside is fine", async () => {
  const folder = folderWith({
    "lib/base.rules": "class risky = none\n",
    "cpu.rules": 'use "link.rules"\nrisky: MOVBE\n',
  });
  symlinkSync("lib/base.rules", join(folder.path, "link.rules"));
  expect(await folder.run(["check", "cpu.rules"])).toMatchObject({ exitCode: 0, stderr: "" });
});

test("a file elsewhere may use files beside it", async () => {
  const outer = folderWith({
    "policies/cpu.rules": 'use "base.rules"\nrisky: MOVBE\n',
    "policies/base.rules": "class risky = none\n",
  });
  mkdirSync(join(outer.path, "work"));
  const outcome = await outer.run(["check", "../policies/cpu.rules"], { inner: "work" });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])(
  "`%s` is a name like any other",
  async (name) => {
    const rules = `layout tiny { word ${name} { 0 ${name} } }
input ${name}: tiny
flag other
caps vcpu: tiny {
  default = ${name}
  when other { ${name} = none }
}
`;
    const folder = folderWith({ "cpu.rules": rules });
    expect(await findings(folder)).toEqual([]);
    const absent = folderWith({ "cpu.rules": `${name}: MOVBE\nRDPID = ${name}\n` });
    expect(await findings(absent)).toEqual(["1 CR0201", "2 CR0201"]);
  },
);

test("no reason, name or path brings an escape sequence to the terminal", async () => {
  const evil = "\u001b[2J\u009b31m\u202e\u2028";
  const folder = folderWith({
    "cpu.rules": `class unused = none because "*/ \`\${x}</script> ${evil}"\nuse "${evil}"\nRDPID = ${evil}\n`,
  });
  for (const args of [[], ["--json"]]) {
    const { stdout, stderr } = await folder.run(["check", "cpu.rules", ...args]);
    expect(stdout + stderr).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
  }
  const named = await folder.run(["check", `${evil}.rules`]);
  expect(named.stdout + named.stderr).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
  const option = await folder.run(["check", `--${evil}`]);
  expect(option.stdout + option.stderr).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
});

test("five mistakes are five diagnostics", async () => {
  const lines = ["RDPDI = host", "XSAVE = host &", "A = = B", "MOVBE: RDPID", 'AVX = host "x"'];
  const folder = folderWith({ "cpu.rules": `${lines.join("\n\n")}\n` });
  expect((await findings(folder)).map((each) => each.split(" ")[0])).toEqual([
    "1",
    "3",
    "5",
    "7",
    "9",
  ]);
});
