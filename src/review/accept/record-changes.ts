/**
 * States changes in the form in which they can be accepted: the direction and the exact condition.
 * Each condition is read again, as from a file, and must then equal the cases it was made from.
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
import type { Program } from "../../program/program.ts";
import type { AcceptableBit } from "./accepted-change.ts";
import { namedValues, type NamedValues } from "./new-values.ts";
import { readConditions, type ReadCondition, type ReadConditions } from "./read-conditions.ts";
import { recordedBit } from "./recorded-bit.ts";
import { thisBitOf } from "./this-bit.ts";

/** A changed bit, and the cases of the change that are not accepted. */
export interface OpenBit {
  readonly set: SetDiff;
  readonly change: BitChange;
  readonly open: Readonly<Record<OneDirection, Diagram>>;
}

export interface RecordedChanges {
  readonly changes: readonly AcceptableBit[];
  /**
   * Names of changed bits whose condition cannot be stated; for these, no acceptance is offered.
   */
  readonly inexpressible: readonly string[];
}

/**
 * @param programs the programs without added atoms.
 * @param known the programs with the atoms added for this comparison. They matter because
 *   conditions that ask for CPUID entries change the meaning of a bit.
 * @throws LimitExceeded when a diagram grows beyond the limits.
 */
export function recordChanges(
  compared: ComparedPrograms,
  bits: readonly OpenBit[],
  programs: BothSides<Program>,
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

/** States a bit in each direction in which it has open cases. */
function stateBit(
  meaning: Meaning,
  values: NamedValues,
  { set, change, open }: OpenBit,
): readonly StatedChange[] {
  return DIRECTIONS.filter((direction) => open[direction] !== FALSE).map((direction) => {
    const cases = open[direction];
    // Another comparison may look at other cases, so the text must be exact in all cases.
    const { text, isWhole } = conditionText(meaning, cases, { most: Infinity });
    const texts = isWhole ? textsOf(values, text, change) : [];
    return { set, change, direction, cases, texts };
  });
}

/** Reads conditions as from a file. */
interface ConditionsAgain {
  readonly models: BothSides<Model>;
  /** Undefined for a text that cannot be read. */
  readonly lower: (text: string, thisBit: ReturnType<typeof thisBitOf>) => Diagram | undefined;
}

/**
 * @param meaning the meaning of the programs of `known`, over whose variables the conditions are
 *   lowered.
 */
function readAgain(
  { bdd, variables: { order } }: Meaning,
  known: ReadConditions,
  programs: BothSides<Program>,
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
   * The condition, then the same in terms of "this bit"; each also in a version that names all
   * values of enumerations. Empty if the condition is too long.
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

/**
 * Prefers conditions in terms of "this bit" if several bits share them, so that they are stated
 * once.
 */
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

/** Finds the same set in equal programs. */
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
