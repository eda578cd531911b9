/**
 * Writes the first line of a comparison: which bits the guest gains or loses, and when.
 *
 * Changes of internal sets are left out, because the guest never sees them. A change that the guest
 * sees through internal sets only is the cause of what follows from it.
 */

import { counted, nameList } from "../../base/words.ts";
import { asDirection } from "../compare/roles.ts";
import type { DescribedChange, DescribedSet } from "../diff.ts";
import type { ProgramResult } from "../programs/program-result.ts";
import { partsBesideBits } from "./counts-line.ts";
import { findCauses, groupCauses, PARTLY, type CauseGroup } from "./group-causes.ts";
import { guestText, isSeen } from "./role-words.ts";
import type { Totals } from "./totals.ts";

/**
 * `kvm.UMIP is lost when vendor == intel; 2 bits follow (vcpu.UMIP, cr4_reserved.UMIP)`.
 * Undefined if no bit changes for the guest.
 */
export function headlineOf(
  programs: readonly ProgramResult[],
  totals: Totals,
  assumed: readonly string[],
): string | undefined {
  const told = mergeEqual(
    programs.flatMap(({ name, result }) => tellProgram(name, result.diff?.sets ?? [])),
  );
  if (told.length === 0) return undefined;
  const changing = new Set(told.flatMap(({ programs: names }) => names));
  const inOrder = told.toSorted((one, other) => rankOf(one) - rankOf(other));
  const shown = inOrder.slice(0, MOST_SHOWN);
  const named = new Set(shown.flatMap(bitsOf));
  const others = new Set(told.flatMap(bitsOf).filter((bit) => !named.has(bit))).size;
  const where = assumed.length === 0 ? "" : `where ${assumed.join(" and ")}: `;
  const parts = [
    ...shown.map((each) => phrase(each, changing.size)),
    ...(others > 0
      ? [`and ${counted(others, "other bit")} ${others === 1 ? "changes" : "change"}`]
      : []),
    ...partsBesideBits(totals),
  ];
  return `${where}${parts.join("; ")}`;
}

/** The largest number of groups that a headline names. */
const MOST_SHOWN = 3;

/** A group of changes, and the programs that have it. */
interface ToldGroup {
  readonly group: CauseGroup;
  readonly programs: readonly string[];
}

function tellProgram(name: string, sets: readonly DescribedSet[]): readonly ToldGroup[] {
  return groupCauses(findCauses(asGuestSees(sets))).map((group) => ({ group, programs: [name] }));
}

/** Groups that read the same in several programs are one. */
function mergeEqual(told: readonly ToldGroup[]): readonly ToldGroup[] {
  const merged = new Map<string, ToldGroup>();
  for (const each of told) {
    const key = `${phrase(each, 1)} ${bitsOf(each).join(" ")}`;
    const programs = [...(merged.get(key)?.programs ?? []), ...each.programs];
    merged.set(key, { ...each, programs });
  }
  return [...merged.values()];
}

/**
 * Removes internal sets: a change that follows from internal ones follows from what these follow
 * from. The rules are removed, too, so that changes are grouped by their effect alone.
 */
function asGuestSees(sets: readonly DescribedSet[]): readonly DescribedSet[] {
  const all = new Map(
    sets.flatMap(({ name, changes }) => changes.map((each) => [`${name}.${each.bit}`, each])),
  );
  const seenCauses = (change: DescribedChange): readonly string[] => {
    const passed = new Set(change.causedBy);
    // A set is iterated in order of insertion, with the elements that are added meanwhile.
    for (const key of passed) {
      const cause = all.get(key);
      if (cause === undefined || isSeen(cause)) continue;
      for (const each of cause.causedBy) passed.add(each);
    }
    return [...passed].filter((key) => isSeenIn(all, key));
  };
  return sets.map((set) => ({
    ...set,
    changes: set.changes
      .filter(isSeen)
      .map((each) => ({ ...each, causedBy: seenCauses(each), before: [], after: [] })),
  }));
}

