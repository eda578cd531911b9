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
  const [keys, otherKeys] = [keysOf(one), keysOf(other)];
  if (keys.length !== otherKeys.length) return false;
  const [ours, theirs] = [Object.entries(one), new Map(Object.entries(other))];
  return ours.every(
    ([key, value]) => key === "span" || (theirs.has(key) && isAlike(value, theirs.get(key))),
  );
}

function keysOf(node: object): readonly string[] {
  return Object.keys(node).filter((key) => key !== "span");
}
