/** Sets that only one of two programs has, or that have another role now, and who accepts that. */

import type { DeclarationChange } from "../diff/change.ts";
import type { AcceptableSet, AcceptedChange } from "./accepted-change.ts";

/** What happens to a set as a whole; undefined for any other change of a declaration. */
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