function isSeenIn(all: ReadonlyMap<string, DescribedChange>, key: string): boolean {
  const change = all.get(key);
  return change !== undefined && isSeen(change);
}

/** Open changes come first, then those in cases that both sides allow, then gains. */
function rankOf({ group }: ToldGroup): number {
  const [{ onlyWhere, forGuest }] = group.changes;
  return (
    (group.isToReview ? 0 : 8) +
    (onlyWhere.length === 0 ? 0 : 4) +
    ["gained", "both", "lost"].indexOf(asDirection(forGuest) ?? "lost")
  );
}

/** All bits of the group and its consequences. */
function bitsOf({ group: { set, changes, consequences } }: ToldGroup): readonly string[] {
  return [
    ...changes.map(({ bit }) => `${set}.${bit}`),
    ...consequences.map((each) => `${each.set}.${each.change.bit}`),
  ];
}

/** @param of how many programs change; the group's own are named unless all have the group. */
function phrase({ group, programs }: ToldGroup, of: number): string {
  const [change] = group.changes;
  const isOne = group.changes.length === 1;
  const guest = guestText(change);
  const where = programs.length < of ? ` in ${nameList(programs, MOST_NAMES)}` : "";
  const only = change.onlyWhere.length === 0 ? "" : ", only in cases that one side rules out";
  return `${subject(group)}${where} ${isOne ? "is" : "are"} ${effect(group)}${
    guest === undefined ? "" : ` (${guest})`
  }${only}${acceptedNote(group)}${following(group)}`;
}

/** Longer lists of names are cut. */
const MOST_NAMES = 3;

/** `kvm.SHSTK`, `kvm.SHSTK and kvm.IBT`, `12 bits of kvm (AVX, AVX2, BMI1 and 9 more)` */
function subject({ set, changes }: CauseGroup): string {
  const bits = changes.map(({ bit }) => bit);
  return bits.length <= 2
    ? bits.map((bit) => `${set}.${bit}`).join(" and ")
    : `${bits.length} bits of ${set} (${nameList(bits, MOST_NAMES)})`;
}

/** `lost when vendor == intel`, `gained in every case` */
function effect({ changes: [{ direction, isWhole }], condition }: CauseGroup): string {
  if (direction === "both") return "gained in some cases and lost in others";
  return `${direction} ${whenText(condition, isWhole)}`;
}

/** In UTF-16 units; a longer condition is left to the list of changes. */
const LONGEST_CONDITION = 80;

function whenText(condition: string, isWhole: boolean): string {
  if (condition === "all") return "in every case";
  const isShort = isWhole && condition.length <= LONGEST_CONDITION;
  return isShort ? `when ${condition}` : "in some cases";
}

function acceptedNote({ changes, isToReview }: CauseGroup): string {
  if (!isToReview) return ", accepted";
  return changes.some(({ accepted }) => accepted !== undefined) ? `, ${PARTLY}` : "";
}

/** `; 2 bits follow (vcpu.UMIP, vcpu.AVX gained)`; empty if nothing follows. */
function following({ changes: [cause], consequences }: CauseGroup): string {
  if (consequences.length === 0) return "";
  const own = asDirection(cause.forGuest);
  const isOther = ({ forGuest }: DescribedChange): boolean => asDirection(forGuest) !== own;
  // A consequence in the other direction must not be among those that are cut.
  const inOrder = consequences.toSorted(
    (one, other) => Number(isOther(other.change)) - Number(isOther(one.change)),
  );
  const names = inOrder.map(({ set, change }) => {
    const name = `${set}.${change.bit}`;
    return isOther(change) ? `${name} ${change.forGuest.join(" and ")}` : name;
  });
  const verb = names.length === 1 ? "follows" : "follow";
  return `; ${counted(names.length, "bit")} ${verb} (${nameList(names, MOST_NAMES)})`;
}
