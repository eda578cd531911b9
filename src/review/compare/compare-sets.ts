/** Compares the bits of a capability set in two programs: where they differ, how, and through which rules. */

import { FALSE, type Diagram, type Variable } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import type { Meaning } from "../../meaning/lower.ts";
import type { MeaningsTogether } from "../../meaning/lower-together.ts";
import { caseParts, caseText, fewestBits } from "../../meaning/witness.ts";
import { bitLabel, type BitIndex } from "../../model/layout.ts";
import type { CapabilitySet, Model, SetBit } from "../../model/model.ts";
import type { BothSides } from "./both-sides.ts";
import { exclusionsOf, type ComparedCases } from "./compared-cases.ts";
import { valueByOwnRules, type OldValue } from "./causes.ts";
import { DIRECTIONS, type BitChange, type Direction, type Witness } from "./change.ts";
import { isNamed, matchBits, placeName, wordName, type BitPair } from "./match-bits.ts";
import { directionsForGuest, rolesOf } from "./roles.ts";
import { shareOf } from "./shares.ts";
import { statedChange } from "./stated-change.ts";

export interface Comparison {
  readonly together: MeaningsTogether;
  readonly oldModel: Model;
  readonly newModel: Model;
  readonly oldMeaning: Meaning;
  readonly newMeaning: Meaning;
  readonly cases: ComparedCases;
  /** The bits of the new program's sets that a bit's rules read. */
  readonly dependenciesOf: (bit: SetBit) => readonly SetBit[];
  /** Cases to prefer as the witness; `FALSE`: no preference. */
  readonly worthShowing: WorthShowing;
}

export type WorthShowing = (
  sides: Pick<SetPair, "old" | "new">,
  change: Pick<BitChange, "bit" | "indices" | "cases">,
  meanings: BothSides<Meaning>,
) => Diagram;

/** A capability set in both programs. */
export interface SetPair {
  readonly old: CapabilitySet;
  readonly new: CapabilitySet;
  readonly bits: readonly BitPair[];
}

export function pairSets(old: CapabilitySet, fresh: CapabilitySet): SetPair {
  return { old, new: fresh, bits: matchBits(old.layout, fresh.layout) };
}

/** A bit whose function changes, possibly only in cases that are not compared. */
export interface DifferingBit {
  readonly pair: SetPair;
  readonly bit: BitPair;
  readonly before: Diagram;
  readonly after: Diagram;
}

/** The bits of the new program that differ, by their sets. */
export type ChangedFunctions = ReadonlyMap<CapabilitySet, ReadonlySet<BitIndex>>;

/** A bit whose value changes. */
export interface ChangedBit extends DifferingBit {
  readonly gained: Diagram;
  readonly lost: Diagram;
}

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function differingBits(
  { oldMeaning, newMeaning }: Comparison,
  pair: SetPair,
): readonly DifferingBit[] {
  return pair.bits.flatMap((bit): DifferingBit[] => {
    // A bit that a layout does not have is off.
    const before = bit.old === undefined ? FALSE : oldMeaning.valueOf(pair.old, bit.old);
    const after = bit.new === undefined ? FALSE : newMeaning.valueOf(pair.new, bit.new);
    return before === after ? [] : [{ pair, bit, before, after }];
  });
}

/** Selects the bits that differ in a case that is compared. @throws LimitExceeded when a diagram grows beyond the limits. */
export function changedBits(
  { newMeaning: { bdd }, cases }: Comparison,
  differing: readonly DifferingBit[],
): readonly ChangedBit[] {
  return differing.flatMap((each): ChangedBit[] => {
    const { before, after } = each;
    const gained = bdd.and(cases.all, bdd.and(after, bdd.not(before)));
    const lost = bdd.and(cases.all, bdd.and(before, bdd.not(after)));
    return gained === FALSE && lost === FALSE ? [] : [{ ...each, gained, lost }];
  });
}

/** Bits that count: named ones, and unnamed ones that change. */
export function countBits(
  { old, new: fresh, bits }: SetPair,
  changed: readonly ChangedBit[],
): number {
  const named = bits.filter(
    (bit) => isNamed(fresh.layout, bit.new) || isNamed(old.layout, bit.old),
  );
  const unnamed = changed.filter(
    ({ bit }) => !isNamed(fresh.layout, bit.new) && !isNamed(old.layout, bit.old),
  );
  return named.length + unnamed.length;
}

