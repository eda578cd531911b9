/** Compares two syntax trees, ignoring the places of their nodes. */

import type { Expression, Statement } from "./syntax-tree.ts";

/** True if the trees are equal except for their spans. */
export function saysTheSame(
  one: Expression | readonly Statement[],
  other: Expression | readonly Statement[],
): boolean {
  return isAlike(one, other);
}

/** Compares values that the parser makes. They contain no functions and no cycles. */
function isAlike(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  if (one === null || other === null) return one === other;
  const [ours, theirs] = [fieldsOf(one), fieldsOf(other)];
  return (
    ours.size === theirs.size &&
    [...ours].every(([key, value]) => theirs.has(key) && isAlike(value, theirs.get(key)))
  );
}

function fieldsOf(node: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(node).filter(([key]) => key !== "span"));
}
