import { expect, test } from "vitest";

import { definitely } from "../../src/base/unreachable.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { openProgram } from "../../src/program/program.ts";
import { sourceOf } from "../harness/compile-text.ts";

/** Declarations and, between them, a line of each kind of statement that a program may lose. */
const lines = [
  "layout x86 { leaf CPUID_1_ECX = 0x1 ecx { 0 XMM3 26 XSAVE 28 AVX } }",
  "layout gates { word GATES { 0 OPEN } }",
  "input host: x86",
  'input guest: x86 "what the guest asks for"',
  "flag tdp",
  'flag late "declared in the last line but two"',
  "enum vendor: intel amd",
  "enum model: old new",
  "assume tdp | vendor == intel",
  "caps vcpu: x86 {",
  "  default = host & guest",
  "  class hidden = tdp ? none : host",
  "  set few: XMM3 XSAVE",
  "  hidden: few",
  "  AVX = guest & !tdp",
  "  assert vcpu.AVX -> guest.AVX",
  "}",
  "caps gate: gates {",
  "  default = none",
  "  OPEN = late & model != old",
  "}",
  'test "avx" {',
  "  given tdp; guest: AVX",
  "  expect vcpu: !AVX",
  "}",
];

/** The names that a program declares, each with the kind of its declaration. */
function declared(rows: readonly string[]): readonly string[] {
  const { model } = openProgram(sourceOf(rows.join("\n")));
  return Object.entries({
    layout: model.layouts,
    input: model.inputs,
    flag: model.flags,
    enum: model.enums,
    caps: model.sets,
  }).flatMap(([kind, all]) => all.map(({ name }) => `${kind} ${name}`));
}

/** Each row up to the end of each of its tokens but the last. */
function beginnings(row: string): readonly string[] {
  return [...row.matchAll(/"[^"]*"|\w+|->|[!=]=|[^\s\w]/g)]
    .map(({ 0: token, index }) => row.slice(0, index + token.length))
    .slice(0, -1);
}

const cuts = lines.flatMap((row, at) =>
  beginnings(row).map((written) => ({ at, rows: lines.with(at, written) })),
);

test("a half-written line leaves the declarations of all other lines known", () => {
  for (const { at, rows } of cuts) {
    const others = lines.flatMap((row, index) => {
      const [kind, name] = row.replace(/:.*/, "").split(" ");
      const isDeclaration = /^(?:layout|input|flag|enum|caps) /.test(row);
      return index !== at && isDeclaration ? [`${kind ?? ""} ${name ?? ""}`] : [];
    });
    const layout = at < 2 ? lines[at]?.split(" ")[1] : undefined;
    const known = declared(rows);
    const lost = others.filter((each) => !known.includes(each) && !needsLayout(each, layout));
    expect(lost, rows[at]).toEqual([]);
  }
});

/** What has a layout that is half-written cannot be known. */
function needsLayout(declaration: string, layout: string | undefined): boolean {
  if (layout === undefined) return false;
  const [kind, name] = declaration.split(" ");
  return lines.some((row) => row.startsWith(`${kind ?? ""} ${name ?? ""}: ${layout}`));
}

test("the program is whole before it is cut", () => {
  expect(openProgram(sourceOf(lines.join("\n"))).mistakes).toEqual([]);
});

test("a program with a half-written line has mistakes, and no meaning", () => {
  for (const { at, rows } of cuts) {
    const program = openProgram(sourceOf(rows.join("\n")));
    if (program.loaded.diagnostics.length === 0) continue;
    expect(program.mistakes.some(isError), rows[at]).toBe(true);
    expect(program.meaning, rows[at]).toBeUndefined();
  }
});

test("`A = host.` keeps its statement, and all other bits keep their rules", () => {
  const rows = lines.with(lines.indexOf("  AVX = guest & !tdp"), "  AVX = host.");
  const { files, model, mistakes } = openProgram(sourceOf(rows.join("\n")));
  expect(mistakes.map(({ code }) => code)).toEqual(["CR0101"]);
  expect(files.flatMap(({ tree }) => tree.errors)).toMatchObject([
    {
      part: {
        place: "statements",
        node: {
          kind: "rule",
          targets: [{ parts: [{ text: "AVX" }] }],
          value: { path: { parts: [{ text: "host" }, { text: "" }] } },
        },
      },
    },
  ]);
  const vcpu = model.sets.find(({ name }) => name === "vcpu");
  const origins = ["XMM3", "XSAVE", "AVX"].map((name) => {
    const { index } = definitely(
      vcpu?.layout.bits.find((each) => each.name === name),
      "the layout has the bit",
    );
    return vcpu?.bits[index]?.base.origin;
  });
  expect(origins).toEqual(["class", "class", "default"]);
});
