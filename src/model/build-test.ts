/** Resolves a `test` block. */

import { nearestName } from "../base/nearest-name.ts";
import { spanText } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { noCpuidEntry, unknownName, unknownValue, wrongKind } from "../diagnostics/names.ts";
import { withdrawnItem } from "../diagnostics/proofs.ts";
import { givenTwice } from "../diagnostics/rules.ts";
import type {
  BitsItem,
  FlagItem,
  GivenItem,
  Identifier,
  ListElement,
  PresenceItem,
  TestBlock,
  ValueItem,
} from "../../grammar/syntax-tree.ts";
import { kindWords, type Declared } from "./declarations.ts";
import { findWord } from "./find-bit.ts";
import { findEnum } from "./find-enum.ts";
import { bitCount, layoutBit, wordOf, type BitIndex, type Layout } from "./layout.ts";
import type { Enumeration, Expectation, Flag, Input, RuleTest } from "./model.ts";
import { resolveTargets } from "./resolve-targets.ts";
import { lookUp, visibleNames, type Scope } from "./scope.ts";

interface Given {
  readonly bits: Map<Input, ReadonlySet<BitIndex>>;
  readonly present: Map<Input, Set<number>>;
  readonly absent: Map<Input, Set<number>>;
  readonly flags: Set<Flag>;
  readonly values: Map<Enumeration, number>;
  /** Names given so far, to report a repeated one. */
  readonly named: Set<string>;
}

/** @param scope a scope without a capability set, since tests stand at the top level. */
export function buildTest(scope: Scope, block: TestBlock): RuleTest {
  const given: Given = {
    bits: new Map(),
    present: new Map(),
    absent: new Map(),
    flags: new Set(),
    values: new Map(),
    named: new Set(),
  };
  for (const item of block.givens) addGiven(scope, given, item);
  for (const [input, entries] of given.absent) dropEntries(given, input, entries);
  const expectations = block.expectations.flatMap((item) => buildExpectations(scope, item));
  return { title: block.title.value, given, expectations, span: block.title.span };
}

function addGiven(scope: Scope, given: Given, item: GivenItem): void {
  switch (item.kind) {
    case "bits":
      addBits(scope, given, item);
      return;
    case "value":
      addValue(scope, given, item);
      return;
    case "flag":
      addFlag(scope, given, item);
      return;
    case "presence":
      addPresence(scope, given, item);
  }
}

function addBits(scope: Scope, given: Given, item: BitsItem): void {
  const input = expectKind(scope, item.bitmap, "input", "an input");
  if (input === undefined || !isFirst(scope, given, item.bitmap.text, item.bitmap)) return;
  const bits = new Set<BitIndex>();
  for (const [bit, { negated }] of decidingElements(scope, input.layout, item)) {
    if (!negated) bits.add(bit);
  }
  given.bits.set(input, bits);
}

function addValue(scope: Scope, given: Given, item: ValueItem): void {
  const enumeration = findEnum(scope, item.enum);
  if ("problem" in enumeration) {
    if (enumeration.problem !== undefined) scope.diagnostics.push(enumeration.problem);
    return;
  }
  if (!isFirst(scope, given, item.enum.text, item.enum)) return;
  const position = enumeration.values.indexOf(item.value.text);
  if (position !== -1) given.values.set(enumeration, position);
  else {
    const value = item.value.text;
    const nearest = (): string | undefined => nearestName(value, enumeration.values);
    const names = { enumeration: enumeration.name, value, nearest };
    scope.diagnostics.push(report(unknownValue, item.value.span, names));
  }
}

function addFlag(scope: Scope, given: Given, item: FlagItem): void {
  const flag = expectKind(scope, item.flag, "flag", "a flag");
  if (flag === undefined || !isFirst(scope, given, item.flag.text, item.flag)) return;
  if (item.on) given.flags.add(flag);
}

