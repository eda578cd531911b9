/**
 * Finds bits in a list that are written after the name of their leaf, as in `CPUID_1_EDX (FPU
 * VME)`.
 */

import type { Identifier, Path } from "./syntax-tree.ts";

export type ListedItem =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "leaf"; readonly leaf: Identifier; readonly bits: readonly Identifier[] };

/** The items of a list of bits as written, in order. */
export function listedItems(paths: readonly Path[]): readonly ListedItem[] {
  const items: ListedItem[] = [];
  let open: { readonly leaf: Identifier; readonly bits: Identifier[] } | undefined;
  for (const path of paths) {
    const [leaf, bit] = path.parts;
    // The span of a bit in parentheses does not cover the name of its leaf.
    const isInList = leaf !== undefined && bit !== undefined && leaf.span.end <= path.span.start;
    if (!isInList) {
      open = undefined;
      items.push({ kind: "path", path });
    } else if (open?.leaf.span.start === leaf.span.start) open.bits.push(bit);
    else {
      open = { leaf, bits: [bit] };
      items.push({ kind: "leaf", ...open });
    }
  }
  return items;
}
