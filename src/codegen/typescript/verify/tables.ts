/** Proves what an emitted module says about its layouts: bit positions, names and CPUID leaves. */

import type { ts } from "ts-morph";
import type { LayoutNames } from "../emit/module-names.ts";
import { bitLabel, type Layout } from "../../../model/layout.ts";
import { cannotFollow, type TypeScript } from "./evaluate.ts";
import type { EmittedModule } from "./module.ts";

/** The expected content of an initializer. */
type Expected =
  | number
  | string
  | undefined
  | readonly Expected[]
  | ReadonlyMap<string, Expected>
  /** A constant of the module, by name; its value is checked elsewhere. */
  | { readonly constant: string };

/** @throws CannotFollow at a constant or an entry of the table that is not what the layout says. */
export function checkLayout(
  ts: TypeScript,
  module: EmittedModule,
  layout: Layout,
  names: LayoutNames,
): void {
  if (names.namespace !== undefined) {
    checkNamespace(ts, module, layout, { ...names, namespace: names.namespace });
    return;
  }
  for (const bit of layout.bits) {
    const name = names.bits.get(bit) ?? bit.name;
    checkExpression(ts, module, exportedConstant(module, name), bit.index);
  }
  checkExpression(ts, module, exportedConstant(module, names.table), tableOf(layout, names));
}

/**
 * Any other initializer would run when the module is loaded, and might change anything.
 * @throws CannotFollow at a constant that is neither a number nor of a layout.
 */
export function checkOtherConstants(module: EmittedModule, layouts: Iterable<LayoutNames>): void {
  const ofLayouts = Array.from(layouts).flatMap((names) => [
    names.table,
    names.namespace,
    names.members,
  ]);
  for (const [name, initializer] of module.initializers) {
    if (!module.constants.has(name) && !ofLayouts.includes(name)) {
      cannotFollow(initializer, `\`${name}\` is neither a number nor a layout`);
    }
  }
}

/** `const x86Members = { layout: x86Layout as Layout<"x86">, XSAVES: 331 } as const;`, exported as `x86`. */
function checkNamespace(
  ts: TypeScript,
  module: EmittedModule,
  layout: Layout,
  names: LayoutNames & { readonly namespace: string },
): void {
  const { namespace, members, table, bits } = names;
  checkConstant(ts, exportedConstant(module, namespace), members);
  const initializer = constantOf(module, members);
  if (!ts.isAsExpression(initializer) || !ts.isConstTypeReference(initializer.type)) {
    return cannotFollow(initializer, "its members must be constant");
  }
  checkExpression(ts, module, constantOf(module, table), tableOf(layout, names));
  const positions = Array.from(bits, ([{ index }, name]) => [name, index] as const);
  const expected = new Map<string, Expected>([["layout", { constant: table }], ...positions]);
  checkExpression(ts, module, initializer.expression, expected);
}

function tableOf(layout: Layout, { readObjects, readMemory }: LayoutNames): Expected {
  const { words, bits, entries } = layout;
  const leaves = words.flatMap(({ address, index: word }) => {
    if (address === undefined) return [];
    const { function: leaf, index, register, entry } = address;
    const fields: [string, Expected][] = [
      ["function", leaf],
      ["index", index],
      ["register", register],
      ["word", word],
      ["entry", entry],
    ];
    return [new Map(fields)];
  });
  // These are functions, which are covered by tests and not by the proof.
  const readers: readonly [string, Expected][] = [
    ["readObjects", { constant: readObjects }],
    ["readMemory", { constant: readMemory }],
  ];
  return new Map<string, Expected>([
    ["name", layout.name],
    ["length", words.length + Math.ceil(entries.length / 32)],
    ["words", words.map(({ name }) => name)],
    ["bits", bits.map(({ index }) => [index, bitLabel(layout, index)])],
    ["leaves", leaves],
    ...(entries.length > 0 ? readers : []),
  ]);
}

function constantOf({ initializers, source }: EmittedModule, name: string): ts.Expression {
  return initializers.get(name) ?? cannotFollow(source, `there is no constant \`${name}\``);
}

function exportedConstant(module: EmittedModule, name: string): ts.Expression {
  const initializer = module.initializers.get(name);
  if (initializer === undefined || !module.exported.has(name)) {
    return cannotFollow(module.source, `it exports no constant \`${name}\``);
  }
  return initializer;
}

function checkExpression(
  ts: TypeScript,
  module: EmittedModule,
  node: ts.Expression,
  expected: Expected,
): void {
  if (expected instanceof Map) checkObject(ts, module, node, expected);
  else if (Array.isArray(expected)) checkArray(ts, module, node, expected);
  else if (isConstant(expected)) checkConstant(ts, node, expected.constant);
  else if (valueOf(ts, module, node) !== expected) {
    cannotFollow(
      node,
      `it must be ${expected === undefined ? "undefined" : JSON.stringify(expected)}`,
    );
  }
}

function isConstant(expected: Expected): expected is Extract<Expected, { constant: string }> {
  return typeof expected === "object" && "constant" in expected;
}

function checkConstant(ts: TypeScript, node: ts.Expression, name: string): void {
  const named = ts.isAsExpression(node) ? node.expression : node;
  if (!ts.isIdentifier(named) || named.text !== name) cannotFollow(node, `it must be \`${name}\``);
}

function checkObject(
  ts: TypeScript,
  module: EmittedModule,
  node: ts.Expression,
  expected: ReadonlyMap<string, Expected>,
): void {
  if (!ts.isObjectLiteralExpression(node)) return cannotFollow(node);
  const seen = new Set<string>();
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) {
      return cannotFollow(property);
    }
    const name = property.name.text;
    if (seen.has(name) || !expected.has(name)) return cannotFollow(property);
    seen.add(name);
    checkExpression(ts, module, property.initializer, expected.get(name));
  }
  if (seen.size !== expected.size) cannotFollow(node, "a property is missing");
}

/** An array, or the entries of a map. */
function checkArray(
  ts: TypeScript,
  module: EmittedModule,
  node: ts.Expression,
  expected: readonly Expected[],
): void {
  if (ts.isNewExpression(node)) {
    const [entries] = node.arguments ?? [];
    const isMap = ts.isIdentifier(node.expression) && node.expression.text === "Map";
    if (!isMap || entries === undefined) return cannotFollow(node);
    checkArray(ts, module, entries, expected);
    return;
  }
  if (!ts.isArrayLiteralExpression(node) || node.elements.length !== expected.length) {
    return cannotFollow(node, `it must have ${expected.length} elements`);
  }
  for (const [index, element] of node.elements.entries()) {
    checkExpression(ts, module, element, expected[index]);
  }
}

function valueOf(
  ts: TypeScript,
  module: EmittedModule,
  node: ts.Expression,
): number | string | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteral(node)) return node.text;
  if (!ts.isIdentifier(node)) return cannotFollow(node);
  if (node.text === "undefined") return undefined;
  return module.constants.get(node.text) ?? cannotFollow(node, "it is no constant number");
}