/** @param others all changed bits of all sets. */
export function describeChange(
  comparison: Comparison,
  changed: ChangedBit,
  others: ReadonlyMap<string, ChangedBit>,
  oldValue: OldValue,
): BitChange {
  const { oldMeaning, newMeaning, worthShowing } = comparison;
  const { pair, bit, gained, lost } = changed;
  const all = newMeaning.bdd.or(gained, lost);
  const change = { bit: labelOf(pair, bit), indices: bit, cases: { all, gained, lost } };
  const shown = worthShowing(pair, change, { old: oldMeaning, new: newMeaning });
  return {
    ...change,
    word: wordOfPair(pair, bit),
    index: definitely(bit.new ?? bit.old, "a bit of either layout"),
    direction: directionOf(gained, lost),
    forGuest: directionsForGuest(
      rolesOf(pair),
      DIRECTIONS.filter((direction) => changed[direction] !== FALSE),
    ),
    onlyWhere: exclusionsOf(newMeaning.bdd, comparison.cases, all),
    share: shareOf(newMeaning, changed, comparison.cases.all),
    witness: findWitness(comparison, changed, shown === FALSE ? all : shown),
    ...statedChange(placeIn(pair.old, bit.old), placeIn(pair.new, bit.new)),
    causedBy: causesOf(comparison, changed, others, oldValue),
  };
}

function placeIn(set: CapabilitySet, bit: BitIndex | undefined): SetBit | undefined {
  return bit === undefined ? undefined : { set, bit };
}

function directionOf(gained: Diagram, lost: Diagram): Direction {
  if (lost === FALSE) return "gained";
  return gained === FALSE ? "lost" : "both";
}

/** `XSAVE`; a bit without a name by its place. */
export function labelOf({ old, new: fresh }: SetPair, bit: BitPair): string {
  if (bit.new !== undefined && isNamed(fresh.layout, bit.new))
    return bitLabel(fresh.layout, bit.new);
  if (bit.old !== undefined && isNamed(old.layout, bit.old)) return bitLabel(old.layout, bit.old);
  return bit.new === undefined
    ? placeName(old.layout, bit.old ?? 0)
    : placeName(fresh.layout, bit.new);
}

function wordOfPair({ old, new: fresh }: SetPair, bit: BitPair): string {
  return bit.new === undefined
    ? wordName(old.layout, bit.old ?? 0)
    : wordName(fresh.layout, bit.new);
}

function findWitness(
  comparison: Comparison,
  { before, after }: ChangedBit,
  wanted: Diagram,
): Witness {
  const { together, oldModel, newModel, newMeaning } = comparison;
  const { bdd } = newMeaning;
  const inBoth = bdd.and(wanted, comparison.cases.both);
  const cases = inBoth === FALSE ? wanted : inBoth;
  const cheapest = definitely(fewestBits(newMeaning, cases), "no case in which a change shows");
  const holds = (diagram: Diagram): boolean =>
    bdd.evaluate(diagram, (variable) => cheapest.get(variable) === true);
  return {
    old: together.caseFor(oldModel, cheapest),
    new: together.caseFor(newModel, cheapest),
    text: caseText([
      ...caseParts(newMeaning, together.toldCase(newModel, cheapest), cases),
      ...goneParts(comparison, cheapest),
    ]),
    before: holds(before),
    after: holds(after),
  };
}

/** The parts of a case that are on and that only the old program has. */
function goneParts(
  { together, oldModel, newModel, oldMeaning, newMeaning }: Comparison,
  values: ReadonlyMap<Variable, boolean>,
): readonly string[] {
  const isGone = (variable: Variable): boolean => {
    const atom = newMeaning.variables.meaning(variable);
    if (atom.kind === "flag") return !newModel.flags.includes(atom.flag);
    return atom.kind !== "enum" && !newModel.inputs.includes(atom.input);
  };
  const gone = new Map([...values].filter(([variable]) => isGone(variable)));
  // No value of an enumeration matters to what is always false.
  return caseParts(oldMeaning, together.caseFor(oldModel, gone), FALSE);
}

/** The changed bits through which this one changes; none, if its own rules say something else. */
function causesOf(
  { newMeaning, cases, dependenciesOf }: Comparison,
  { pair, bit, before }: ChangedBit,
  all: ReadonlyMap<string, ChangedBit>,
  oldValue: OldValue,
): readonly string[] {
  if (bit.new === undefined || bit.old === undefined) return [];
  const { bdd } = newMeaning;
  const own = valueByOwnRules(newMeaning, { set: pair.new, bit: bit.new }, oldValue);
  if (bdd.and(cases.all, bdd.xor(own, before)) !== FALSE) return [];
  return dependenciesOf({ set: pair.new, bit: bit.new })
    .map((read) => changeKey(read.set, read.bit))
    .filter((key) => all.has(key))
    .map((key) => {
      const cause = definitely(all.get(key), "a changed bit");
      return `${cause.pair.new.name}.${labelOf(cause.pair, cause.bit)}`;
    });
}

/** The key of a change: the new set and the bit in its layout. */
export function changeKey(set: CapabilitySet, bit: BitIndex): string {
  return `${set.name} ${bit}`;
}
