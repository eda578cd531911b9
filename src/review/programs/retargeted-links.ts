/** Treats links between rule files as programs if their target changes. */

import type { Side } from "./side.ts";

/**
 * Adds links whose target differs between the sides. A link with the same target on both sides, or
 * on one side only, is not a program of its own.
 */
export function withRetargetedLinks<S extends Side>({
  old,
  new: fresh,
}: {
  readonly old: S;
  readonly new: S;
}): { readonly old: S; readonly new: S } {
  return { old: withLinksThatDiffer(old, fresh), new: withLinksThatDiffer(fresh, old) };
}

function withLinksThatDiffer<S extends Side>(side: S, other: Side): S {
  const files = new Set(other.files);
  const differing = [...side.aliases].flatMap(([name, target]) => {
    const isElsewhere = other.aliases.has(name) && other.aliases.get(name) !== target;
    return isElsewhere || files.has(name) ? [name] : [];
  });
  return differing.length === 0 ? side : { ...side, files: [...side.files, ...differing] };
}
