/** Finds acceptances of added and removed sets and of changed roles. */

import type { DeclarationChange } from "../compare/change.ts";
import type { AcceptableSet, AcceptedChange } from "./accepted-change.ts";

/**
 * The change of a whole set that a changed declaration means; undefined if it means another change.
 */
export function changedSet(declaration: DeclarationChange): AcceptableSet | undefined {
  const { kind, name, change, roleChange } = declaration;
  if (roleChange !== undefined) return { kind: "set", set: name, change: roleChange };
  return kind === "capability set" && change !== "changed"
    ? { kind: "set", set: name, change }
    : undefined;
}

/** The acceptances of a change of a set. */
export function acceptingSet(
  { set, change }: AcceptableSet,
  accepted: readonly AcceptedChange[],
): readonly AcceptedChange[] {
  return accepted.filter(
    (each) => each.kind === "set" && each.set === set && each.change === change,
  );
}
