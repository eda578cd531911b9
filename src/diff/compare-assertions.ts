/**
 * Which assertions of the old program the new one still makes, and which of its own it does not keep. A claim counts as
 * made where the new side states it, or states others that together imply it for every bit and case.
 */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { interpret } from "../interpreter/interpret.ts";
import { lowerExpr } from "../meaning/lower.ts";
import { describeAssignment, fewestBits } from "../meaning/witness.ts";
import { bitsRead, rememberBitsRead, setBitsAmong } from "../model/bits-read.ts";
import { bitmapReads } from "../model/expressions.ts";
import { bitCount, bitLabel, type BitIndex, type Layout } from "../model/layout.ts";
import type { Assertion, Model, SetBit, ThisBit } from "../model/model.ts";
import { sliceModel } from "../model/slice.ts";
import { definitely, invariant } from "../base/unreachable.ts";
import type { BothSides } from "./both-sides.ts";
import { claimText, placeOf } from "./claim-text.ts";
import { changeKey } from "./compare-sets.ts";
import type { ComparedPrograms } from "./diff-programs.ts";
import { claimsOfNewValues, freeClaims, newPlaces, type ClaimReader } from "./free-claims.ts";
import { matchBits } from "./match-bits.ts";
import type { PromiseChange } from "./promise-change.ts";

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function compareAssertions(
  models: BothSides<Model>,
  compared: ComparedPrograms,
): readonly PromiseChange[] {
  const stated = {
    old: new Map(models.old.assertions.map((each) => [keyOf(each), each])),
    new: new Map(models.new.assertions.map((each) => [keyOf(each), each])),
  };
  const gone = models.old.assertions.filter((each) => !stated.new.has(keyOf(each)));
  const added = models.new.assertions.filter((each) => !stated.old.has(keyOf(each)));
  return [
    ...brokenAssertions(models, compared, stated.old),
    ...withdrawnAssertions(models, compared, gone, added),
    ...added.map((each) => describe(each, "made", "new", [])),
  ];
}

/** What an assertion claims, and of which set. */
function keyOf({ claimSpan, set }: Assertion): string {
  return JSON.stringify([claimText(claimSpan), set?.name]);
}

function describe(
  { claimSpan, span }: Assertion,
  change: PromiseChange["change"],
  side: PromiseChange["side"],
  notes: readonly string[],
): PromiseChange {
  const isFinding = change !== "made";
  const text = claimText(claimSpan);
  return { kind: "assert", change, text, side, ...placeOf(span), isFinding, notes };
}

function brokenAssertions(
  models: BothSides<Model>,
  compared: ComparedPrograms,
  old: ReadonlyMap<string, Assertion>,
): readonly PromiseChange[] {
  const { oldMeaning, meaning, cases } = compared;
  const { bdd } = meaning;
  const changed = changedKeys(compared);
  // Where an assumption is gone, what was proved from it may fail although no bit changes.
  const isLess = bdd.and(cases.allowed.new, bdd.not(cases.allowed.old)) !== FALSE;
  return models.new.assertions.flatMap((assertion) => {
    const before = old.get(keyOf(assertion));
    const isSame = before !== undefined && !isLess;
    const fails = (thisBit: ThisBit | undefined): Diagram =>
      bdd.and(cases.allowed.new, bdd.not(lowerExpr(bdd, meaning.atoms, assertion.claim, thisBit)));
    const failing = bitsOf(assertion.layout)
      .filter(isSame ? readingChanged(assertion, changed) : () => true)
      .filter((bit) => fails(bit) !== FALSE);
    const [first] = failing;
    if (failing.length === 0) return [];
    const failedBefore =
      before !== undefined &&
      bitsOf(before.layout).some(
        (bit) =>
          bdd.and(
            cases.allowed.old,
            bdd.not(lowerExpr(bdd, oldMeaning.atoms, before.claim, bit)),
          ) !== FALSE,
      );
    if (failedBefore) return [];
    const notes = [
      failureNote(compared, assertion, first, fails(first)),
      ...(failing.length > 1 ? [`it fails for ${failing.length} bits`] : []),
    ];
    return [describe(assertion, "broken", "new", notes)];
  });
}

