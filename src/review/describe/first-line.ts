/** Writes the first line of a comparison, a summary. */

import type { Direction } from "../compare/change.ts";
import { counted } from "../../base/words.ts";
import { NO_RULES_DIFFER } from "./comment-marks.ts";
import { directionMark } from "./change-words.ts";
import { changedBits, isEqual, openChanges, type Totals } from "./totals.ts";

/**
 * `2 of 464 bits change (+1 −1), all accepted`, `2 of 464 bits change (+1 −1), 3 rules changed in text only`;
 * `none of 464 bits changes for the guest, 3 bits of internal sets change (+1 −2)`;
 * `text differs, meaning is equal (proved)`
 */
export function firstLine(totals: Totals, programs: number): string {
  const { internal, roles, restated, declarations, onlyOutside } = totals;
  const { unpaired, promises, undecided, incomparable } = totals;
  if (programs === 0) return NO_RULES_DIFFER;
  if (isEqual(totals)) {
    const also = declarations > 0 ? `, ${counted(declarations, "declaration")} changed` : "";
    return `text differs, meaning is equal (proved)${also}`;
  }
  const changed = changedBits(totals);
  const isDecided = !undecided && incomparable === 0;
  const areBits = unpaired.sets + unpaired.programs + roles === 0;
  const hasChanged = changed + changedBits(internal) > 0;
  return [
    ...(changed === 0 && isDecided ? unchangedPart(totals) : []),
    ...(changed > 0 ? [changedPart(totals)] : []),
    ...(onlyOutside > 0
      ? [`${onlyOutside === changed ? "all" : onlyOutside} only in cases that one side rules out`]
      : []),
    ...(areBits ? acceptedPart(totals, "of them") : []),
    ...(changedBits(internal) > 0 ? [internalPart(internal)] : []),
    ...(roles > 0 ? [`${counted(roles, "role")} changed`] : []),
    ...promises.told,
    ...(hasChanged && restated > 0 ? [`${counted(restated, "rule")} changed in text only`] : []),
    ...(declarations > 0 ? [`${counted(declarations, "declaration")} changed`] : []),
    ...(unpaired.programs > 0 ? [`${counted(unpaired.programs, "program")} on one side only`] : []),
    ...(areBits
      ? []
      : acceptedPart(totals, `of ${counted(totals.accepted + openChanges(totals), "change")}`)),
    ...(undecided ? ["a limit was reached, so not everything is decided"] : []),
    ...(incomparable > 0 ? [`${counted(incomparable, "program")} could not be compared`] : []),
  ].join(", ");
}

/** The part of the line about unchanged bits; empty if no set was compared. */
function unchangedPart(totals: Totals): readonly string[] {
  const { bits, internal, unpaired, hasRoles, roles } = totals;
  // "for the guest" would be wrong with changed roles or unpaired sets: both affect the guest
  // without a changed bit.
  const forGuest = hasRoles && roles + unpaired.sets === 0 ? FOR_GUEST : "";
  if (bits > 0) return [`none of ${counted(bits, "bit")} changes${forGuest}`];
  if (unpaired.sets === 0) return internal.bits > 0 ? ["no set is the guest's"] : [];
  return [internal.bits > 0 ? "no set of the guest is on both sides" : "no set is on both sides"];
}

const FOR_GUEST = " for the guest";

function changedPart(totals: Totals): string {
  const { bits, hasRoles } = totals;
  const changed = changedBits(totals);
  const change = changed === 1 ? "changes" : "change";
  return `${changed} of ${counted(bits, "bit")} ${change}${hasRoles ? FOR_GUEST : ""} (${marksOf(totals)})`;
}

function internalPart(internal: Totals["internal"]): string {
  const changed = changedBits(internal);
  const change = changed === 1 ? "changes" : "change";
  return `${counted(changed, "bit")} of internal sets ${change} (${marksOf(internal)})`;
}

/** `+1 −2` */
function marksOf(counts: Readonly<Record<Direction, number>>): string {
  return (["gained", "lost", "both"] as const)
    .flatMap((direction) =>
      counts[direction] > 0 ? [`${directionMark(direction)}${counts[direction]}`] : [],
    )
    .join(" ");
}

/** `all accepted`, `1 of them accepted`; empty if nothing is accepted. */
function acceptedPart(totals: Totals, among: string): readonly string[] {
  const { accepted } = totals;
  if (accepted === 0) return [];
  return [openChanges(totals) === 0 ? "all accepted" : `${accepted} ${among} accepted`];
}
