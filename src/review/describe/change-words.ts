/** Texts that all output formats of a comparison share. */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { DescribedChange } from "../diff.ts";
import type { Direction, Exclusion, Share, Witness } from "../compare/change.ts";
import { counted, nameList, onOff } from "../../base/words.ts";
import { isRuleFile } from "../../names/rule-file.ts";

const MARKS: Readonly<Record<Direction, string>> = { gained: "+", lost: "−", both: "~" };

export function directionMark(direction: Direction): string {
  return MARKS[direction];
}

const DIRECTIONS: Readonly<Record<Direction, string>> = {
  gained: "on where it was off",
  lost: "off where it was on",
  both: "in some cases on where it was off, in others off where it was on",
};

/** Describes the new value of a bit in the cases in which it changes. */
export function directionText(direction: Direction): string {
  return DIRECTIONS[direction];
}

/** Larger numbers of cases are given in percent. */
const MOST_COUNTED = 100_000;

/** `in 12 of 64 cases`, `in 0.4 % of all cases`, `in every case` */
export function shareText({ changing, all }: Share): string {
  if (changing === all) return "in every case";
  if (all <= MOST_COUNTED) return `in ${changing} of ${all} cases`;
  return `in ${percentText(100 * (changing / all))} % of all cases`;
}

/** Rounds to two digits, or three near 100, so that some cases never round to 0 or 100 percent. */
function percentText(percent: number): string {
  if (percent < 0.1) return "less than 0.1";
  if (percent > 99.9) return "more than 99.9";
  return percent > 99 ? (Math.floor(percent * 10) / 10).toFixed(1) : percent.toPrecision(2);
}

/**
 * ``where the new side's assumption `guest.XSAVES` (new.rules:3) does not hold``, `where vendor = arm, which the old
 * side lacks`; undefined if both sides allow a case of the change.
 */
export function onlyText(
  { onlyWhere }: Pick<DescribedChange, "onlyWhere">,
  code: (text: string) => string = (text) => `\`${text}\``,
): string | undefined {
  if (onlyWhere.length === 0) return undefined;
  return `where ${onlyWhere.map((each) => exclusionText(each, code)).join(", or ")}`;
}

function exclusionText(exclusion: Exclusion, code: (text: string) => string): string {
  const { kind, side } = exclusion;
  if (kind === "assumption") {
    const { text, file, line } = exclusion;
    return `the ${side} side's assumption ${code(text)} (${file}:${line}) does not hold`;
  }
  const { enumeration, values } = exclusion;
  return `${code(`${enumeration} = ${values.join(" or ")}`)}, which the ${side} side lacks`;
}

/**
 * `on 4 of 37 hosts: a.txt, b.txt`, `on none of 37 hosts; may show on 1: c.txt (depends on
 * host.SPEC_CTRL)`; undefined if no hosts were given.
 */
export function hostsText({ hosts }: DescribedChange): string | undefined {
  if (hosts === undefined) return undefined;
  const { on, mayShow, of } = hosts;
  const all = `of ${counted(of, "host")}`;
  const seen = on.length === 0 ? `on none ${all}` : `on ${on.length} ${all}: ${nameList(on)}`;
  if (mayShow.length === 0) return seen;
  const unknowns = [...new Set(mayShow.flatMap(({ dependsOn }) => dependsOn))];
  const open = `${nameList(mayShow.map(({ name }) => name))} (depends on ${nameList(unknowns)})`;
  return `${seen}; may show on ${mayShow.length}: ${open}`;
}

/** `in 1 of 4 cases; only where vendor = arm, which the old side lacks; on none of 37 hosts` */
export function oftenText(change: DescribedChange): string {
  const hosts = hostsText(change);
  const only = onlyText(change);
  return [
    shareText(change.share),
    ...(only === undefined ? [] : [`only ${only}`]),
    ...(hosts === undefined ? [] : [hosts]),
  ].join("; ");
}

/** `off before, on after` */
export function beforeAndAfter({ before, after }: Witness): string {
  return `${onOff(before)} before, ${onOff(after)} after`;
}

/**
 * `removed`; `removed: its rules are in cpu.txt now, and only *.rules files are compared`;
 * `removed: its rules are in old/cpu.rules now, outside of what is compared`
 */
export function oneSideText(change: "added" | "removed", movedTo: string | undefined): string {
  if (movedTo === undefined) return change;
  const why = isRuleFile(movedTo)
    ? "outside of what is compared"
    : "and only *.rules files are compared";
  return `${change}: its rules are in ${movedTo} now, ${why}`;
}

/** `because "why" and "also why"`, `because "why", but not when vendor == amd`; undefined if it is not accepted. */
export function acceptedText(accepted: ChangeAcceptance | undefined): string | undefined {
  if (accepted === undefined) return undefined;
  const { because, except } = accepted;
  const reasons = because.map((each) => `"${each}"`).join(" and ");
  return `because ${reasons}${except === undefined ? "" : `, but not when ${except}`}`;
}

/** The directions in which a bit has changes that are not accepted. */
export function openDirectionsOf({
  direction,
  accepted,
}: DescribedChange): ChangeAcceptance["open"] {
  if (accepted !== undefined) return accepted.open;
  return direction === "both" ? ["gained", "lost"] : [direction];
}

/** True if the change is accepted in every case in which it occurs. */
export function isAccepted(change: DescribedChange): boolean {
  return openDirectionsOf(change).length === 0;
}
