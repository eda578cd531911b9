/**
 * Compares the declarations of two programs: layouts, inputs, flags, enumerations, sets,
 * assumptions, assertions.
 */

import { bitOf, type Layout, type Word } from "../../model/layout.ts";
import type { CapabilitySet, Model } from "../../model/model.ts";
import { oneLine } from "../../model/rule-text.ts";
import { placeOf } from "./claim-text.ts";
import type { DeclarationChange, DeclarationKind } from "./change.ts";
import { unpairedText } from "./roles.ts";

export function compareDeclarations(old: Model, fresh: Model): readonly DeclarationChange[] {
  return [
    ...compareNamed("layout", old.layouts, fresh.layouts, () => undefined),
    ...fresh.layouts.flatMap((layout) => {
      const before = old.layouts.find(({ name }) => name === layout.name);
      return before === undefined ? [] : compareLayouts(before, layout);
    }),
    ...compareNamed("input", old.inputs, fresh.inputs, (before, after) =>
      changed("of layout", before.layout.name, after.layout.name),
    ),
    ...compareNamed("flag", old.flags, fresh.flags, () => undefined),
    ...compareNamed("enum", old.enums, fresh.enums, (before, after) =>
      changed("values", before.values.join(" "), after.values.join(" ")),
    ),
    ...compareSets(old.sets, fresh.sets),
    ...compareAssumptions(old, fresh),
    ...compareNamed("assertion", claimsOf(old), claimsOf(fresh), () => undefined),
  ];
}

interface Named {
  readonly name: string;
}

/** @param detail what differs between two of one name; undefined if nothing does. */
function compareNamed<T extends Named>(
  kind: DeclarationKind,
  old: readonly T[],
  fresh: readonly T[],
  detail: (before: T, after: T) => string | undefined,
  prefix = "",
): readonly DeclarationChange[] {
  const before = new Map(old.map((each) => [each.name, each]));
  const after = new Map(fresh.map((each) => [each.name, each]));
  const change = (name: string, how: DeclarationChange["change"], what?: string) => ({
    kind,
    name: `${prefix}${name}`,
    change: how,
    detail: what,
  });
  return [
    ...fresh.flatMap((each) => {
      const other = before.get(each.name);
      if (other === undefined) return [change(each.name, "added")];
      const what = detail(other, each);
      return what === undefined ? [] : [change(each.name, "changed", what)];
    }),
    ...old.filter(({ name }) => !after.has(name)).map(({ name }) => change(name, "removed")),
  ];
}

function compareSets(
  old: readonly CapabilitySet[],
  fresh: readonly CapabilitySet[],
): readonly DeclarationChange[] {
  const sets = new Map([...old, ...fresh].map((set) => [set.name, set]));
  return compareNamed("capability set", old, fresh, (before, after) =>
    changed("of layout", before.layout.name, after.layout.name),
  ).map((each) => {
    const set = sets.get(each.name);
    if (each.change === "changed" || set === undefined) return each;
    const { role, roleSpan } = set;
    const place = each.change === "added" ? placeOf(roleSpan) : {};
    return { ...each, role, detail: unpairedText(role, each.change), ...place };
  });
}

function changed(what: string, before: string, after: string): string | undefined {
  return before === after ? undefined : `${what} ${before} → ${after}`;
}

function compareLayouts(old: Layout, fresh: Layout): readonly DeclarationChange[] {
  const words = compareNamed(
    "word",
    old.words,
    fresh.words,
    (before, after) =>
      changed("at", addressOf(before), addressOf(after)) ??
      changed("word", String(before.index), String(after.index)),
    `${fresh.name}.`,
  );
  const bits = fresh.words.flatMap((word) => {
    const before = old.words.find(({ name }) => name === word.name);
    if (before === undefined) return [];
    return compareNamed(
      "bit",
      namedBits(before),
      namedBits(word),
      (one, other) => changed("bit", String(one.number), String(other.number)),
      `${word.name}.`,
    );
  });
  return [...words, ...bits];
}

function addressOf({ address }: Word): string {
  if (address === undefined) return "no CPUID address";
  const { function: leaf, index, register } = address;
  return `0x${leaf.toString(16)}${index === undefined ? "" : `.${index}`} ${register}`;
}

function namedBits({ bits }: Word): readonly { readonly name: string; readonly number: number }[] {
  return bits.flatMap((bit) =>
    bit === undefined ? [] : [{ name: bit.name, number: bitOf(bit.index) }],
  );
}

/** Assumptions have no names, so they are identified by their text. */
function compareAssumptions(old: Model, fresh: Model): readonly DeclarationChange[] {
  const textsOf = ({ assumptions }: Model): readonly Named[] =>
    assumptions.map(({ span }) => ({ name: oneLine(span) }));
  return compareNamed("assumption", textsOf(old), textsOf(fresh), () => undefined);
}

/**
 * The assertions of a program, identified by their claim and set. A removed one matters, since its
 * claim is no longer proved.
 */
function claimsOf({ assertions }: Model): readonly Named[] {
  return assertions.map(({ claimSpan, set }) => {
    const claim = oneLine(claimSpan);
    return { name: set === undefined ? claim : `${claim} (in ${set.name})` };
  });
}
