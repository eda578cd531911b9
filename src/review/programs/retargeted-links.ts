/** Links between rule files: one that leads to another file now is a program that has changed. */

import type { Side } from "./side.ts";

/** A link that leads to the same rule file on both sides, or is on one side only, is no program of its own. */
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
