/**
 * Computes the effect of a change on the guest from the roles of the set on both sides.
 *
 * The guest gains a bit that turns on in an exposed set, and loses one that turns on in a denied
 * set. Internal sets do not affect the guest. If the role changes, the effects of both roles count:
 * each change of a set that is exposed on one side and denied on the other is both a gain and a
 * loss.
 */

import type { SetRole } from "../../../grammar/syntax-tree.ts";
import type { CapabilitySet } from "../../model/model.ts";
import { onBothSides, type BothSides } from "./both-sides.ts";
import { DIRECTIONS, type DeclarationChange, type Direction, type OneDirection } from "./change.ts";
import { placeOf } from "./claim-text.ts";

/** The roles of a set on both sides. */
export type Roles = BothSides<SetRole>;

export function rolesOf(sides: BothSides<CapabilitySet>): Roles {
  return onBothSides(sides, ({ role }) => role);
}

/** True if the set is internal on both sides. */
export function isInternal({ old, new: fresh }: Roles): boolean {
  return old === "internal" && fresh === "internal";
}

/** True if the set is exposed on both sides. */
export function isExposed({ old, new: fresh }: Roles): boolean {
  return old === "exposed" && fresh === "exposed";
}

/** @param directions in which a bit of the set changes. */
export function directionsForGuest(
  { old, new: fresh }: Roles,
  directions: readonly OneDirection[],
): readonly OneDirection[] {
  const found = [old, fresh].flatMap((role) =>
    directions.map((direction) => directionForGuest(role, direction)),
  );
  return DIRECTIONS.filter((direction) => found.includes(direction));
}

/** Undefined for an internal set. */
function directionForGuest(role: SetRole, direction: OneDirection): OneDirection | undefined {
  switch (role) {
    case "exposed":
      return direction;
    case "denied":
      return direction === "gained" ? "lost" : "gained";
    case "internal":
      return undefined;
  }
}

/**
 * The effect of an added or removed set on the guest, as if all its bits turned on or off;
 * undefined if it is internal.
 */
export function unpairedForGuest(
  role: SetRole,
  change: "added" | "removed",
): OneDirection | undefined {
  return directionForGuest(role, change === "added" ? "gained" : "lost");
}

/** `denied, so lost for the guest`; undefined for an exposed set. */
export function unpairedText(role: SetRole, change: "added" | "removed"): string | undefined {
  if (role === "exposed") return undefined;
  const direction = unpairedForGuest(role, change);
  return direction === undefined ? role : `${role}, so ${direction} for the guest`;
}

/** Undefined for none. */
export function asDirection(directions: readonly OneDirection[]): Direction | undefined {
  return directions.length > 1 ? "both" : directions[0];
}

/** Roles that are another one in the new program. */
export function compareRoles(
  pairs: readonly BothSides<CapabilitySet>[],
): readonly DeclarationChange[] {
  return pairs.flatMap(({ old, new: fresh }): readonly DeclarationChange[] => {
    if (old.role === fresh.role) return [];
    const detail = `${old.role} → ${fresh.role}`;
    const place = placeOf(fresh.roleSpan);
    const roleChange = `${old.role} to ${fresh.role}` as const;
    return [
      { kind: "role of set", name: fresh.name, change: "changed", detail, roleChange, ...place },
    ];
  });
}
