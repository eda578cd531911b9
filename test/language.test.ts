/** The language reference says what is so: its examples are run. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { DEFAULT_NODE_LIMIT } from "../src/bdd/bdd.ts";
import { catalogue } from "../src/diagnostics/catalogue.ts";
import { allDiagnostics } from "./harness/compile-text.ts";

interface Example {
  /** The nearest heading above. */
  readonly heading: string;
  /** 1-based, of the fence. */
  readonly line: number;
  /** The codes that stand in the fence's info. */
  readonly codes: readonly string[];
  readonly text: string;
}

const root = join(import.meta.dirname, "..");
const reference = readFileSync(join(root, "grammar/LANGUAGE.md"), "utf8");

const examples = [...reference.matchAll(/^```rules(.*)\n([^]*?)^```$/gm)].map(
  ({ index, 1: info = "", 2: text = "" }): Example => {
    const before = reference.slice(0, index);
    return {
      heading: [...before.matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? "",
      line: before.split("\n").length,
      codes: info.match(/CR\d{4}/g) ?? [],
      text,
    };
  },
);

test("the reference has examples, with and without mistakes", () => {
  expect(examples.filter(({ codes }) => codes.length === 0).length).toBeGreaterThan(20);
  expect(examples.filter(({ codes }) => codes.length > 0).length).toBeGreaterThan(5);
});

test.each(examples)(
  "the example of line $line, under $heading, is checked as the reference says",
  async ({ codes, text }) => {
    const diagnostics = await allDiagnostics({ "vcpu.rules": text });
    expect(diagnostics.map(({ code, message }) => ({ code, message }))).toEqual(
      codes.map((code) => ({ code, message: expect.any(String) as unknown })),
    );
  },
);

test("the reference names existing codes only, and every code of rule files", () => {
  const existing = catalogue
    .filter(({ examplesAre }) => examplesAre === "rule files")
    .flatMap(({ kinds }) => kinds.map(({ code }) => code));
  const ranges = [...reference.matchAll(/`(CR\d\d)(\d\d)` to `CR\d\d(\d\d)`/g)].flatMap(
    ([, section = "", first, last]) =>
      Array.from(
        { length: Number(last) - Number(first) + 1 },
        (_, place) => `${section}${String(Number(first) + place).padStart(2, "0")}`,
      ),
  );
  const named = new Set([...(reference.match(/CR\d{4}/g) ?? []), ...ranges]);
  const internal = ["CR0405", "CR0440"];
  expect([...named].toSorted()).toEqual(
    existing.filter((code) => !internal.includes(code)).toSorted(),
  );
});

test("the reference states the actual size limit of decision diagrams", () => {
  expect(reference).toContain(`at most ${DEFAULT_NODE_LIMIT.toLocaleString("en-US")} nodes`);
});

test("the reference quotes the actual prelude", () => {
  const quoted = /```text\n([^]*?)```/.exec(reference)?.[1] ?? "";
  const prelude = readFileSync(join(root, "rules/prelude.rules"), "utf8");
  const statements = (text: string): readonly string[] =>
    text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(statements(quoted)).toEqual(statements(prelude));
});

test("every link of the reference leads somewhere", () => {
  const anchors = new Set(
    [...reference.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
  const targets = [...reference.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
  expect(targets.filter((anchor) => anchor === undefined || !anchors.has(anchor))).toEqual([]);
});
