/**
 * Describes the accepted changes of a comparison, and states the open ones in the form in which
 * they can be accepted.
 */

import { FALSE } from "../../bdd/bdd.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { BitChange, DeclarationChange, SetDiff } from "../compare/change.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import { conditionText } from "../../meaning/condition-text.ts";
import type { Program } from "../../program/program.ts";
import type {
  AcceptableChange,
  AcceptedChange,
  ChangeAcceptance,
  UnreadableChange,
} from "./accepted-change.ts";
import { broaderChanges, type BroaderChange } from "./broader-changes.ts";
import { openDirections, type Judge, type JudgedBit } from "./judge-changes.ts";
import { acceptingSet, changedSet } from "./judge-sets.ts";
import type { ReadConditions } from "./read-conditions.ts";
import { recordChanges } from "./record-changes.ts";

export interface Acceptance {
  /** The acceptances that accept a case of a change. */
  readonly used: ReadonlySet<AcceptedChange>;
  readonly unreadable: readonly UnreadableChange[];
  /**
   * The acceptances among `used` that also accept cases in which the bit does not change in that
   * direction.
   */
  readonly broader: readonly BroaderChange[];
  /** Changes that are not accepted. Empty if the caller did not ask for them. */
  readonly open: readonly AcceptableChange[];
  /** Changed bits that `open` omits, because no text states their cases. */
  readonly inexpressible: readonly string[];
}

export interface DescribedAcceptance {
  readonly acceptance: Acceptance;
  /** Undefined if no case of the change is accepted. */
  readonly ofChange: (set: SetDiff, change: BitChange) => ChangeAcceptance | undefined;
  readonly ofDeclaration: (change: DeclarationChange) => ChangeAcceptance | undefined;
}

export interface JudgedComparison {
  readonly compared: ComparedPrograms;
  readonly declarations: readonly DeclarationChange[];
  readonly accepted: readonly AcceptedChange[];
  readonly read: ReadConditions;
  readonly judge: Judge;
  /**
   * The programs without the atoms of acceptances; undefined if the caller does not ask for open
   * changes.
   */
  readonly programs: BothSides<Program> | undefined;
}

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function describeAcceptance({
  compared,
  declarations,
  accepted,
  read,
  judge,
  programs,
}: JudgedComparison): DescribedAcceptance {
  const meanings = { old: compared.oldMeaning, new: compared.meaning };
  const judged = (set: SetDiff, change: BitChange): JudgedBit => judge.judge(set, change, meanings);
  const bits = compared.diff.sets.flatMap((set) =>
    set.changes.map((change) => ({ set, change, open: judged(set, change).open })),
  );
  const accepting = declarations.flatMap((each) => {
    const set = changedSet(each);
    return set === undefined ? [] : [{ set, each, by: acceptingSet(set, accepted) }];
  });
  // Changes that the guest does not see fail no gate, so they need no acceptance.
  const seen = bits.filter(({ change }) => change.forGuest.length > 0);
  const recorded = programs && recordChanges(compared, seen, programs, read);
  const openSets = accepting
    .filter(({ each, by }) => each.role !== "internal" && by.length === 0)
    .map(({ set }) => set);
  return {
    acceptance: {
      used: new Set([...judge.used, ...accepting.flatMap(({ by }) => by)]),
      unreadable: [...judge.unreadable.values()],
      broader: bits.flatMap(({ set, change }) =>
        broaderChanges(compared, change, judged(set, change)),
      ),
      open: recorded === undefined ? [] : [...recorded.changes, ...openSets],
      inexpressible: recorded?.inexpressible ?? [],
    },
    ofChange: (set, change) => describeBit(compared, judged(set, change)),
    ofDeclaration: (change) => {
      const set = changedSet(change);
      const by = set === undefined ? [] : acceptingSet(set, accepted);
      const because = [...new Set(by.map((each) => each.because))];
      return by.length === 0 ? undefined : { because, except: undefined, isWhole: true, open: [] };
    },
  };
}

function describeBit(
  { meaning, cases: { all: within } }: ComparedPrograms,
  judged: JudgedBit,
): ChangeAcceptance | undefined {
  const { because, open } = judged;
  if (because.length === 0) return undefined;
  const left = meaning.bdd.or(open.gained, open.lost);
  const except = left === FALSE ? undefined : conditionText(meaning, left, { within });
  return {
    because,
    except: except?.text,
    isWhole: except?.isWhole ?? true,
    open: openDirections(judged),
  };
}
