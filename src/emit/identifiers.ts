/** Gives what the rules name an identifier of the generated module: legal, unique, and the same at every build. */

import { bitsNamed, wordOf, type Layout, type LayoutBit } from "../model/layout.ts";
import type { CapabilitySet, Enumeration } from "../model/model.ts";
import type { SetInput, SetPlan } from "../plan/plan.ts";
import { stringLiteral } from "./escape.ts";

export interface ModuleNames {
  readonly layouts: ReadonlyMap<Layout, LayoutNames>;
  readonly sets: ReadonlyMap<CapabilitySet, SetNames>;
  /** The function that checks a value of the enumeration. */
  readonly enumerations: ReadonlyMap<Enumeration, string>;
  /** What no name inside an `init` function may hide. */
  readonly usedByInit: ReadonlySet<string>;
}

export interface LayoutNames {
  /** The table. */
  readonly table: string;
  readonly readObjects: string;
  readonly readMemory: string;
  /** The exported position of each named bit. */
  readonly bits: ReadonlyMap<LayoutBit, string>;
}

export interface SetNames {
  readonly init: string;
  readonly initRows: string;
  /** The interface of what it is computed from. */
  readonly inputs: string;
}

/** What the bodies of `init` functions use; their parameters must not hide it. */
const USED_BY_INIT = `
  assertBoolean assertInput assertInputs assertRows assertWords Uint32Array`;

/** What else every module declares or uses, and the parameters beside which a layout stands as default. */
const MODULE_NAMES = `
  CapabilityError CpuidEntry CpuidRow ENTRY_WORDS Layout Leaf Words
  assertArray assertEntry assertMemory assertRow change clear has names readHostLeaves readLeaves
  rowsOf set wordOf
  caps entries layout out
  Array Map Number Object Promise ReadonlyMap Record Reflect String TypeError
  exports module require`;

/** Words that no strict-mode module can declare. */
const RESERVED_WORDS = `
  arguments await break case catch class const continue debugger default delete do else enum eval
  export extends false finally for function globalThis if implements import in Infinity instanceof
  interface let NaN new null package private protected public return static super switch this throw
  true try typeof undefined var void while with yield`;

export function moduleNames(plans: readonly SetPlan[], layouts: readonly Layout[]): ModuleNames {
  const taken = new Set(namesIn(`${USED_BY_INIT} ${MODULE_NAMES} ${RESERVED_WORDS}`));
  const sets = new Map(plans.map(({ set }) => [set, nameSet(set, taken)]));
  const enumerations = new Map<Enumeration, string>();
  for (const enumeration of plans.flatMap((plan) => plan.enumerations)) {
    if (enumerations.has(enumeration)) continue;
    enumerations.set(enumeration, claimName(`assert${pascalCase(enumeration.name)}`, taken));
  }
  // All tables are named before the first bit: `x86` is the layout even where a bit has that name.
  const tables = layouts.map((layout) => ({ layout, names: nameTable(layout, taken) }));
  const isUnique = (bit: LayoutBit): boolean =>
    layouts.reduce((count, layout) => count + bitsNamed(layout, bit.name).length, 0) === 1;
  return {
    sets,
    enumerations,
    layouts: new Map(
      tables.map(({ layout, names }) => [
        layout,
        { ...names, bits: nameBits(layout, isUnique, taken) },
      ]),
    ),
    usedByInit: new Set([
      ...namesIn(`${USED_BY_INIT} ${RESERVED_WORDS}`),
      ...enumerations.values(),
    ]),
  };
}

/** The name, made an identifier, and with as many `_` after it as set it apart; it is taken from now on. */
export function claimName(name: string, taken: Set<string>): string {
  const word = name.replaceAll(/\W/g, "_");
  let identifier = /^[0-9]/.test(word) ? `_${word}` : word;
  while (taken.has(identifier)) identifier += "_";
  taken.add(identifier);
  return identifier;
}

/** `my_policy` → `MyPolicy`. */
export function pascalCase(name: string): string {
  const parts = name.split("_").filter((part) => part !== "");
  return parts.length === 0 ? name : parts.map((part) => capitalize(part)).join("");
}

function namesIn(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nameSet(set: CapabilitySet, taken: Set<string>): SetNames {
  const name = pascalCase(set.name);
  return {
    init: claimName(`init${name}`, taken),
    initRows: claimName(`init${name}Rows`, taken),
    inputs: claimName(`${name}Inputs`, taken),
  };
}

function nameTable(layout: Layout, taken: Set<string>): Omit<LayoutNames, "bits"> {
  const name = pascalCase(layout.name);
  return {
    table: claimName(layout.name, taken),
    readObjects: claimName(`read${name}Objects`, taken),
    readMemory: claimName(`read${name}Memory`, taken),
  };
}

function nameBits(
  layout: Layout,
  isUnique: (bit: LayoutBit) => boolean,
  taken: Set<string>,
): ReadonlyMap<LayoutBit, string> {
  return new Map(
    layout.bits.map((bit) => {
      const word = layout.words[wordOf(bit.index)]?.name ?? layout.name;
      return [bit, claimName(isUnique(bit) ? bit.name : `${word}_${bit.name}`, taken)];
    }),
  );
}

/** A member of the object from which a set is computed, as it is declared: quoted where it is no identifier. */
export function memberName({ name }: SetInput): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** What errors call it: `inputs.host`, `inputs["host.vendor"]`. */
export function memberPath({ name }: SetInput): string {
  return isIdentifier(name) ? `inputs.${name}` : `inputs[${stringLiteral(name)}]`;
}

/** Reserved words are: a member may have their name. */
function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
