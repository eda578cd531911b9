/** Whether two syntax trees say the same, wherever it stands. */

import type { Expression, Statement } from "./syntax-tree.ts";

/** Compares all that the nodes say; only their places may differ. */
export function saysTheSame(
  one: Expression | readonly Statement[],
  other: Expression | readonly Statement[],
): boolean {
  return isAlike(one, other);
}

/** Of values that the parser makes: no functions, no circles but those through sources, which only spans have. */
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
