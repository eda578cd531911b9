/** Sets that only one of two programs has, or that have another role now, and who accepts that. */

import type { DeclarationChange } from "../compare/change.ts";
import type { AcceptableSet, AcceptedChange } from "./accepted-change.ts";

/** The change of a whole set that the declaration tells; undefined if it tells another change. */
export function changedSet(declaration: DeclarationChange): AcceptableSet | undefined {
  const { kind, name, change, roleChange } = declaration;
  if (roleChange !== undefined) return { kind: "set", set: name, change: roleChange };
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
