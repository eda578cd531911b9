/** Sets that only one of two programs has, and who accepts that. */

import type { DeclarationChange } from "../diff/change.ts";
import type { AcceptableSet, AcceptedChange } from "./accepted-change.ts";

/** The set that stands on one side only; undefined for any other change of a declaration. */
export function unpairedSet({ kind, name, change }: DeclarationChange): AcceptableSet | undefined {
  return kind === "capability set" && change !== "changed"
    ? { kind: "set", set: name, change }
    : undefined;
}

/** Those that accept it. */
export function acceptingSet(
  { set, change }: AcceptableSet,
  accepted: readonly AcceptedChange[],
): readonly AcceptedChange[] {
  return accepted.filter(
    (each) => each.kind === "set" && each.set === set && each.change === change,
  );
}
