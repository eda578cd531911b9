/** Judges what `diff` says of two programs: of each bit of each set, changed or not. */

import type { SetRole } from "../../grammar/syntax-tree.ts";
import { openProgram } from "../../src/program/program.ts";
import { diff, type DescribedChange, type DiffResult } from "../../src/review/diff.ts";
import type { RuleSource } from "../../src/program/source.ts";
import type { Exclusion } from "../../src/review/compare/change.ts";
import { assumedText } from "../../src/review/compare/claim-text.ts";
import { bitCount, type BitIndex } from "../../src/model/layout.ts";
import type { CapabilitySet, Model } from "../../src/model/model.ts";
import { conditionFormula } from "./condition-formula.ts";
import { disagreementsOf, type Expectation } from "./expectations.ts";
import { and, not, or, xor, type SmtScript } from "./smt-script.ts";
import type { Solver } from "./solver.ts";
import { placeOf, translate, type Translation } from "./translate.ts";

/** Two programs. */
export interface Change {
  readonly old: RuleSource;
  readonly fresh: RuleSource;
  /** Sets that have another name in the new program, the old name first. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The reported changes of a set. */
export interface ToldSet {
  readonly name: string;
  readonly changes: readonly ToldChange[];
}

export type ToldChange = Pick<
  DescribedChange,
  "indices" | "direction" | "forGuest" | "condition" | "onlyWhere" | "witness"
>;

export interface ChangeJudgement {
  readonly bits: number;
  readonly changed: number;
  /** The number of bits that change only in cases that a side excludes. */
  readonly outside: number;
  readonly disagreements: readonly string[];
}

/** Undefined where rules have an error, so that `diff` compares nothing. */
export async function judgeDiff(
  solver: Solver,
  change: Change,
): Promise<ChangeJudgement | undefined> {
  const { old, fresh, renamed } = change;
  const answer = await diff(old, fresh, { renamed });
  return isComplete(answer) ? judgeChange(solver, change, answer.diff?.sets ?? []) : undefined;
}

function isComplete({ diagnostics, problems, diff: found }: DiffResult): boolean {
  const wrong = [...diagnostics.old, ...diagnostics.new, ...problems];
  return wrong.length === 0 && found?.isCompared === true;
}

export async function judgeChange(
  solver: Solver,
  { old, fresh, renamed }: Change,
  told: readonly ToldSet[],
): Promise<ChangeJudgement> {
  const models = { before: modelOf(old), after: modelOf(fresh) };
  const allChanges = told.flatMap((set) => set.changes);
  const { script, sides } = translate(models);
  const programs = [
    { model: models.after, translation: sides.after },
    { model: models.before, translation: sides.before },
  ];
  const left = new Map(
    told.flatMap(({ name, changes: each }) =>
      each.map((change): [string, ToldChange] => [keyOf(name, change.indices), change]),
    ),
  );
  const bits = pairedBits(models.before, models.after, renamed);
  const expectations = bits.flatMap(({ sets, indices }): readonly Expectation[] => {
    const key = keyOf(sets.after.name, indices);
    const change = left.get(key);
    left.delete(key);
    const layout = indices.new === undefined ? sets.before.layout : sets.after.layout;
    const bit: JudgedBit = {
      name: `${sets.after.name}.${placeOf(layout, indices.new ?? indices.old ?? 0)}`,
      // A bit that a layout does not have is off.
      before: indices.old === undefined ? "false" : sides.before.bit(sets.before, indices.old),
      after: indices.new === undefined ? "false" : sides.after.bit(sets.after, indices.new),
      roles: [sets.before.role, sets.after.role],
    };
    if (change === undefined) return expectedDirection(bit, undefined);
    const { text, isWhole } = shownCondition(change.condition);
    const condition = conditionFormula(text, programs);
    const changes = xor(bit.before, bit.after);
    return [
      ...expectedDirection(bit, change),
      {
        what: `${bit.name} changes where both sides allow it`,
        formula: and(changes, sides.before.allowed, sides.after.allowed),
        isPossible: change.onlyWhere.length === 0,
      },
      ...expectedExclusions(bit, change, { models, sides }),
      {
        what: `${bit.name} changes otherwise than when \`${change.condition}\``,
        formula: isWhole ? xor(condition, changes) : and(condition, not(changes)),
        isPossible: false,
      },
      expectedWitness(bit, change, isWhole ? condition : "true", { script, sides }),
    ];
  });
  return {
    bits: bits.length,
    changed: allChanges.length,
    outside: allChanges.filter(({ onlyWhere }) => onlyWhere.length > 0).length,
    disagreements: [
      ...[...left.keys()].map((key) => `${key}: caprules says that it changes, and it is no bit`),
      ...(await disagreementsOf(solver, script, expectations)),
    ],
  };
}

interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/** A bit's values as formulas. */
interface JudgedBit {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** The role of its set in both programs. */
  readonly roles: readonly SetRole[];
}

type Indices = DescribedChange["indices"];

interface PairedBit {
  readonly sets: { readonly before: CapabilitySet; readonly after: CapabilitySet };
  readonly indices: Indices;
}

function modelOf({ entry, readFile }: RuleSource): Model {
  return openProgram({ entry, readFile }).model;
}

/**
 * Pairs the bits of sets of both programs by word name and bit number; other bits are returned
 * alone.
 */
function pairedBits(
  old: Model,
  fresh: Model,
  renamed: ReadonlyMap<string, string>,
): readonly PairedBit[] {
  const oldNames = new Map([...renamed].map(([before, after]) => [after, before]));
  return fresh.sets.flatMap((after) => {
    const oldName = oldNames.get(after.name) ?? after.name;
    const before = old.sets.find(({ name }) => name === oldName);
    if (before === undefined) return [];
    const oldPlaces = placesOf(before);
    const places = placesOf(after);
    return [...new Set([...places.keys(), ...oldPlaces.keys()])].map((place) => ({
      sets: { before, after },
      indices: { old: oldPlaces.get(place), new: places.get(place) },
    }));
  });
}

function placesOf({ layout }: CapabilitySet): ReadonlyMap<string, BitIndex> {
  return new Map(
    Array.from({ length: bitCount(layout) }, (_, bit) => [placeOf(layout, bit), bit] as const),
  );
}

function keyOf(set: string, { old, new: fresh }: Indices): string {
  return `${set} ${old ?? "none"} → ${fresh ?? "none"}`;
}

/** A long condition ends in words that say how much of it is left out: each product that it has still is a case of change. */
function shownCondition(condition: string): { readonly text: string; readonly isWhole: boolean } {
  const text = condition.replace(/( \| )?\((\d+ more products?|too long to write down)\)$/, "");
  return { text: text === "" ? "none" : text, isWhole: text === condition };
}

function expectedDirection(
  { name, before, after, roles }: JudgedBit,
  change: ToldChange | undefined,
): readonly Expectation[] {
  const direction = change?.direction;
  // The guest has the bit if an exposed set has it or a denied one lacks it; an internal set gives it nothing.
  const guest = roles.flatMap((role) => {
    if (role === "internal") return [];
    return role === "denied" ? [{ before: not(before), after: not(after) }] : [{ before, after }];
  });
  return [
    {
      what: `the guest gains ${name}`,
      formula: or(...guest.map((each) => and(each.after, not(each.before)))),
      isPossible: change?.forGuest.includes("gained") === true,
    },
    {
      what: `the guest loses ${name}`,
      formula: or(...guest.map((each) => and(each.before, not(each.after)))),
      isPossible: change?.forGuest.includes("lost") === true,
    },
    {
      what: `${name} is gained`,
      formula: and(after, not(before)),
      isPossible: direction === "gained" || direction === "both",
    },
    {
      what: `${name} is lost`,
      formula: and(before, not(after)),
      isPossible: direction === "lost" || direction === "both",
    },
  ];
}

/** Every case of the change is left out for one of the reasons, and none of them can be left out. */
function expectedExclusions(
  { name, before, after }: JudgedBit,
  { onlyWhere }: ToldChange,
  { models, sides }: { readonly models: Sides<Model>; readonly sides: Sides<Translation> },
): readonly Expectation[] {
  if (onlyWhere.length === 0) return [];
  const changes = xor(before, after);
  const reasons = onlyWhere.map((each) => {
    const side = each.side === "old" ? "before" : "after";
    return { side: each.side, excluded: excludedCases(models[side], sides[side], each) };
  });
  const excludedBy = (wanted: typeof reasons): string =>
    or(...wanted.map(({ excluded }) => excluded));
  return [
    {
      what: `${name} changes where nothing that is told leaves the case out`,
      formula: and(changes, not(excludedBy(reasons))),
      isPossible: false,
    },
    ...reasons.map((reason) => ({
      what: `${name} changes where only that reason of the ${reason.side} side leaves the case out`,
      formula: and(changes, not(excludedBy(reasons.filter((other) => other !== reason)))),
      isPossible: true,
    })),
  ];
}

function excludedCases(
  { assumptions }: Model,
  translation: Translation,
  reason: Exclusion,
): string {
  if (reason.kind === "value") return translation.hasOneOf(reason.enumeration, reason.values);
  const claims = assumptions.filter(({ span }) => assumedText(span) === reason.text);
  if (claims.length === 0) throw new Error(`no assumption \`${reason.text}\``);
  return not(and(...claims.map(({ claim }) => translation.formulaOf(claim))));
}

/** All that the formulas read is given by the case, so they are evaluated. */
function expectedWitness(
  { name, before, after }: JudgedBit,
  { witness }: ToldChange,
  condition: string,
  {
    script,
    sides,
  }: {
    readonly script: SmtScript;
    readonly sides: Sides<Translation>;
  },
): Expectation {
  const assumed = [sides.before.allowed, sides.after.allowed];
  const variables = script.variablesOf(and(before, after, condition, ...assumed));
  return {
    what: `${name} changes as shown in this case: ${witness.text}`,
    formula: and(
      ...sides.before.literalsOf(witness.old, variables),
      ...sides.after.literalsOf(witness.new, variables),
      witness.before ? before : not(before),
      witness.after ? after : not(after),
      xor(before, after),
      condition,
    ),
    isPossible: true,
  };
}
