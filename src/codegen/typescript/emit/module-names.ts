/**
 * Names the parts of a module. An exported name depends only on the name in the rules, never on
 * other declarations: two equal exports are an error (`name-clashes.ts`). Private names are changed
 * if they clash with an export.
 */

import { bitsNamed, wordOf, type Layout, type LayoutBit } from "../../../model/layout.ts";
import type { CapabilitySet, Enumeration } from "../../../model/model.ts";
import { layoutsOf, type SetPlan } from "../../plan/plan.ts";
import {
  capitalize,
  claimName,
  FIXED_NAMES,
  HIDDEN_BY_NO_LOCAL,
  identifier,
} from "./identifiers.ts";
import { stringLiteral } from "./escape.ts";

export interface ModuleNames {
  readonly layouts: ReadonlyMap<Layout, LayoutNames>;
  readonly sets: ReadonlyMap<CapabilitySet, SetNames>;
  /** The function that checks a value of the enumeration. */
  readonly enumerations: ReadonlyMap<Enumeration, string>;
  /** Names that no name inside an `init` function may hide. */
  readonly usedByInit: ReadonlySet<string>;
}

export interface LayoutNames {
  /** The exported object that has the bits and the table; undefined where the module itself exports them. */
  readonly namespace: string | undefined;
  /** The constant that is the namespace's object, without the layout in its types. */
  readonly members: string;
  /** The constant that is the table. */
  readonly table: string;
  readonly readObjects: string;
  readonly readMemory: string;
  /** The position of each named bit: a constant, or a property of the namespace. */
  readonly bits: ReadonlyMap<LayoutBit, string>;
}

export interface SetNames {
  readonly init: string;
  readonly initRows: string;
  /** The interface of what it is computed from. */
  readonly inputs: string;
}

/** The type of a bitmap: with several layouts it says which one, so that the type checker tells bitmaps apart. */
export function bitmapType({ layouts }: ModuleNames, { name }: Layout): string {
  return layouts.size > 1 ? `Bitmap<${stringLiteral(name)}>` : "Uint32Array";
}

/** The table of a module's only layout. It is a keyword of the rule language, so no bit has that name. */
const ONLY_TABLE = "layout";

export function moduleNames(plans: readonly SetPlan[]): ModuleNames {
  const layouts = layoutsOf(plans);
  const sets = new Map(plans.map(({ set }) => [set, setNames(set)]));
  const publicOf = (layout: Layout): Pick<LayoutNames, "namespace" | "bits"> => ({
    namespace: layouts.length > 1 ? identifier(layout.name) : undefined,
    bits: new Map(layout.bits.map((bit) => [bit, bitName(layout, bit)])),
  });
  const exported = layouts.map((layout) => ({ layout, names: publicOf(layout) }));
  const taken = new Set([
    ...FIXED_NAMES,
    ...[...sets.values()].flatMap(({ init, initRows, inputs }) => [init, initRows, inputs]),
    ...exported.flatMap(({ names }) => names.namespace ?? [...names.bits.values()]),
  ]);
  const enumerations = nameChecks(plans, taken);
  return {
    sets,
    enumerations,
    layouts: new Map(
      exported.map(({ layout, names }) => [layout, { ...names, ...privateNames(names, taken) }]),
    ),
    usedByInit: new Set([...HIDDEN_BY_NO_LOCAL, ...enumerations.values()]),
  };
}

function setNames(set: CapabilitySet): SetNames {
  const name = capitalize(set.name);
  return { init: `init${name}`, initRows: `init${name}Rows`, inputs: identifier(`${name}Inputs`) };
}

/** The bit's own name; with its word's where the layout has that name twice or no module can export it. */
function bitName(layout: Layout, bit: LayoutBit): string {
  const isOnlyOne = bitsNamed(layout, bit.name).length === 1;
  const canStand = identifier(bit.name) === bit.name && !FIXED_NAMES.has(bit.name);
  if (isOnlyOne && canStand) return bit.name;
  const word = layout.words[wordOf(bit.index)]?.name ?? layout.name;
  return identifier(`${word}_${bit.name}`);
}

function privateNames(
  { namespace }: Pick<LayoutNames, "namespace">,
  taken: Set<string>,
): Pick<LayoutNames, "members" | "table" | "readObjects" | "readMemory"> {
  if (namespace === undefined) {
    return {
      members: "",
      table: ONLY_TABLE,
      readObjects: claimName("readObjects", taken),
      readMemory: claimName("readMemory", taken),
    };
  }
  return {
    members: claimName(`${namespace}Members`, taken),
    table: claimName(`${namespace}Layout`, taken),
    readObjects: claimName(`read${capitalize(namespace)}Objects`, taken),
    readMemory: claimName(`read${capitalize(namespace)}Memory`, taken),
  };
}

function nameChecks(
  plans: readonly SetPlan[],
  taken: Set<string>,
): ReadonlyMap<Enumeration, string> {
  const all = new Set(plans.flatMap(({ enumerations }) => enumerations));
  return new Map(
    Array.from(all, (each) => [each, claimName(`assert${capitalize(each.name)}`, taken)]),
  );
}