function changedKeys({ diff }: ComparedPrograms): ReadonlySet<string> {
  return new Set(
    diff.sets.flatMap((set) =>
      set.changes.flatMap(({ indices }) =>
        indices.new === undefined ? [] : [changeKey(set.new, indices.new)],
      ),
    ),
  );
}

/** Whether the claim about a bit reads one that changes. */
function readingChanged(
  { claim }: Assertion,
  changed: ReadonlySet<string>,
): (thisBit: ThisBit | undefined) => boolean {
  if (changed.size === 0) return () => false;
  const reads = rememberBitsRead(claim);
  return (thisBit) =>
    setBitsAmong(reads(thisBit)).some(({ set, bit }) => changed.has(changeKey(set, bit)));
}

function readsOf(claim: Assertion["claim"], thisBit: ThisBit | undefined): readonly SetBit[] {
  return setBitsAmong(bitsRead(claim, thisBit));
}

/** Every bit that an assertion is about; once without a bit, where it names none. */
function bitsOf(layout: Layout | undefined): readonly (ThisBit | undefined)[] {
  if (layout === undefined) return [undefined];
  return Array.from({ length: bitCount(layout) }, (_, bit) => ({ layout, bit }));
}

/** The case, which the interpreter must confirm. */
function failureNote(
  { meaning, together, models: { new: model } }: ComparedPrograms,
  { claim }: Assertion,
  thisBit: ThisBit | undefined,
  fails: Diagram,
): string {
  const values = definitely(fewestBits(meaning, fails), "no case in which a claim fails");
  const order = sliceModel(model, readsOf(claim, thisBit));
  const interpretation = interpret(model, together.caseFor(model, values), { order });
  invariant(
    !interpretation.holds(claim, thisBit),
    "the interpreter and the decision diagrams disagree about a counterexample",
  );
  const about = thisBit === undefined ? "" : ` for ${bitLabel(thisBit.layout, thisBit.bit)}`;
  const shown = describeAssignment(meaning, together.toldCase(model, values), fails);
  return `it fails${about} in this case: ${shown}`;
}

function withdrawnAssertions(
  models: BothSides<Model>,
  compared: ComparedPrograms,
  gone: readonly Assertion[],
  added: readonly Assertion[],
): readonly PromiseChange[] {
  if (gone.length === 0) return [];
  const meanings = { old: compared.oldMeaning, new: compared.meaning };
  const newPlace = newPlaces(compared.pairs);
  const free = freeClaims(meanings, newPlace);
  const actual = claimsOfNewValues(meanings, newPlace);
  return gone.flatMap((assertion): PromiseChange[] => {
    const bits = bitsOf(assertion.layout);
    const isImplied = bits.every((bit) => {
      const made = claimsAbout(models.new, free, newBit(models.new, bit), assertion, newPlace);
      return implies(compared, made, free.old(assertion.claim, bit));
    });
    if (isImplied) return [];
    const weaker = added.find((each) => isWeaker(models, compared, free, assertion, each));
    const fails = bits.filter((bit) => !implies(compared, [], actual(assertion.claim, bit)));
    const isReadable = [...setsRead(assertion)].every((set) =>
      compared.pairs.some((pair) => pair.old === set),
    );
    const notes = [
      ...(weaker === undefined
        ? []
        : [`the new side asserts \`${claimText(weaker.claimSpan)}\`, which claims less`]),
      ...(isReadable ? [stillText(fails, assertion)] : []),
    ];
    return [describe(assertion, weaker === undefined ? "withdrawn" : "weakened", "old", notes)];
  });
}

