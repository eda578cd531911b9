/** The bundled command as a process of its own. */

import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { beforeAll, expect, test } from "vitest";

import { buildCommand } from "./built-command.ts";
import { folderWith } from "./run-in-folder.ts";

let bundleFolder: string;
let builtCommand: string;

const RULES = `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
caps vcpu: tiny { default = host }
`;

beforeAll(() => {
  ({ folder: bundleFolder, command: builtCommand } = buildCommand("caprules-test"));
});

function caprules(
  cwd: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [builtCommand, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "", FORCE_COLOR: undefined, ...options.env },
    input: options.input,
  });
}

test("the command can be executed as it is", () => {
  const { stdout, status } = spawnSync(builtCommand, ["--version"], { encoding: "utf8" });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(status).toBe(0);
});

test("check, build and standard input work end to end", () => {
  const { path, read } = folderWith({ "cpu.rules": RULES });
  expect(caprules(path, ["check", "cpu.rules"])).toMatchObject({ status: 0, stderr: "" });
  expect(caprules(path, ["check", "-"], { input: RULES })).toMatchObject({ status: 0, stderr: "" });
  expect(caprules(path, ["build", "cpu.rules"])).toMatchObject({ status: 0, stderr: "" });
  expect(read("generated/cpu.ts")).toContain("export function initVcpu(");
  expect(caprules(path, ["check", "absent.rules"]).status).toBe(2);
  expect(caprules(path, ["check", "-"], { input: "RDPDI = host\n" }).status).toBe(1);
});

test("a first policy answers for this machine", () => {
  const { path } = folderWith();
  expect(caprules(path, ["init"]).status).toBe(0);
  const { stdout, status } = caprules(path, ["eval", "cpu.rules"]);
  expect(stdout).toMatch(
    /^host: (?:CPUID|CPUID and \/proc\/cpuinfo|\/proc\/cpuinfo) of this machine; guest: all\n(?:host has no bit for .*\n)?\ncpu: \d+ bits on(?:, \d+ depend on unknown inputs)?\n/,
  );
  expect(status).toBe(0);
});

test("colours come only when they are asked for", () => {
  const { path } = folderWith();
  for (const env of [{}, { CI: "1" }]) {
    const { stderr } = caprules(path, ["check", "-"], { input: "A\n", env });
    expect(stderr).not.toContain("\u001b");
  }
  const colored = caprules(path, ["check", "-"], { input: "A\n", env: { FORCE_COLOR: "1" } });
  expect(colored.stderr).toContain("\u001b[31m");
});

test("a closed pipe ends the command silently", () => {
  const { path } = folderWith();
  const command = `"${process.execPath}" "${builtCommand}" eval - --all --guest all | head -1`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], {
    cwd: path,
    encoding: "utf8",
    input: "RDPID = guest\n",
  });
  expect(stdout.split("\n").length).toBe(2);
  expect(stderr).toBe("");
});

test("a full disk is reported, and is exit code 2", () => {
  const { path } = folderWith({ "cpu.rules": RULES });
  const command = `"${process.execPath}" "${builtCommand}" eval cpu.rules --host all > /dev/full`;
  const { stderr, status } = spawnSync("bash", ["-c", command], { cwd: path, encoding: "utf8" });
  expect(stderr).toBe("error: cannot write standard output: no space left on device\n");
  expect(status).toBe(2);
});

test("a build that is killed leaves the old module, or the new one, whole", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  caprules(folder.path, ["build", "cpu.rules"]);
  const old = folder.read("generated/cpu.ts");
  folder.write("cpu.rules", RULES.replace("default = host", "default = none"));
  caprules(folder.path, ["build", "cpu.rules", "-o", "new/cpu.ts"]);
  const fresh = folder.read("new/cpu.ts");
  for (let delay = 100; delay <= 1000; delay += 300) {
    const running = spawn(process.execPath, [builtCommand, "build", "cpu.rules"], {
      cwd: folder.path,
    });
    await setTimeout(delay);
    running.kill("SIGKILL");
    expect([old, fresh]).toContain(folder.read("generated/cpu.ts"));
  }
});

test("`check` loads neither ts-morph nor prettier nor an XML parser nor page code", () => {
  const { path, read } = folderWith({ "cpu.rules": RULES });
  // The coverage report of a process names every script that it has loaded.
  caprules(path, ["check", "cpu.rules"], { env: { NODE_V8_COVERAGE: join(path, "loaded") } });
  const [report = ""] = readdirSync(join(path, "loaded"));
  const loaded = read(join("loaded", report));
  expect(loaded).toContain("/cli.cjs");
  expect(loaded).not.toMatch(
    /ts-morph|prettier|print-module|proved|fxp|build-page|set-picture|html|condition-text/,
  );
});

test("the bundle holds everything but ts-morph and prettier", () => {
  const sizeOf = (isWanted: (name: string) => boolean): number =>
    readdirSync(bundleFolder)
      .filter(isWanted)
      .reduce((sum, name) => sum + statSync(join(bundleFolder, name)).size, 0);
  const isCompiled = (name: string): boolean => name.endsWith(".compiled");
  expect(sizeOf((name) => !isCompiled(name))).toBeLessThan(2_100_000);
  expect(sizeOf(isCompiled)).toBeLessThan(1_000_000);
});

test("the command works the same without V8's code cache", () => {
  const { path } = folderWith({ "cpu.rules": RULES });
  const bundle = join(path, "bundle");
  cpSync(bundleFolder, bundle, { recursive: true });
  const command = join(bundle, "cli.cjs");
  const check = (): string =>
    spawnSync(process.execPath, [command, "check", "cpu.rules"], { cwd: path, encoding: "utf8" })
      .stdout;
  const expected = check();
  expect(expected).toContain("0 problems");
  writeFileSync(join(bundle, "core.cjs.compiled"), "of another version");
  expect(check()).toBe(expected);
  rmSync(join(bundle, "core.cjs.compiled"));
  expect(check()).toBe(expected);
});