function addPresence(scope: Scope, given: Given, item: PresenceItem): void {
  const input = expectKind(scope, item.bitmap, "input", "an input");
  if (input === undefined) return;
  const word = findWord(input.layout, item.leaf);
  if ("problem" in word) scope.diagnostics.push(word.problem);
  else if (word.address === undefined) {
    scope.diagnostics.push(report(noCpuidEntry, item.leaf.span, { word: item.leaf.text }));
  } else {
    const { entry } = word.address;
    const name = `${input.name} has ${item.leaf.text}`;
    if (
      !isFirst(scope, given, `${input.name} has ${String(entry)}`, { text: name, span: item.span })
    )
      return;
    const entries = item.present ? given.present : given.absent;
    entries.set(input, (entries.get(input) ?? new Set()).add(entry));
  }
}

/** Removes given bits whose CPUID entry is given as absent, since they read zero. */
function dropEntries(given: Given, input: Input, entries: ReadonlySet<number>): void {
  const { words } = input.layout;
  const kept = [...(given.bits.get(input) ?? [])].filter((bit) => {
    const entry = words[wordOf(bit)]?.address?.entry;
    return entry === undefined || !entries.has(entry);
  });
  given.bits.set(input, new Set(kept));
}

function buildExpectations(scope: Scope, item: BitsItem): readonly Expectation[] {
  const set = expectKind(scope, item.bitmap, "caps", "a capability set");
  if (set === undefined) return [];
  return [...decidingElements(scope, set.layout, item)].map(([bit, { negated, span }]) => ({
    set,
    bit,
    value: !negated,
    span,
    itemSpan: item.span,
  }));
}

/**
 * Maps each bit of a list to the element that decides it. The last element wins, so `all !AVX`
 * leaves AVX out. An element is reported if later ones reverse all of its bits.
 */
function decidingElements(
  scope: Scope,
  layout: Layout,
  { elements }: BitsItem,
): ReadonlyMap<BitIndex, ListElement> {
  const deciding = new Map<BitIndex, ListElement>();
  const named = elements.map((element) => {
    const { path } = element;
    const bits = path === undefined ? namedBits(layout) : resolveTargets(scope, layout, [path]);
    for (const bit of bits) deciding.set(bit, element);
    return { element, bits: [...bits] };
  });
  for (const { element, bits } of named) {
    const isWithdrawn = bits.every((bit) => deciding.get(bit)?.negated === !element.negated);
    if (bits.length === 0 || !isWithdrawn) continue;
    const item = spanText(element.span);
    scope.diagnostics.push(report(withdrawnItem, element.span, { item }));
  }
  return deciding;
}

function namedBits(layout: Layout): readonly BitIndex[] {
  return Array.from({ length: bitCount(layout) }, (_, bit) => bit).filter(
    (bit) => layoutBit(layout, bit) !== undefined,
  );
}

function isFirst(scope: Scope, given: Given, key: string, { text, span }: Identifier): boolean {
  if (!given.named.has(key)) {
    given.named.add(key);
    return true;
  }
  scope.diagnostics.push(report(givenTwice, span, { name: text }));
  return false;
}

function expectKind<Kind extends Declared["kind"]>(
  scope: Scope,
  { text, span }: Identifier,
  kind: Kind,
  expected: string,
): Extract<Declared, { kind: Kind }> | undefined {
  const declared = lookUp(scope, text);
  const isKind = (each: Declared): each is Extract<Declared, { kind: Kind }> => each.kind === kind;
  if (declared === undefined) {
    if (!scope.brokenNames.has(text)) {
      const names = visibleNames(scope).filter((name) => lookUp(scope, name)?.kind === kind);
      const nearest = (): string | undefined => nearestName(text, names);
      const what = expected.replace(/^an? /, "");
      scope.diagnostics.push(report(unknownName, span, { name: text, expected: what, nearest }));
    }
    return undefined;
  }
  if (isKind(declared)) return declared;
  const actual = kindWords(declared);
  scope.diagnostics.push(report(wrongKind, span, { name: text, actual, expected }));
  return undefined;
}
