/** Advice for a misspelt name: the nearest known one. */

/** Finds the nearest known name, if any is near. */
export type Nearest = () => string | undefined;

export function didYouMean(nearest: string | undefined, otherwise?: string): string | undefined {
  return nearest === undefined ? otherwise : `did you mean \`${nearest}\`?`;
}
