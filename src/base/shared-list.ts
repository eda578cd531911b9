/**
 * A persistent sparse list. Values are stored in blocks of 32. A changed list copies only the
 * changed blocks and the list of blocks, so thousands of lists that differ in a few values take
 * little more memory than one.
 */

export interface SharedList<T> {
  readonly blocks: readonly (readonly (T | undefined)[])[];
}

const BLOCK = 32;

export const EMPTY_LIST: SharedList<never> = { blocks: [] };

/** Undefined if the list has no value at the place. */
export function valueAt<T>({ blocks }: SharedList<T>, place: number): T | undefined {
  return blocks[Math.floor(place / BLOCK)]?.[place % BLOCK];
}

/** The list with other values at the given places. */
export function withValues<T>(
  list: SharedList<T>,
  values: Iterable<readonly [place: number, value: T]>,
): SharedList<T> {
  const blocks = [...list.blocks];
  const copies = new Map<number, (T | undefined)[]>();
  for (const [place, value] of values) {
    const at = Math.floor(place / BLOCK);
    while (blocks.length <= at) blocks.push([]);
    const copy = copies.get(at) ?? [...(blocks[at] ?? [])];
    copies.set(at, copy);
    blocks[at] = copy;
    while (copy.length <= place % BLOCK) copy.push(undefined);
    copy[place % BLOCK] = value;
  }
  return copies.size === 0 ? list : { blocks };
}
