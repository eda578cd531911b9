/** Words that all forms of a comparison share, and what they say once for many bits. */

import type { ChangeAcceptance } from "../../acceptance/accepted-change.ts";
import { addToList } from "../../base/add-to-list.ts";
import type { DescribedChange, DescribedSet } from "../../comparison.ts";
import type { Direction, Share, Witness } from "../../diff/change.ts";
import { aboutThisBit } from "../../diff/this-bit-text.ts";
import { counted } from "../print.ts";

const MARKS: Readonly<Record<Direction, string>> = { gained: "+", lost: "−", both: "~" };

export function directionMark(direction: Direction): string {
  return MARKS[direction];
}

const DIRECTIONS: Readonly<Record<Direction, string>> = {
  gained: "on where it was off",
  lost: "off where it was on",
  both: "in some cases on where it was off, in others off where it was on",
};

/** What a bit is, in the cases in which it changes. */
export function directionText(direction: Direction): string {
  return DIRECTIONS[direction];
}

export function onOff(isOn: boolean): string {
  return isOn ? "on" : "off";
}

/** More cases than this are told in percent. */
const MOST_COUNTED = 100_000;

/** `in 12 of 64 cases`, `in 0.4 % of all cases`, `in every case` */
export function shareText({ changing, all }: Share): string {
  if (changing === all) return "in every case";
  if (all <= MOST_COUNTED) return `in ${changing} of ${all} cases`;
  const percent = (100 * changing) / all;
  return `in ${percent < 0.1 ? "less than 0.1" : percent.toPrecision(2)} % of all cases`;
}

/** `on 4 of 37 hosts: a.txt, b.txt`, `on none of 37 hosts`; undefined where no one asked. */
export function hostsText({ hosts }: DescribedChange): string | undefined {
  if (hosts === undefined) return undefined;
  const { on, of } = hosts;
  const all = `of ${counted(of, "host")}`;
  return on.length === 0 ? `on none ${all}` : `on ${on.length} ${all}: ${nameList(on)}`;
}

/** `in 1 of 4 cases; on none of 37 hosts` */
export function oftenText(change: DescribedChange): string {
  const hosts = hostsText(change);
  return [shareText(change.share), ...(hosts === undefined ? [] : [hosts])].join("; ");
}

/** `off before, on after` */
export function beforeAndAfter({ before, after }: Witness): string {
  return `${onOff(before)} before, ${onOff(after)} after`;
}

/** `because "why" and "also why"`, `because "why", but not when vendor == amd`; undefined if it is not accepted. */
export function acceptedText(accepted: ChangeAcceptance | undefined): string | undefined {
  if (accepted === undefined) return undefined;
  const { because, except } = accepted;
  const reasons = because.map((each) => `"${each}"`).join(" and ");
  return `because ${reasons}${except === undefined ? "" : `, but not when ${except}`}`;
}

/** The directions in which a bit changes in cases that no one has accepted. */
export function openDirectionsOf({
  direction,
  accepted,
}: DescribedChange): ChangeAcceptance["open"] {
  if (accepted !== undefined) return accepted.open;
  return direction === "both" ? ["gained", "lost"] : [direction];
}

/** In every case in which it changes. */
export function isAccepted(change: DescribedChange): boolean {
  return openDirectionsOf(change).length === 0;
}

/** How much of a change is accepted. */
function acceptedShare(change: DescribedChange): string {
  if (change.accepted === undefined) return "not accepted";
  return isAccepted(change) ? "accepted" : PARTLY;
}

const PARTLY = "accepted in part";

/** A change of a bit's own rules, and what follows from it in other bits. */
export interface Cause {
  readonly set: string;
  readonly change: DescribedChange;
  /** `+ vcpu.XSAVES`, in order of sets and bits; with ` (not accepted)` if that is not said of the cause as well. */
  readonly consequences: readonly string[];
}

/** @param sets all sets of a program; a change with several causes follows from each of them. */
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
  const following = new Map<string, string[]>();
  for (const { key, change } of all) {
    if (change.causedBy.length === 0) continue;
    for (const root of new Set(rootsOf(key, new Set()))) {
      const share = acceptedShare(change);
      const cause = byKey.get(root)?.change;
      // Of what is accepted only in part, each change has cases of its own that are not.
      const isSame = cause !== undefined && share === acceptedShare(cause) && share !== PARTLY;
      const also = isSame ? "" : ` (${share})`;
      addToList(following, root, `${directionMark(change.direction)} ${key}${also}`);
    }
  }
  return all
    .filter(({ change }) => change.causedBy.length === 0)
    .map(({ set, key, change }) => ({ set, change, consequences: following.get(key) ?? [] }));
}

/** Causes that are one and the same but for the bit, such as those of a default. */
export interface CauseGroup {
  readonly set: string;
  readonly changes: readonly [DescribedChange, ...DescribedChange[]];
  /** Where several bits share it, a bare bitmap is "this bit", as in rules. */
  readonly condition: string;
  /** Undefined if none of them is accepted in any case; about "this bit" as well. */
  readonly accepted: ChangeAcceptance | undefined;
  readonly consequences: readonly string[];
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
      consequences: [...new Set(members.flatMap(({ consequences }) => consequences))],
    };
  });
}

function sharedAcceptance(change: DescribedChange): ChangeAcceptance | undefined {
  const { accepted } = change;
  if (accepted?.except === undefined) return accepted;
  return { ...accepted, except: aboutThisBit({ ...change, condition: accepted.except }) };
}

const SHOWN = 8;

/** `AVX, AVX2 and 12 more` */
export function nameList(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(", ")} and ${rest} more` : names.join(", ");
}
