/** Advice for words that are operators or constants in other languages. */

const meant: ReadonlyMap<string, string> = new Map([
  ["and", "&"],
  ["or", "|"],
  ["xor", "^"],
  ["not", "!"],
  ["true", "all"],
  ["false", "none"],
]);

/** Undefined for all other words. */
export function foreignWordHint(word: string): string | undefined {
  const native = meant.get(word.toLowerCase());
  return native === undefined ? undefined : `write \`${native}\` instead of \`${word}\``;
}
