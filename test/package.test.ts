import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const CONSUMER = mkdtempSync(join(tmpdir(), "caprules-consumer-"));
const INSTALLED = join(CONSUMER, "node_modules/caprules");

beforeAll(() => {
  const options = ["--out-dir", join(INSTALLED, "dist"), "--log-level", "error"];
  const bundler = join(ROOT, "node_modules/.bin/tsdown");
  const { status, stderr } = spawnSync(bundler, options, { cwd: ROOT, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  cpSync(join(ROOT, "package.json"), join(INSTALLED, "package.json"));
  for (const name of ["ts-morph", "prettier"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(CONSUMER, "node_modules", name));
  }
  writeFileSync(join(CONSUMER, "package.json"), '{ "type": "module" }');
});

afterAll(() => {
  rmSync(CONSUMER, { recursive: true });
});

function typeCheck(text: string): string {
  const file = join(CONSUMER, "consumer.ts");
  writeFileSync(file, text);
  const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022"];
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, ...flags, file], {
    cwd: CONSUMER,
    encoding: "utf8",
  });
  return stdout;
}

const USE = `
import { compile, readFromMemory } from "caprules";
const readFile = readFromMemory({ "cpu.rules": "default = host & guest" });
const { code, diagnostics } = await compile({ entry: ["cpu.rules"], readFile });
export const summary: readonly [string | undefined, number] = [code, diagnostics.length];
`;

test("a consumer's types are those of the source", () => {
  expect(typeCheck(USE)).toBe("");
  expect(typeCheck(`${USE}export const wrong: number = compile;\n`)).toContain("TS2322");
});

test("a consumer's program compiles a rule file", () => {
  const file = join(CONSUMER, "consumer.mjs");
  writeFileSync(
    file,
    `${USE.replace(/: readonly \[.*\] =/, " =")}
    console.log(diagnostics.length, code.includes("export function initCpu("));`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  expect([stdout.trim(), stderr]).toEqual(["0 true", ""]);
});

test("the licences of what is bundled are in the package", () => {
  const notices = readFileSync(join(INSTALLED, "dist/THIRD-PARTY-NOTICES.txt"), "utf8");
  for (const name of ["chevrotain", "lodash-es", "commander", "fast-xml-parser"]) {
    expect(notices).toContain(`# ${name}\n`);
  }
});
