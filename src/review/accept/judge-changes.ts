/** Compares changes with acceptances: a change passes only in accepted cases. */

import { addToList } from "../../base/add-to-list.ts";
import { FALSE, type Diagram } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import { DIRECTIONS, type ChangeCases, type OneDirection } from "../compare/change.ts";
import type { WorthShowing } from "../compare/compare-sets.ts";
import type { AcceptedBit, AcceptedChange, UnreadableChange } from "./accepted-change.ts";
import type { ReadConditions } from "./read-conditions.ts";
import { recordedBit } from "./recorded-bit.ts";
import { thisBitOf } from "./this-bit.ts";

export interface JudgedBit {
  /** The reasons of all acceptances of a case of the change, without duplicates. */
  readonly because: readonly string[];
  /** The acceptances of a case of the change, each with all cases that it accepts. */
  readonly by: readonly AcceptingBit[];
  /** The cases that change without being accepted. */
  readonly open: Readonly<Record<OneDirection, Diagram>>;
}

export interface AcceptingBit {
  readonly accepted: AcceptedBit;
  readonly cases: Diagram;
}

export interface Judge {
  /**
   * Judges a change; the result is cached.
   * @throws LimitExceeded when a diagram grows beyond the limits.
   */
  readonly judge: (...change: Parameters<WorthShowing>) => JudgedBit;
  /** The acceptances that accept a case of some change. */
  readonly used: ReadonlySet<AcceptedChange>;
  /** Acceptances of existing changes whose condition cannot be read. */
  readonly unreadable: ReadonlyMap<AcceptedChange, UnreadableChange>;
}

export function judgeOf(
  accepted: readonly AcceptedChange[],
  { conditions }: Pick<ReadConditions, "conditions">,
): Judge {
  const byBit = new Map<string, AcceptedBit[]>();
  for (const each of accepted) {
    if (each.kind === "bit") addToList(byBit, bitKey(each.set, each.bit, each.direction), each);
  }
  const judged = new Map<ChangeCases, JudgedBit>();
  const used = new Set<AcceptedChange>();
  const unreadable = new Map<AcceptedChange, UnreadableChange>();

  const judgeNew: Judge["judge"] = (sides, change, meanings) => {
    const { bdd } = meanings.new;
    const by: AcceptingBit[] = [];
    const left = (direction: OneDirection): Diagram => {
      if (change.cases[direction] === FALSE) return FALSE;
      const known = byBit.get(bitKey(sides.new.name, recordedBit(sides, change), direction)) ?? [];
      return known.reduce((open, each) => {
        const condition = definitely(conditions.get(each.condition), "every condition is read");
        if (condition.kind === "unreadable") {
          unreadable.set(each, { accepted: each, problem: condition.problem });
          return open;
        }
        const cases = condition.lower(meanings, thisBitOf(sides, change));
        if (bdd.and(change.cases[direction], cases) !== FALSE) {
          used.add(each);
          by.push({ accepted: each, cases });
        }
        return bdd.and(open, bdd.not(cases));
      }, change.cases[direction]);
    };
    const open = { gained: left("gained"), lost: left("lost") };
    return { because: [...new Set(by.map(({ accepted: { because } }) => because))], by, open };
  };
  const judge: Judge["judge"] = (sides, change, meanings) => {
    const result = judged.get(change.cases) ?? judgeNew(sides, change, meanings);
    judged.set(change.cases, result);
    return result;
  };
  return { judge, used, unreadable };
}

function bitKey(set: string, bit: string, direction: OneDirection): string {
  return `${set} ${bit} ${direction}`;
}

/** The directions in which a change has cases that are not accepted. */
export function openDirections({ open }: JudgedBit): readonly OneDirection[] {
  return DIRECTIONS.filter((direction) => open[direction] !== FALSE);
}
