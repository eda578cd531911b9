/** What other languages write as a word, as what to write here. */

const meant: ReadonlyMap<string, string> = new Map([
  ["and", "&"],
  ["or", "|"],
  ["xor", "^"],
  ["not", "!"],
  ["true", "all"],
  ["false", "none"],
]);

/** Undefined for a word that means nothing elsewhere. */
export function foreignWordHint(word: string): string | undefined {
  const native = meant.get(word.toLowerCase());
  return native === undefined ? undefined : `write \`${native}\` instead of \`${word}\``;
}
