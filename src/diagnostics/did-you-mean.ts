/** The nearest known name, as what to do about a misspelt one. */

/** Finds it, if any is near. */
export type Nearest = () => string | undefined;

export function didYouMean(nearest: string | undefined, otherwise?: string): string | undefined {
  return nearest === undefined ? otherwise : `did you mean \`${nearest}\`?`;
}
