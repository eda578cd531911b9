/**
 * Finds the assertions of the old program that the new one still makes, and the new program's
 * assertions that fail. A claim counts as made if the new side states it, or states others that
 * together imply it for every bit and case.
 */

import { FALSE, TRUE, type Diagram } from "../../bdd/bdd.ts";
import { groupsOf } from "../../checks/refute.ts";
import { interpret } from "../../interpreter/interpret.ts";
import { lowerClaim, type Meaning } from "../../meaning/lower.ts";
import { describeAssignment, fewestBits } from "../../meaning/witness.ts";
import { alikeBits } from "../../model/alike-bits.ts";
import { bitsRead, setBitsAmong } from "../../model/bits-read.ts";
import { bitmapReads } from "../../model/expressions.ts";
import { bitLabel, type BitIndex, type Layout } from "../../model/layout.ts";
import type { Assertion, Model, ThisBit } from "../../model/model.ts";
import { oneLine } from "../../model/rule-text.ts";
import { sliceModel } from "../../model/slice.ts";
import { definitely, invariant } from "../../base/unreachable.ts";
import type { ReplayCase } from "../../replay/replay.ts";
import { onBothSides, type BothSides } from "../compare/both-sides.ts";
import { placeOf } from "../compare/claim-text.ts";
import { bitsOf, bitsReadingChanged } from "./claimed-bits.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import { claimsOfNewValues, freeClaims, newPlaces, type ClaimReader } from "./free-claims.ts";
import { decidePromise } from "./decide-promise.ts";
import { matchBits } from "../compare/match-bits.ts";
import type { BrokenPromise, PromiseChange, PromiseChanges } from "./promise-change.ts";
import { declarationsIn } from "../compare/read-declarations.ts";

/**
 * An assertion for which a limit is reached is undecided.
 * @param haveSameNames whether all names mean the same on both sides.
 */
export function compareAssertions(
  models: BothSides<Model>,
  compared: ComparedPrograms,
  haveSameNames: boolean,
): PromiseChanges {
  const { old, new: fresh } = onBothSides(models, ({ assertions }) => assertions);
  const written = new Map(old.map((each) => [keyOf(each), each]));
  const isMeant = onBothSides({ old, new: fresh }, (all) => new Set(all.map(meaningKey)));
  const gone = old.filter((each) => !isMeant.new.has(meaningKey(each)));
  const added = fresh.filter((each) => !isMeant.old.has(meaningKey(each)));
  const { cases, changedFunctions, meaning } = compared;
  const { bdd } = meaning;
  const allowsMore = bdd.and(cases.allowed.new, bdd.not(cases.allowed.old)) !== FALSE;
  const mayBreak = (assertion: Assertion): readonly (ThisBit | undefined)[] =>
    haveSameNames && isMeant.old.has(meaningKey(assertion)) && !allowsMore
      ? bitsReadingChanged(assertion, changedFunctions)
      : bitsOf(assertion.layout);
  return {
    broken: brokenAssertions(models, compared, written, mayBreak),
    others: [
      ...withdrawnAssertions(models, compared, gone, added),
      ...fresh
        .filter((each) => !written.has(keyOf(each)))
        .map((each) => describe(each, "made", "new", [])),
    ],
  };
}

/** A key of the assertion's text and its set. */
function keyOf({ claimSpan, set }: Assertion): string {
  return JSON.stringify([oneLine(claimSpan), set?.name]);
}

/**
 * A key that also covers the named declarations: equal text has another meaning if a class or list
 * in it changes.
 */
function meaningKey(assertion: Assertion): string {
  return JSON.stringify([keyOf(assertion), declarationTexts(assertion)]);
}

/** `class allowed = host | guest` */
function declarationTexts({ claim }: Assertion): readonly string[] {
  return declarationsIn([claim]).map(({ stated }) => stated.text);
}

export function describe(
  { claimSpan, span }: Assertion,
  change: PromiseChange["change"],
  side: PromiseChange["side"],
  notes: readonly string[],
): PromiseChange {
  const isFinding = change !== "made";
  const text = oneLine(claimSpan);
  return { kind: "assert", change, text, side, ...placeOf(span), isFinding, notes };
}

/** Looking for bits that are alike takes about as long as proving a claim for so many. */
const WORTH_GROUPING = 100;

