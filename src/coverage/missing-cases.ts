/**
 * Finds a small number of cases that would notice mutants: one case notices most mutants of one
 * rule.
 */

import { FALSE } from "../bdd/bdd.ts";
import { addToList } from "../base/add-to-list.ts";
import { definitely } from "../base/unreachable.ts";
import type { BitPlace } from "./bit-network.ts";
import type { ChangedCases } from "./judge.ts";
import type { CoveredProgram } from "./covered-program.ts";
import type { MissingCase } from "./report.ts";
import { sightingOf, type Sighting } from "./sightings.ts";
import { smallestCase } from "./smallest-case.ts";
import { expectItems, givenItems, type ListNames } from "./test-text.ts";

export interface MissingCases {
  /**
   * Returns a case that shows one of the changes: an earlier result if one of those does, else a
   * smallest case.
   * @param changes at least one.
   */
  readonly showing: (changes: readonly ChangedCases[]) => MissingCase;
}

interface FoundCase {
  readonly isTrue: Sighting["isTrue"];
  readonly missing: MissingCase;
}

export function missingCases(program: CoveredProgram, lists: ListNames): MissingCases {
  const { bdd } = program.meaning;
  const found = new Map<BitPlace, FoundCase[]>();
  const foundFor = ({ place, cases }: ChangedCases): FoundCase | undefined =>
    found.get(place)?.find(({ isTrue }) => bdd.evaluate(cases, isTrue));
  return {
    showing: (changes) => {
      for (const change of changes) {
        const earlier = foundFor(change);
        if (earlier !== undefined) return earlier.missing;
      }
      const first = definitely(changes[0], "a change that no bit shows");
      const smallest = findCase(program, first, lists);
      addToList(found, first.place, smallest);
      return smallest.missing;
    },
  };
}

function findCase(
  program: CoveredProgram,
  { place, cases }: ChangedCases,
  lists: ListNames,
): FoundCase {
  const { model, meaning, network } = program;
  const { bdd, valueOf } = meaning;
  const target = network.bitAt(place);
  const value = valueOf(target.set, target.bit);
  const whereOn = bdd.and(cases, value);
  const wanted = whereOn === FALSE ? bdd.and(cases, bdd.not(value)) : whereOn;
  const given = smallestCase(model, meaning, wanted);
  const { seen, isTrue } = sightingOf(program, { given, expected: [target] });
  const missing = {
    given: givenItems(model, given, lists).join("; "),
    expect: expectItems([{ target, isOn: seen.get(place) === true }], lists).join("; "),
  };
  return { isTrue, missing };
}
