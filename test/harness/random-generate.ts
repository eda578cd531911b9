/** Makes a program that has no mistake but those wanted, by construction, from a tape of random numbers. */

import { makeAssumption } from "./random-assumption.ts";
import { makeExpression, type ExpressionContext } from "./random-expression.ts";
import {
  anchorOf,
  bitsOf,
  enumsOf,
  type Expression,
  type NamedClass,
  type NamedList,
  type Program,
  type ProgramAddress,
  type ProgramBitmap,
  type ProgramInput,
  type ProgramLayout,
  type ProgramSet,
  type ProgramWord,
  type Target,
} from "./random-program.ts";
import { makeStatements, type RuleOptions } from "./random-rules.ts";
import { makeTarget } from "./random-target.ts";
import type { Tape } from "./random-tape.ts";

export function makeProgram(
  tape: Tape,
  options: RuleOptions = { overlaps: "where excluded" },
): Program {
  const layouts = ["lay", "other"].map((name, place) => makeLayout(tape, name, 3 - place));
  const inputs = tape
    .list(1, 3, (place) => ({
      kind: "input" as const,
      name: `in${place}`,
      layout: tape.pick(layouts),
    }))
    .map((input) => ({ ...input, enums: enumsOfInput(input) }));
  const flags = tape.list(0, 2, (place) => `f${place}`);
  const enums = tape.list(0, 2, (place) => {
    const values = tape.list(1, 4, (value) => (value === 0 ? "v0" : `v${value}_${place}`));
    return { name: `e${place}`, values };
  });
  const lists: NamedList[] = [];
  for (let count = tape.below(3); count > 0; count--) {
    lists.push(makeList(tape, `s${lists.length}`, tape.pick(layouts), lists));
  }
  const allEnums = enumsOf({ enums, inputs });
  const outside = { inputs, flags, enums: allEnums, bitmaps: inputs, isDefault: false };
  const classes: NamedClass[] = [];
  for (let count = tape.below(3); count > 0; count--) {
    const layout = tape.pick(layouts);
    const context = { ...outside, layout, bits: bitsOf(layout), ownBelow: 1, lists, classes };
    const value = makeExpression(tape, { ...context, isClass: true }, 2);
    classes.push({ name: `c${classes.length}`, layout, value });
  }
  const sets: ProgramSet[] = [];
  const exclusions: Expression[] = [];
  for (let count = 1 + tape.below(3); count > 0; count--) {
    const bitmaps: readonly ProgramBitmap[] = [...inputs, ...sets];
    const made = makeSet(tape, { ...outside, bitmaps, lists, classes }, layouts, sets, options);
    sets.push(made.set);
    exclusions.push(...made.exclusions);
  }
  const declared = { layouts, inputs, flags, enums, lists, classes, sets };
  const program = { ...declared, assumptions: [], exclusions };
  if (options.overlaps !== "where excluded" || !tape.once(3)) return program;
  return { ...program, assumptions: [makeAssumption(tape, program)] };
}

const ADDRESSES: readonly ProgramAddress[] = [
  { function: 1, index: undefined, register: "ecx" },
  { function: 1, index: undefined, register: "edx" },
  { function: 7, index: 0, register: "ebx" },
  { function: 7, index: 0, register: "ecx" },
  { function: 7, index: 1, register: "eax" },
  { function: 0x8000_0001, index: undefined, register: "edx" },
];

const NAMES = ["A", "B", "C", "D", "3D", "E_1", "f", "__proto__", "constructor"];

function makeLayout(tape: Tape, name: string, mostWords: number): ProgramLayout {
  const free = [...ADDRESSES];
  const words = tape.list(1, mostWords, (place): ProgramWord => {
    const isLeaf = !tape.once(4);
    const [address] = isLeaf ? free.splice(tape.below(free.length), 1) : [undefined];
    const names = new Map<number, string>();
    for (let count = 1 + tape.below(5); count > 0; count--) {
      const bitName = tape.pick(NAMES);
      if (![...names.values()].includes(bitName)) names.set(tape.below(32), bitName);
    }
    return { name: `W${place}`, address, names };
  });
  const enums = tape.once(2) ? [{ name: "vendor", values: tape.list(1, 3, vendorName) }] : [];
  return { name, words, enums };
}

function vendorName(place: number): string {
  return ["intel", "amd", "other"][place] ?? "";
}

function enumsOfInput({
  name,
  layout,
}: Pick<ProgramInput, "name" | "layout">): ProgramInput["enums"] {
  return layout.enums.map((each) => ({ ...each, name: `${name}.${each.name}` }));
}

function makeList(
  tape: Tape,
  name: string,
  layout: ProgramLayout,
  lists: readonly NamedList[],
): NamedList {
  const others = lists.filter((list) => list.layout === layout);
  const members = tape.list(1, 4, (): Target => {
    if (others.length > 0 && tape.once(4)) return { kind: "list", list: tape.pick(others) };
    return makeTarget(tape, layout);
  });
  return { name, layout, members };
}

type Outside = Omit<ExpressionContext, "layout" | "bits" | "ownBelow">;

function makeSet(
  tape: Tape,
  outside: Outside,
  layouts: readonly ProgramLayout[],
  earlier: readonly ProgramSet[],
  options: RuleOptions,
): { readonly set: ProgramSet; readonly exclusions: readonly Expression[] } {
  const name = `k${earlier.length}`;
  const base = earlier.length > 0 && tape.once(3) ? tape.pick(earlier) : undefined;
  const layout = base?.layout ?? tape.pick(layouts);
  const inherited = chainOf(base);
  const lists = [...outside.lists, ...inherited.flatMap((set) => set.lists)];
  const ownLists = tape.list(0, 1, () => makeList(tape, `${name}_s`, layout, lists));
  const allLists = [...lists, ...ownLists];
  const classes = [...outside.classes, ...inherited.flatMap((set) => set.classes)];
  const context: ExpressionContext = {
    ...outside,
    layout,
    bits: bitsOf(layout),
    ownBelow: 1,
    lists: allLists,
    classes,
  };
  const ownClasses = tape.list(0, 1, (): NamedClass => {
    const value = makeExpression(tape, { ...context, isClass: true }, 2);
    return { name: `${name}_c`, layout, value };
  });
  const rules = { ...context, classes: [...classes, ...ownClasses] };
  const made = makeStatements(tape, rules, base, anchorOf(layout), options);
  const { statements, patch, exclusions } = made;
  const named = { name, layout, base, lists: ownLists, classes: ownClasses };
  return { set: { kind: "caps", ...named, statements, patch }, exclusions };
}

function chainOf(set: ProgramSet | undefined): readonly ProgramSet[] {
  return set === undefined ? [] : [...chainOf(set.base), set];
}
