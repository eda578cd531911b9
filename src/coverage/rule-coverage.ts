/** Counts the tests that observe each rule. */

import type { Span } from "../base/span.ts";
import { rulesOf, type Model } from "../model/model.ts";
import { orderOfAll } from "../model/order-bits.ts";
import type { Sighting } from "./sightings.ts";

export interface RuleCoverage {
  /** The span of the rule's statement. */
  readonly span: Span;
  /** The number of tests that observe a bit of the rule. */
  readonly tests: number;
}

/** @param files names of the files whose rules count, in order. */
export function measureRules(
  model: Model,
  sightings: readonly Sighting[],
  files: readonly string[],
): readonly RuleCoverage[] {
  const fileOrder = new Map(files.map((name, index) => [name, index]));
  const spans = new Map<string, Span>();
  const rulesAt = orderOfAll(model).map(({ set, bit }) => {
    const governance = set.bits[bit];
    const rules = governance === undefined ? [] : rulesOf(governance);
    return rules.flatMap(({ span }) => {
      if (!fileOrder.has(span.source.name)) return [];
      const key = `${span.source.name}:${span.start}`;
      spans.set(key, span);
      return [key];
    });
  });
  const tests = new Map<string, number>();
  for (const { seen } of sightings) {
    const rules = new Set([...seen.keys()].flatMap((place) => rulesAt[place] ?? []));
    for (const key of rules) tests.set(key, (tests.get(key) ?? 0) + 1);
  }
  const fileOf = ({ span: { source } }: RuleCoverage): number => fileOrder.get(source.name) ?? 0;
  return [...spans]
    .map(([key, span]): RuleCoverage => ({ span, tests: tests.get(key) ?? 0 }))
    .sort((a, b) => fileOf(a) - fileOf(b) || a.span.start - b.span.start);
}
