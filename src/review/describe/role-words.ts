/** Describes, for all output formats, whether the guest gains or loses by a change. */

import type { DescribedChange, DescribedDeclaration, DescribedSet, DiffResult } from "../diff.ts";
import type { Direction } from "../compare/change.ts";
import { asDirection, isExposed, rolesOf } from "../compare/roles.ts";
import { acceptedText } from "./change-words.ts";

/** The notes beside the name of a set: `was pv`, `denied`, `exposed instead of denied`. */
export function setNotes({ sides, oldName }: DescribedSet): readonly string[] {
  const roles = rolesOf(sides);
  const { old, new: fresh } = roles;
  return [
    ...(oldName === undefined ? [] : [`was ${oldName}`]),
    ...(isExposed(roles) ? [] : [old === fresh ? fresh : `${fresh} instead of ${old}`]),
  ];
}

/** `gained for the guest`; undefined if the bit's own direction says so, or the set is internal. */
export function guestText({ direction, forGuest }: DescribedChange): string | undefined {
  const told = asDirection(forGuest);
  return told === undefined || told === direction
    ? undefined
    : `${forGuest.join(" and ")} for the guest`;
}

/** True if the guest sees the change. */
export function isSeen({ forGuest }: DescribedChange): boolean {
  return forGuest.length > 0;
}

/** The colour of a change, by its effect on the guest. */
export type Tone = Direction | "internal";

export function toneOf({ forGuest }: DescribedChange): Tone {
  return asDirection(forGuest) ?? "internal";
}

/**
 * The changed roles of sets in all programs, without duplicates. A change is open if it is open in
 * any program.
 */
export function roleChangesOf(
  programs: readonly { readonly result: DiffResult }[],
): readonly DescribedDeclaration[] {
  const all = programs.flatMap(({ result }) => roleChangesIn(result.diff));
  const keyOf = (each: DescribedDeclaration): string =>
    JSON.stringify({ ...each, accepted: undefined });
  const isOpen = ({ accepted }: DescribedDeclaration): boolean => accepted === undefined;
  const accepted = all.filter((each) => !isOpen(each));
  return [
    ...new Map([...accepted, ...all.filter(isOpen)].map((each) => [keyOf(each), each])).values(),
  ];
}

/** Added and removed capability sets. */
export function unpairedSetsIn(diff: DiffResult["diff"]): readonly DescribedDeclaration[] {
  return (diff?.declarations ?? []).filter(({ role }) => role !== undefined);
}

/** `capability set extra added: denied, so lost for the guest; accepted because "why"` */
export function unpairedSetText(set: DescribedDeclaration): string {
  const { kind, name, change, detail, accepted } = set;
  const told = detail === undefined ? "" : `: ${detail}`;
  const by = acceptedText(accepted);
  return `${kind} ${name} ${change}${told}${by === undefined ? "" : `; accepted ${by}`}`;
}

/** True if the guest sees the set and its addition or removal is not accepted. */
export function isOpenSet({ role, accepted }: DescribedDeclaration): boolean {
  return role !== "internal" && accepted === undefined;
}

/** `exposed → denied; accepted because "why"` */
export function roleText({ detail = "", accepted }: DescribedDeclaration): string {
  const by = acceptedText(accepted);
  return `${detail}${by === undefined ? "" : `; accepted ${by}`}`;
}

export function roleChangesIn(diff: DiffResult["diff"]): readonly DescribedDeclaration[] {
  return (diff?.declarations ?? []).filter(({ kind }) => kind === "role of set");
}
