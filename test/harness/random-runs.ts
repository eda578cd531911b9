/**
 * How random tests are run: `RANDOM_SEED=7 RANDOM_RUNS=5000 npx vitest run test/random.test.ts` has other cases, and more
 * of them. Without these variables the same cases run every time.
 */

/** @param usual without `RANDOM_SEED`. */
export function randomSeed(usual = 1): number {
  return numberIn("RANDOM_SEED") ?? usual;
}

/** How many cases are run. @param usual without `RANDOM_RUNS`. */
export function randomRuns(usual: number): number {
  return numberIn("RANDOM_RUNS") ?? usual;
}

function numberIn(name: "RANDOM_SEED" | "RANDOM_RUNS"): number | undefined {
  const text = process.env[name];
  if (text === undefined) return undefined;
  // Seeds that fast-check prints may be negative.
  if (!/^-?\d{1,10}$/.test(text)) throw new Error(`${name} is no number: ${text}`);
  return Number(text);
}
