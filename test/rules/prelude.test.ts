/** The bundled prelude, as a rule file that a user can read. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";

const { tree, diagnostics } = parse({
  name: "rules/prelude.rules",
  text: readFileSync(join(import.meta.dirname, "../../rules/prelude.rules"), "utf8"),
});

test("the prelude has no mistake", () => {
  expect(diagnostics).toEqual([]);
});

test("the prelude starts from the bundled x86 layout", () => {
  const used = tree.statements.filter((statement) => statement.kind === "use");
  expect(used.map((statement) => statement.path.value)).toEqual(["caprules:x86.rules"]);
});

test("the prelude declares the inputs `host` and `guest`", () => {
  const inputs = tree.statements.filter((statement) => statement.kind === "input");
  expect(inputs.map((input) => [input.name.text, input.layout.text])).toEqual([
    ["host", "x86"],
    ["guest", "x86"],
  ]);
});

test("the prelude has one default and four classes", () => {
  expect(tree.statements.filter((statement) => statement.kind === "default")).toHaveLength(1);
  const classes = tree.statements.filter((statement) => statement.kind === "class");
  expect(classes.map((declaration) => declaration.name.text)).toEqual([
    "emulated",
    "passthrough",
    "hidden",
    "forced",
  ]);
});
