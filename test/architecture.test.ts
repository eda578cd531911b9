import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

import { loadedWith } from "./harness/static-imports.ts";

const ROOT = join(import.meta.dirname, "..");

/** A file imports only from its own place and from earlier lines; places in one line never meet. */
const LAYERS: readonly (readonly string[])[] = [
  ["src/base"],
  ["src/bdd"],
  ["src/diagnostics"],
  ["grammar"],
  ["src/names"],
  ["src/lints"],
  ["src/model"],
  ["src/interpreter"],
  ["src/meaning"],
  ["src/checks", "src/codegen/plan"],
  ["src/program"],
  ["src/codegen", "src/cpuid"],
  ["src/codegen/typescript/emit"],
  ["src/codegen/typescript/verify"],
  ["src/codegen/typescript"],
  ["src/replay", "src/rule-tests"],
  ["src/evaluate"],
  ["src/picture"],
  ["src/report", "src/expression"],
  ["src/compile.ts"],
  ["src/explain", "src/prove", "src/coverage"],
  ["src/review/compare"],
  ["src/review/promises"],
  ["src/review/accept", "src/review/merge"],
  ["src/review/load-sides.ts"],
  ["src/review/diff.ts"],
  ["src/review/programs"],
  ["src/review/describe"],
  ["src/review/review-files.ts"],
  ["src/review/formats"],
  ["src/formatting.ts", "src/prettier-plugin.ts"],
  ["src/index.ts"],
  ["src/cli"],
  ["src/cli/git"],
  ["src/cli/diff"],
  ["src/cli/fmt", "src/cli/merge", "src/cli/comment"],
  ["src/cli/commands"],
  ["src/cli/run.ts"],
  ["src/cli/run-process.ts"],
  ["src/cli/main.ts"],
];

/** Packages, by a prefix of their name, and the only places that may import them. */
const CONFINED: Readonly<Record<string, readonly string[]>> = {
  chevrotain: ["grammar"],
  "ts-morph": ["src/codegen/typescript"],
  prettier: [
    "grammar/format",
    "src/prettier-plugin.ts",
    "src/codegen/typescript/emit",
    "src/cli/diff/print-accepted.ts",
  ],
  "fast-xml-parser": ["src/cpuid"],
  "node:": ["src/cli", "src/codegen/typescript/emit/ts-morph.ts"],
  commander: ["src/cli"],
  diff: ["src/cli"],
  tinyglobby: ["src/cli"],
  "@dagrejs/dagre": ["src/picture"],
};

/** Packages that every command may load as it starts. Another one here makes `caprules check` slower. */
const STARTING_PACKAGES = ["chevrotain", "commander", "node:fs", "node:path", "picocolors"];

/** Places that a command loads when it needs them. */
const LATER = [
  "grammar/format",
  "grammar/printer",
  "src/coverage",
  "src/codegen",
  "src/explain",
  "src/picture",
  "src/prove",
  "src/review",
  "src/cli/comment",
  "src/cli/diff",
  "src/cli/fmt",
  "src/cli/git",
  "src/cli/merge",
];

interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

const files = ["grammar", "src"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => normalize(join(folder, name)).replaceAll("\\", "/")),
);

const imports: readonly Import[] = files.flatMap((file) =>
  readFileSync(join(ROOT, file), "utf8")
    .split("\n")
    .flatMap((text, index) =>
      [...text.matchAll(/(?:from|import\() ?"([^"]+)"|^import "([^"]+)"/g)].map((match) => ({
        file,
        line: index + 1,
        specifier: match[1] ?? match[2] ?? "",
      })),
    ),
);

function layerOf(file: string): number {
  const own = placeOf(file);
  return LAYERS.findIndex((places) => places.some((place) => place === own));
}

function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function targetOf({ file, specifier }: Import): string {
  return join(dirname(file), specifier).replaceAll("\\", "/");
}

/** The innermost place that holds the file. */
function placeOf(file: string): string | undefined {
  const places = LAYERS.flat().filter((place) => isIn(file, place));
  return places.sort((one, other) => other.length - one.length)[0];
}

const relative = imports.filter(({ specifier }) => specifier.startsWith("."));

describe("the architecture", () => {
  test("gives every file a layer", () => {
    expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);
  });

  test("lets imports point one way", () => {
    const wrong = relative.filter((each) => {
      const target = targetOf(each);
      if (!target.endsWith(".ts") || placeOf(target) === placeOf(each.file)) return false;
      return layerOf(target) >= layerOf(each.file);
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test("has no cycle of files", () => {
    const graph = new Map<string, string[]>();
    for (const each of relative) {
      graph.set(each.file, [...(graph.get(each.file) ?? []), targetOf(each)]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test("keeps heavy and impure packages where they belong", () => {
    const wrong = imports.filter(({ file, specifier }) =>
      Object.entries(CONFINED).some(
        ([name, places]) =>
          (specifier === name ||
            specifier.startsWith(`${name}/`) ||
            (name.endsWith(":") && specifier.startsWith(name))) &&
          !places.some((place) => isIn(file, place)),
      ),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test("starts every command without what only some commands need", () => {
    const { files: started, packages } = loadedWith(ROOT, "src/cli/run-process.ts");
    expect([...packages].sort()).toEqual(STARTING_PACKAGES);
    expect([...started].filter((file) => LATER.some((place) => isIn(file, place)))).toEqual([]);
  });

  test("requires a comment about the purpose at the start of every file", () => {
    const silent = files.filter(
      (file) => !/^(#!.*\n)?(\/\*\*|\/\/) ?\S?/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(silent).toEqual([]);
  });
});

function describeImport({ file, line, specifier }: Import): string {
  return `${file}:${line} imports ${specifier}`;
}
