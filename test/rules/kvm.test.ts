/** KVM's policy in rules/kvm: counts from the kernel's tables, theorems, and the tests that stand in the rules. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { check, test as runTests } from "../../src/compile.ts";
import type { RuleSource } from "../../src/program/source.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { bitLabel, layoutBit, type Layout } from "../../src/model/layout.ts";
import { hasOwnRules, type CapabilitySet, type Model } from "../../src/model/model.ts";
import type { ReadFile } from "../../src/names/read-file.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = "rules/kvm";

const readRules: ReadFile = (name) => ({
  kind: "text",
  text: readFileSync(join(ROOT, name), "utf8"),
});

function program(...names: readonly string[]): RuleSource {
  return { entry: names.map((name) => `${FOLDER}/${name}.rules`), readFile: readRules };
}

const STAGES = ["registers", "linux", "setup", "host", "vcpu", "consumers", "promises"];
const HISTORY = ["inputs", "governed", "guest-default", "kvm-default", "transitions"].map(
  (name) => `history/${name}`,
);

describe.each([
  { title: "Linux 7.1.5", names: [...STAGES, "7.1.5"], assertions: 16 },
  { title: "next", names: [...STAGES, "next"], assertions: 16 },
  { title: "history", names: HISTORY, assertions: 4 },
])("$title", ({ names, assertions }) => {
  test("every theorem is proved, every exception has a reason, and there are no warnings", async () => {
    const { diagnostics, statistics } = await check(program(...names), { reasons: true });
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect(statistics.assertions).toBe(assertions);
  });

  test("the tests in the rules pass", async () => {
    const { diagnostics, passed, failed } = await runTests(program(...names));
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
    const texts = names.map((name) => readFileSync(join(ROOT, FOLDER, `${name}.rules`), "utf8"));
    const written = texts.flatMap((text) => text.match(/^test "/gm) ?? []).length;
    expect(written).toBeGreaterThan(0);
    expect([passed, failed]).toEqual([written, 0]);
  });
});

const policy = modelOf(program("7.1.5"));

test("the table declares KVM's 261 features, and as many of each kind as the kernel does", () => {
  const { bits } = setNamed(policy, "table");
  const kinds = new Map<string, number>();
  for (const { base } of bits) {
    if (base.className === undefined) continue;
    kinds.set(base.className, (kinds.get(base.className) ?? 0) + 1);
  }
  expect(Object.fromEntries(kinds)).toEqual({
    // Plain features in words of the kernel, and in words that only KVM has: 191.
    plain: 166,
    kvm_only: 25,
    // 23, and SEV_SNP, which the kernel does not declare.
    by_vendor: 24,
    repeated: 18,
    synthesized: 7,
    emulated: 6,
    x86_64_only: 5,
    scattered: 5,
    at_run_time: 3,
    passthrough: 2,
  });
  expect([...kinds.values()].reduce((sum, count) => sum + count, 0)).toBe(261);
});

describe("the kernel's words", () => {
  const linux = layoutNamed(policy, "linux");
  const x86 = layoutNamed(policy, "x86");

  test("are 22, at the places and addresses that they have in x86", () => {
    expect(linux.words).toHaveLength(22);
    expect(
      linux.words.map(({ name, address }) => [name, address?.function, address?.register]),
    ).toEqual(
      x86.words
        .slice(0, 22)
        .map(({ name, address }) => [name, address?.function, address?.register]),
    );
  });

  test("have ten features that x86 has elsewhere; all others stand in the same place", () => {
    const elsewhere = linux.bits.filter(({ name, index }) => layoutBit(x86, index)?.name !== name);
    expect(elsewhere.map(({ name, index }) => [name, index >>> 5, index & 31])).toEqual([
      ["CONSTANT_TSC", 3, 8],
      ["PERFMON_V2", 7, 20],
      ["SGX1", 11, 8],
      ["SGX2", 11, 9],
      ["RRSBA_CTRL", 11, 11],
      ["SGX_EDECCSSA", 11, 18],
      ["BHI_CTRL", 21, 2],
      ["TSA_SQ_NO", 21, 11],
      ["TSA_L1_NO", 21, 12],
      ["MSR_IMM", 21, 16],
    ]);
  });
});

/** The sets that make a vCPU's capabilities of what KVM supports, by policy. */
const POLICIES = [
  {
    title: "governed (Linux 6.7 to 6.13)",
    source: program("history/governed"),
    sets: ["governed"],
  },
  {
    title: "guest CPUID by default (November 2023)",
    source: program("history/guest-default"),
    sets: ["guest_default"],
  },
  {
    title: "KVM & guest by default",
    source: program("history/kvm-default"),
    sets: ["kvm_default"],
  },
  {
    title: "next",
    source: program("next"),
    sets: ["vcpu_emulated", "vcpu_common", "vcpu"],
  },
];

test("the README's table of exceptions agrees with the rules (UPDATE_GOLDEN=1 rewrites it)", () => {
  const rows = POLICIES.map(({ title, source, sets }) => {
    const model = modelOf(source);
    const exceptions = new Set(sets.flatMap((name) => exceptionsOf(setNamed(model, name))));
    return `| ${title} | ${exceptions.size} | ${[...exceptions].join(", ")} |`;
  });
  const file = join(ROOT, FOLDER, "README.md");
  const text = readFileSync(file, "utf8");
  const table = /(?<=\n\| policy .*\n\| -.*\n)(?:\|.*\n)*/;
  const updated = text.replace(table, rows.map((row) => `${row}\n`).join(""));
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, updated);
  const normal = (markdown: string): string => markdown.replace(/ +/g, " ");
  expect(normal(table.exec(readFileSync(file, "utf8"))?.[0] ?? "")).toBe(
    normal(rows.map((row) => `${row}\n`).join("")),
  );
});

function modelOf({ entry, readFile }: RuleSource): Model {
  return openProgram({ entry, readFile }).model;
}

function setNamed(model: Model, name: string): CapabilitySet {
  return definitely(
    model.sets.find((set) => set.name === name),
    name,
  );
}

function layoutNamed(model: Model, name: string): Layout {
  return definitely(
    model.layouts.find((layout) => layout.name === name),
    name,
  );
}

/** Labels of the bits that are not left to the default. */
function exceptionsOf({ layout, bits }: CapabilitySet): readonly string[] {
  return bits.flatMap((governance, bit) =>
    hasOwnRules(governance) ? [bitLabel(layout, bit)] : [],
  );
}
