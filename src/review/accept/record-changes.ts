/**
 * States changes so that they can be accepted: in which direction, and exactly when. What is stated is read
 * again, as it will be from a file, and must be the cases that it was made from.
 */

import { addToList } from "../../base/add-to-list.ts";
import { FALSE, type Diagram } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import { onBothSides, type BothSides } from "../compare/both-sides.ts";
import { DIRECTIONS, type BitChange, type OneDirection, type SetDiff } from "../compare/change.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import { aboutThisBit } from "../compare/this-bit-text.ts";
import { conditionText } from "../../meaning/condition-text.ts";
import { lowerTogether } from "../../meaning/lower-together.ts";
import type { Meaning } from "../../meaning/lower.ts";
import type { CapabilitySet, Model } from "../../model/model.ts";
import type { LoadedProgram } from "../../names/load.ts";
import type { AcceptableBit } from "./accepted-change.ts";
import { namedValues, type NamedValues } from "./new-values.ts";
import { readConditions, type ReadCondition, type ReadConditions } from "./read-conditions.ts";
import { recordedBit } from "./recorded-bit.ts";
import { thisBitOf } from "./this-bit.ts";

/** A changed bit, and the cases of the change that no one has accepted. */
export interface OpenBit {
  readonly set: SetDiff;
  readonly change: BitChange;
  readonly open: Readonly<Record<OneDirection, Diagram>>;
}

export interface RecordedChanges {
  readonly changes: readonly AcceptableBit[];
  /** Names of changed bits for which no text says when: nothing should be accepted. */
  readonly inexpressible: readonly string[];
}

/**
 * @param programs without anything that was added to them.
 * @param known what was added to them for this comparison: conditions that ask for CPUID entries change what a
 *   bit means.
 * @throws LimitExceeded when a diagram grows beyond the limits.
 */
export function recordChanges(
  compared: ComparedPrograms,
  bits: readonly OpenBit[],
  programs: BothSides<LoadedProgram>,
  known: ReadConditions,
): RecordedChanges {
  const { meaning } = compared;
  const values = namedValues(onBothSides(known.programs, ({ model }) => model));
  const stated = bits.flatMap((bit) => stateBit(meaning, values, bit));
  const texts = stated.flatMap((each) => each.texts);
  const again = readAgain(meaning, known, programs, [...known.conditions.keys(), ...texts]);

  const changes: AcceptableBit[] = [];
  const inexpressible: string[] = [];
  const preferred = preferShared(stated);
  for (const each of stated) {
    const { set, change, direction, cases } = each;
    const bit = recordedBit(set, change);
    const thisBit = thisBitOf(setsIn(again.models, set), change);
    const condition = preferred(each).find((text) => again.lower(text, thisBit) === cases);
    if (condition === undefined) inexpressible.push(`${set.new.name}.${bit}`);
    else changes.push({ kind: "bit", set: set.new.name, bit, direction, condition });
  }
  return { changes, inexpressible };
}

/** In each direction in which it has cases. */
function stateBit(
  meaning: Meaning,
  values: NamedValues,
  { set, change, open }: OpenBit,
): readonly StatedChange[] {
  return DIRECTIONS.filter((direction) => open[direction] !== FALSE).map((direction) => {
    const cases = open[direction];
    // Another comparison may look at any other case, so the text is exact everywhere.
    const { text, isWhole } = conditionText(meaning, cases, { most: Infinity });
    const texts = isWhole ? textsOf(values, text, change) : [];
    return { set, change, direction, cases, texts };
  });
}

/** Conditions as they will be read from a file. */
interface ConditionsAgain {
  readonly models: BothSides<Model>;
  /** Undefined for a text that cannot be read. */
  readonly lower: (text: string, thisBit: ReturnType<typeof thisBitOf>) => Diagram | undefined;
}

/** @param meaning over whose variables the conditions are lowered: what the programs of `known` mean. */
function readAgain(
  { bdd, variables: { order } }: Meaning,
  known: ReadConditions,
  programs: BothSides<LoadedProgram>,
  texts: readonly string[],
): ConditionsAgain {
  const read = readConditions(programs, texts);
  const models = onBothSides(read.programs, ({ model }) => model);
  const compared = [known.programs.old.model, known.programs.new.model];
  const together = lowerTogether(bdd, [models.old, models.new], order, compared);
  const [old, fresh] = together.meanings as [Meaning, Meaning]; // one a model
  const lower: ConditionsAgain["lower"] = (text, thisBit) => {
    const condition: ReadCondition = definitely(read.conditions.get(text), "every text is read");
    return condition.kind === "read" ? condition.lower({ old, new: fresh }, thisBit) : undefined;
  };
  return { models, lower };
}

interface StatedChange {
  readonly set: SetDiff;
  readonly change: BitChange;
  readonly direction: OneDirection;
  readonly cases: Diagram;
  /**
   * The condition, then the same about "this bit"; each also with all values of enumerations that it does not name.
   * None if it is too long.
   */
  readonly texts: readonly string[];
}

function textsOf({ any, named }: NamedValues, text: string, change: BitChange): readonly string[] {
  const condition = named(text);
  return [condition, aboutThisBit({ ...change, condition })].flatMap((each) => [
    each,
    ...any.map((values) => allOf([values, each])),
    ...(any.length > 1 ? [allOf([...any, each])] : []),
  ]);
}

/** Prefers conditions about "this bit" where several bits share them, so that they are stated once. */
function preferShared(
  stated: readonly StatedChange[],
): (change: StatedChange) => readonly string[] {
  const groups = new Map<string, StatedChange[]>();
  const keyOf = ({ set, direction, texts }: StatedChange): string =>
    JSON.stringify([set.new.name, direction, texts.at(-1)]);
  for (const each of stated) addToList(groups, keyOf(each), each);
  return (change) => {
    const isShared = (groups.get(keyOf(change)) ?? []).length > 1;
    const half = change.texts.length / 2;
    return isShared ? [...change.texts.slice(half), ...change.texts.slice(0, half)] : change.texts;
  };
}

/** The same set in programs that say the same. */
function setsIn(models: BothSides<Model>, set: SetDiff): BothSides<CapabilitySet> {
  const find = ({ sets }: Model, { name }: CapabilitySet): CapabilitySet =>
    definitely(
      sets.find((each) => each.name === name),
      "the same program has the same sets",
    );
  return { old: find(models.old, set.old), new: find(models.new, set.new) };
}

function allOf(conditions: readonly string[]): string {
  // `&` binds tighter than all other operators of two operands.
  const isBare = (text: string): boolean => /^[^|]*$/.test(text);
  return conditions.map((text) => (isBare(text) ? text : `(${text})`)).join(" & ");
}
