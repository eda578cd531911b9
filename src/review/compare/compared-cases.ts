/**
 * The cases in which two programs are compared: wherever either of them allows a case. A side allows what its
 * assumptions do, with values of enumerations that it has.
 */

import { FALSE, TRUE, type Bdd, type Diagram } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import type { MeaningsTogether } from "../../meaning/lower-together.ts";
import { lowerExpr, type Meaning } from "../../meaning/lower.ts";
import { enumDiagram } from "../../meaning/variables.ts";
import type { Assumption, Enumeration, Model } from "../../model/model.ts";
import type { BothSides } from "./both-sides.ts";
import type { Exclusion } from "./change.ts";
import { assumedText, placeOf } from "./claim-text.ts";

export interface ComparedCases {
  /** The cases that are compared. */
  readonly all: Diagram;
  /** The compared cases that both sides allow. */
  readonly both: Diagram;
  /** The cases that each side allows, compared or not. */
  readonly allowed: BothSides<Diagram>;
  /** The reasons of each side for excluding cases, with these cases. */
  readonly excluded: BothSides<readonly ExcludedCases[]>;
}

export interface ExcludedCases {
  readonly reason: Exclusion;
  readonly cases: Diagram;
}

export interface ComparedCasesRequest {
  readonly together: MeaningsTogether;
  readonly models: BothSides<Model>;
  readonly meanings: BothSides<Meaning>;
  /** The new model's assumptions that were added to restrict the compared cases. */
  readonly asked: ReadonlySet<Assumption>;
}

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function comparedCases({
  together,
  models,
  meanings,
  asked,
}: ComparedCasesRequest): ComparedCases {
  const { bdd, atoms } = meanings.new;
  const excluded = {
    old: excludedBy("old", models, meanings, asked),
    new: excludedBy("new", models, meanings, asked),
  };
  const allowed = (side: keyof BothSides<unknown>, position: number): Diagram =>
    excluded[side].reduce(
      (rest, { cases }) => bdd.and(rest, bdd.not(cases)),
      definitely(together.known[position], "known cases of every model"),
    );
  const [old, fresh] = [allowed("old", 0), allowed("new", 1)];
  const wanted = Array.from(asked, ({ claim }) => lowerExpr(bdd, atoms, claim, undefined));
  const within = wanted.reduce((all, each) => bdd.and(all, each), TRUE);
  return {
    all: bdd.and(within, bdd.or(old, fresh)),
    both: bdd.and(within, bdd.and(old, fresh)),
    allowed: { old, new: fresh },
    excluded,
  };
}

function excludedBy(
  side: keyof BothSides<unknown>,
  models: BothSides<Model>,
  meanings: BothSides<Meaning>,
  asked: ReadonlySet<Assumption>,
): readonly ExcludedCases[] {
  const { bdd, atoms } = meanings[side];
  const { assumptions, enums } = models[side];
  const other = side === "old" ? "new" : "old";
  const assumed = assumptions.filter((each) => !asked.has(each));
  return [
    ...assumed.map(({ claim, span }) => ({
      reason: { kind: "assumption" as const, side, text: assumedText(span), ...placeOf(span) },
      cases: bdd.not(lowerExpr(bdd, atoms, claim, undefined)),
    })),
    ...enums.flatMap((enumeration): readonly ExcludedCases[] => {
      const { name } = enumeration;
      const others = models[other].enums.find((each) => each.name === name);
      const values = (others?.values ?? []).filter((value) => !enumeration.values.includes(value));
      if (others === undefined || values.length === 0) return [];
      const reason = { kind: "value" as const, side, enumeration: name, values };
      return [{ reason, cases: hasOneOf(bdd, meanings[other], others, values) }];
    }),
  ];
}

function hasOneOf(
  bdd: Bdd,
  { variables }: Meaning,
  enumeration: Enumeration,
  values: readonly string[],
): Diagram {
  return values
    .map((value) => enumDiagram(bdd, variables, enumeration, enumeration.values.indexOf(value)))
    .reduce((any, each) => bdd.or(any, each), FALSE);
}

/**
 * Why none of the cases is one that both sides allow: the one thing that leaves all of them out, else what one side
 * needs to leave them out, else what both do. Empty if both sides allow a case.
 */
export function exclusionsOf(
  bdd: Bdd,
  { both, excluded }: ComparedCases,
  cases: Diagram,
): readonly Exclusion[] {
  if (bdd.and(cases, both) !== FALSE) return [];
  const sides = [excluded.old, excluded.new];
  const candidates = [...sides.flat().map((each) => [each]), ...sides, sides.flat()];
  const isCovered = (by: readonly ExcludedCases[]): boolean =>
    by.reduce((left, each) => bdd.and(left, bdd.not(each.cases)), cases) === FALSE;
  const found = definitely(candidates.find(isCovered), "what no side leaves out, both allow");
  const needed = found.reduceRight((rest, each) => {
    const fewer = rest.filter((other) => other !== each);
    return isCovered(fewer) ? fewer : rest;
  }, found);
  return needed.map(({ reason }) => reason);
}