function stillText(fails: readonly (ThisBit | undefined)[], { layout }: Assertion): string {
  if (fails.length === 0) return "it still holds by the new rules (proved)";
  const [first] = fails;
  const which = first === undefined ? "" : ` for ${bitLabel(first.layout, first.bit)}`;
  const more = layout === undefined || fails.length === 1 ? "" : ` and ${fails.length - 1} more`;
  return `it does not hold by the new rules${which}${more}`;
}

function setsRead({ claim }: Assertion): ReadonlySet<unknown> {
  const { thisBitmaps, namedBits } = bitmapReads(claim);
  const all = [...thisBitmaps, ...namedBits.map(({ bitmap }) => bitmap)];
  return new Set(all.filter(({ kind }) => kind === "caps"));
}

/** Wherever the new side allows a case. */
function implies(
  { meaning: { bdd }, cases }: ComparedPrograms,
  premises: readonly Diagram[],
  conclusion: Diagram,
): boolean {
  const wanted = bdd.and(cases.allowed.new, bdd.not(conclusion));
  return premises.reduce((rest, premise) => bdd.and(rest, premise), wanted) === FALSE;
}

/** What it claims of each bit follows from the other claim, and is something. */
function isWeaker(
  models: BothSides<Model>,
  compared: ComparedPrograms,
  free: ClaimReader,
  old: Assertion,
  fresh: Assertion,
): boolean {
  if (old.layout?.name !== fresh.layout?.name) return false;
  const pairs = bitsOf(old.layout).map((bit) => ({ old: bit, new: newBit(models.new, bit) }));
  const claims = pairs.map((bit) => ({
    old: free.old(old.claim, bit.old),
    new: bit.old !== undefined && bit.new === undefined ? TRUE : free.fresh(fresh.claim, bit.new),
  }));
  return (
    claims.some((each) => !implies(compared, [], each.new)) &&
    claims.every((each) => implies(compared, [each.old], each.new))
  );
}

/** The bit of the new program's layout of that name; undefined if it has none. */
function newBit({ layouts }: Model, bit: ThisBit | undefined): ThisBit | undefined {
  if (bit === undefined) return undefined;
  const layout = layouts.find(({ name }) => name === bit.layout.name);
  if (layout === undefined) return undefined;
  const index = newIndices(bit.layout, layout).get(bit.bit);
  return index === undefined ? undefined : { layout, bit: index };
}

const knownIndices = new WeakMap<Layout, Map<Layout, ReadonlyMap<BitIndex, BitIndex>>>();

function newIndices(old: Layout, fresh: Layout): ReadonlyMap<BitIndex, BitIndex> {
  const ofOld = knownIndices.get(old) ?? new Map<Layout, ReadonlyMap<BitIndex, BitIndex>>();
  knownIndices.set(old, ofOld);
  const known =
    ofOld.get(fresh) ??
    new Map(
      matchBits(old, fresh).flatMap((pair): [BitIndex, BitIndex][] =>
        pair.old === undefined || pair.new === undefined ? [] : [[pair.old, pair.new]],
      ),
    );
  ofOld.set(fresh, known);
  return known;
}

/** What all assertions of the new program say of the bit, and of the bits that the other claim names. */
function claimsAbout(
  fresh: Model,
  free: ClaimReader,
  thisBit: ThisBit | undefined,
  { claim }: Assertion,
  newPlace: ReturnType<typeof newPlaces>,
): readonly Diagram[] {
  const named = bitmapReads(claim).namedBits.flatMap(({ bitmap, bit }): ThisBit[] => {
    const place = bitmap.kind === "caps" ? newPlace(bitmap, bit) : undefined;
    return place === undefined ? [] : [{ layout: place.set.layout, bit: place.bit }];
  });
  const places = [...(thisBit === undefined ? [] : [thisBit]), ...named];
  return fresh.assertions.flatMap((each) => {
    if (each.layout === undefined) return [free.fresh(each.claim, undefined)];
    return places
      .filter(({ layout }) => layout === each.layout)
      .map((place) => free.fresh(each.claim, place));
  });
}
