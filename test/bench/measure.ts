/**
 * Measures two pieces of work against each other, in rounds that take turns: what disturbs the
 * machine disturbs both, and a ratio of neighbouring rounds is left. (mitata measures one after the
 * other, which on a busy machine compares two different machines.)
 */

/** A piece of work; what it computes has to stay visible from outside, lest V8 leaves it out. */
export type Work = () => unknown;

/** Over all rounds; the quartiles, because the extremes are other processes' doing. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Comparison {
  /** Time of the subject by time of the baseline. */
  readonly ratio: Spread;
  /** Milliseconds that the subject takes once. */
  readonly subject: Spread;
  readonly baseline: Spread;
}

export interface Effort {
  readonly rounds: number;
  /** Work that takes less is repeated within a round. */
  readonly roundMilliseconds: number;
}

/** Rounds so short that most of them end before the system gives the processor to somebody else. */
const DEFAULT_EFFORT: Effort = { rounds: 301, roundMilliseconds: 1 };

/** Slow work gets fewer rounds: no more than fit into this time. */
const MOST_MILLISECONDS = 3000;
const LEAST_ROUNDS = 5;

/** Longer than V8 takes to settle on its best code. */
const WARM_UP_MILLISECONDS = 200;

export function compareTimes(
  subject: Work,
  baseline: Work,
  { rounds, roundMilliseconds }: Effort = DEFAULT_EFFORT,
): Comparison {
  const subjectRepeats = repeatsFor(subject, roundMilliseconds);
  const baselineRepeats = repeatsFor(baseline, roundMilliseconds);
  const timeSubject = (): number => timeOnce(subject, subjectRepeats);
  const timeBaseline = (): number => timeOnce(baseline, baselineRepeats);
  const pairs: { subject: number; baseline: number }[] = [];
  const end = performance.now() + MOST_MILLISECONDS;
  while (pairs.length < LEAST_ROUNDS || (pairs.length < rounds && performance.now() < end)) {
    const isSubjectFirst = pairs.length % 2 === 0;
    const first = isSubjectFirst ? timeSubject() : timeBaseline();
    const second = isSubjectFirst ? timeBaseline() : timeSubject();
    // Whoever comes second finds the caches as the first left them, so they take turns in that, too.
    pairs.push(
      isSubjectFirst ? { subject: first, baseline: second } : { subject: second, baseline: first },
    );
  }
  return {
    ratio: spread(pairs.map((pair) => pair.subject / pair.baseline)),
    subject: spread(pairs.map((pair) => pair.subject)),
    baseline: spread(pairs.map((pair) => pair.baseline)),
  };
}

/** Milliseconds that the work takes once, without warming up: the first run is one of them. */
export function measureTimes(work: Work, rounds: number): Spread {
  return spread(Array.from({ length: rounds }, () => timeOnce(work, 1)));
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return {
    median: at(sorted.length >> 1),
    lower: at(sorted.length >> 2),
    upper: at((sorted.length * 3) >> 2),
  };
}

/** In another unit. */
export function scale({ median, lower, upper }: Spread, factor: number): Spread {
  return { median: median * factor, lower: lower * factor, upper: upper * factor };
}

/** How often the work fits into a round, once it is warm. */
function repeatsFor(work: Work, roundMilliseconds: number): number {
  const start = performance.now();
  let fastest = Number.POSITIVE_INFINITY;
  do {
    fastest = Math.min(fastest, timeOnce(work, 1));
  } while (fastest < roundMilliseconds && performance.now() - start < WARM_UP_MILLISECONDS);
  return Math.max(1, Math.ceil(roundMilliseconds / fastest));
}

function timeOnce(work: Work, repeats: number): number {
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) work();
  return (performance.now() - start) / repeats;
}
