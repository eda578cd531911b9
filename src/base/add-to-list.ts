/** Maps whose values are lists. */

/** Adds a value to the end of the key's list, which begins with it if there is none yet. */
export function addToList<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