/** @param mayBreak the bits for which an assertion can fail, if it held before. */
function brokenAssertions(
  models: BothSides<Model>,
  compared: ComparedPrograms,
  old: ReadonlyMap<string, Assertion>,
  mayBreak: (assertion: Assertion) => readonly (ThisBit | undefined)[],
): readonly BrokenPromise[] {
  const { oldMeaning, meaning, cases } = compared;
  const alike = alikeBits(compared.models.new);
  const judge = (assertion: Assertion): readonly BrokenPromise[] => {
    const fails = (bit: ThisBit | undefined): Diagram =>
      whereItFails(meaning, cases.allowed.new, assertion, bit);
    const bits = mayBreak(assertion);
    const groups =
      bits.length > WORTH_GROUPING ? groupsOf(assertion, alike) : bits.map((bit) => [bit]);
    // Groups are in order of their first bits.
    const failing = groups.filter(([first]) => fails(first) !== FALSE).flat();
    if (failing.length === 0) return [];
    const before = old.get(keyOf(assertion));
    const failedBefore =
      before !== undefined &&
      bitsOf(before.layout).some(
        (bit) => whereItFails(oldMeaning, cases.allowed.old, before, bit) !== FALSE,
      );
    if (failedBefore) return [];
    const [first] = failing;
    const { note, witness } = showFailure(compared, assertion, first, fails(first));
    const notes = [note, ...(failing.length > 1 ? [`it fails for ${failing.length} bits`] : [])];
    return [{ promise: describe(assertion, "broken", "new", notes), witness }];
  };
  return models.new.assertions.flatMap((assertion) =>
    decidePromise(
      meaning.bdd,
      () => judge(assertion),
      (notes) => [{ promise: describe(assertion, "undecided", "new", notes), witness: undefined }],
    ),
  );
}

function whereItFails(
  { bdd, atoms }: Meaning,
  allowed: Diagram,
  { claim }: Assertion,
  bit: ThisBit | undefined,
): Diagram {
  return bdd.and(allowed, bdd.not(lowerClaim(bdd, atoms, claim, bit)));
}

interface ShownFailure {
  readonly note: string;
  readonly witness: ReplayCase;
}

/** The smallest case in which it fails, which the interpreter must confirm. */
function showFailure(
  { meaning, together, models: { new: model } }: ComparedPrograms,
  { claim }: Assertion,
  thisBit: ThisBit | undefined,
  fails: Diagram,
): ShownFailure {
  const values = definitely(fewestBits(meaning, fails), "no case in which a claim fails");
  const about = setBitsAmong(bitsRead(claim, thisBit));
  const assignment = together.caseFor(model, values);
  const interpretation = interpret(model, assignment, { order: sliceModel(model, about) });
  invariant(
    !interpretation.holds(claim, thisBit),
    "the interpreter and the decision diagrams disagree about a counterexample",
  );
  const which = thisBit === undefined ? "" : ` for ${bitLabel(thisBit.layout, thisBit.bit)}`;
  const shown = describeAssignment(meaning, together.toldCase(model, values), fails);
  return {
    note: `it fails${which} in this case: ${shown}`,
    witness: { assignment, about },
  };
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
  const judge = (assertion: Assertion): readonly PromiseChange[] => {
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
      ...redeclared(assertion, models.new),
      ...(weaker === undefined || keyOf(weaker) === keyOf(assertion)
        ? []
        : [`the new side asserts \`${oneLine(weaker.claimSpan)}\`, which claims less`]),
      ...(isReadable ? [stillText(fails, assertion)] : []),
    ];
    return [describe(assertion, weaker === undefined ? "withdrawn" : "weakened", "old", notes)];
  };
  return gone.flatMap((assertion) =>
    decidePromise(
      compared.meaning.bdd,
      () => judge(assertion),
      (notes) => [describe(assertion, "undecided", "old", notes)],
    ),
  );
}

/** For an assertion with unchanged text, the changed declarations that it names. */
function redeclared(assertion: Assertion, { assertions }: Model): readonly string[] {
  const now = assertions.find((each) => keyOf(each) === keyOf(assertion));
  if (now === undefined) return [];
  const [was, is] = [declarationTexts(assertion), declarationTexts(now)];
  const before = was.filter((text) => !is.includes(text));
  const after = is.filter((text) => !was.includes(text));
  return [`it read \`${before.join("; ")}\`, and reads \`${after.join("; ")}\` now`];
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
export function implies(
  { meaning: { bdd }, cases }: ComparedPrograms,
  premises: readonly Diagram[],
  conclusion: Diagram,
): boolean {
  const wanted = bdd.and(cases.allowed.new, bdd.not(conclusion));
  return premises.reduce((rest, premise) => bdd.and(rest, premise), wanted) === FALSE;
}

/** True if the claim follows from the other one for each bit, and is not trivially true. */
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
export function newBit({ layouts }: Model, bit: ThisBit | undefined): ThisBit | undefined {
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

/**
 * The conjunction of the new program's assertions about the bit and about the bits that the other
 * claim names.
 */
export function claimsAbout(
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
