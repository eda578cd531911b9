/**
 * Groups changes for all output formats: causes with their consequences, and equal causes together.
 */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import { addToList } from "../../base/add-to-list.ts";
import type { DescribedChange, DescribedSet } from "../diff.ts";
import { aboutThisBit } from "../compare/this-bit-text.ts";
import { directionMark, isAccepted } from "./change-words.ts";
import { guestText, isSeen } from "./role-words.ts";

/** `not accepted`, `accepted`, `accepted in part` */
export function acceptedShare(change: DescribedChange): string {
  if (change.accepted === undefined) return "not accepted";
  return isAccepted(change) ? "accepted" : PARTLY;
}

export const PARTLY = "accepted in part";

/** A change of a bit's own rules, and what follows from it in other bits. */
export interface Cause {
  readonly set: string;
  readonly change: DescribedChange;
  /** In order of sets and bits. */
  readonly consequences: readonly Consequence[];
}

export interface Consequence {
  readonly set: string;
  readonly change: DescribedChange;
  /** `lost for the guest`, and `not accepted` if the cause does not say so already. */
  readonly notes: readonly string[];
}

/** `+ vcpu.XSAVES (not accepted)` */
export function consequenceText({ set, change, notes }: Consequence): string {
  const also = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
  return `${directionMark(change.direction)} ${set}.${change.bit}${also}`;
}

/**
 * @param sets all sets of a program. A change with several causes is a consequence of each of them.
 */
export function findCauses(sets: readonly DescribedSet[]): readonly Cause[] {
  const all = sets.flatMap(({ name, changes }) =>
    changes.map((change) => ({ set: name, key: `${name}.${change.bit}`, change })),
  );
  const byKey = new Map(all.map((each) => [each.key, each]));
  const rootsOf = (key: string, seen: ReadonlySet<string>): readonly string[] => {
    const causedBy = byKey.get(key)?.change.causedBy ?? [];
    if (causedBy.length === 0) return [key];
    return causedBy
      .filter((each) => !seen.has(each))
      .flatMap((each) => rootsOf(each, new Set([...seen, key])));
  };
  const following = new Map<string, Consequence[]>();
  for (const { set, key, change } of all) {
    if (change.causedBy.length === 0) continue;
    for (const root of new Set(rootsOf(key, new Set()))) {
      const cause = byKey.get(root)?.change;
      const notes = [guestText(change) ?? [], shareBeside(change, cause) ?? []].flat();
      addToList(following, root, { set, change, notes });
    }
  }
  return all
    .filter(({ change }) => change.causedBy.length === 0)
    .map(({ set, key, change }) => ({ set, change, consequences: following.get(key) ?? [] }));
}

/** True if the change or one of its consequences affects the guest and is not accepted. */
export function isToReview({ change, consequences }: Omit<Cause, "set">): boolean {
  return [change, ...consequences.map((each) => each.change)].some(
    (each) => isSeen(each) && !isAccepted(each),
  );
}

/**
 * Says how much of a consequence is accepted, unless its cause says the same. Changes of internal
 * sets need no acceptance.
 */
function shareBeside(
  change: DescribedChange,
  cause: DescribedChange | undefined,
): string | undefined {
  if (!isSeen(change)) return undefined;
  const share = acceptedShare(change);
  const known = cause === undefined ? undefined : acceptedShare(cause);
  // Partial acceptance is always repeated, since two changes have different open cases.
  return share === known && share !== PARTLY ? undefined : share;
}

/** Causes that differ only in the bit, such as those of a changed default. */
export interface CauseGroup {
  readonly set: string;
  readonly changes: readonly [DescribedChange, ...DescribedChange[]];
  /** If several bits share the condition, a bare bitmap means "this bit", as in rules. */
  readonly condition: string;
  /** Undefined if no case is accepted. Its condition is also in terms of "this bit". */
  readonly accepted: ChangeAcceptance | undefined;
  /** Consequences that affect the guest come first. */
  readonly consequences: readonly Consequence[];
  /** True if the change or one of its consequences affects the guest and is not accepted. */
  readonly isToReview: boolean;
}

/** In order of their first bits. */
export function groupCauses(causes: readonly Cause[]): readonly CauseGroup[] {
  const groups = new Map<string, [Cause, ...Cause[]]>();
  for (const cause of causes) {
    const { set, change } = cause;
    const key = JSON.stringify([
      set,
      change.direction,
      aboutThisBit(change),
      change.before.map(({ file, line }) => `${file}:${line}`),
      change.after.map(({ file, line }) => `${file}:${line}`),
      change.onlyWhere,
      change.hosts,
      sharedAcceptance(change),
    ]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [cause]);
    else known.push(cause);
  }
  return [...groups.values()].map((members): CauseGroup => {
    const [first, ...others] = members;
    return {
      set: first.set,
      changes: [first.change, ...others.map(({ change }) => change)],
      condition: others.length === 0 ? first.change.condition : aboutThisBit(first.change),
      accepted: others.length === 0 ? first.change.accepted : sharedAcceptance(first.change),
      consequences: consequencesOf(members),
      isToReview: members.some(isToReview),
    };
  });
}

function consequencesOf(causes: readonly Cause[]): readonly Consequence[] {
  const all = causes.flatMap(({ consequences }) => consequences);
  const ordered = [
    ...all.filter(({ change }) => isSeen(change)),
    ...all.filter(({ change }) => !isSeen(change)),
  ];
  return [...new Map(ordered.map((each) => [consequenceText(each), each])).values()];
}

function sharedAcceptance(change: DescribedChange): ChangeAcceptance | undefined {
  const { accepted } = change;
  if (accepted?.except === undefined) return accepted;
  return { ...accepted, except: aboutThisBit({ ...change, condition: accepted.except }) };
}
