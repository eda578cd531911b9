/** What is accepted of a comparison, in words, and what is not, as it can be accepted. */

import { FALSE } from "../bdd/bdd.ts";
import type { BitChange, DeclarationChange } from "../diff/change.ts";
import type { ComparedPrograms } from "../diff/diff-programs.ts";
import { conditionText } from "../meaning/condition-text.ts";
import type { LoadedProgram } from "../names/load.ts";
import type {
  AcceptableChange,
  AcceptedChange,
  ChangeAcceptance,
  UnreadableChange,
} from "./accepted-change.ts";
import { judgeChanges, openDirections, type Judgement } from "./judge-changes.ts";
import { acceptingSet, unpairedSet } from "./judge-sets.ts";
import type { BothSides, ReadConditions } from "./read-conditions.ts";
import { recordChanges } from "./record-changes.ts";

export interface Acceptance {
  /** Of those that were accepted, the ones that accept a case of a change. */
  readonly used: ReadonlySet<AcceptedChange>;
  readonly unreadable: readonly UnreadableChange[];
  /** What changes although no one has accepted it. Empty where no one asked. */
  readonly open: readonly AcceptableChange[];
  /** Bits for which `open` cannot say when they change. */
  readonly inexpressible: readonly string[];
}

export interface DescribedAcceptance {
  readonly acceptance: Acceptance;
  /** Undefined if no one has accepted any case of it. */
  readonly ofChange: (change: BitChange) => ChangeAcceptance | undefined;
  readonly ofDeclaration: (change: DeclarationChange) => ChangeAcceptance | undefined;
}

export interface AcceptanceRequest {
  readonly compared: ComparedPrograms;
  readonly declarations: readonly DeclarationChange[];
  readonly accepted: readonly AcceptedChange[];
  readonly read: ReadConditions;
  /** As they are without what was accepted; undefined where no one asks what is open. */
  readonly programs: BothSides<LoadedProgram> | undefined;
}

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function describeAcceptance({
  compared,
  declarations,
  accepted,
  read,
  programs,
}: AcceptanceRequest): DescribedAcceptance {
  const judgement = judgeChanges(compared, accepted, read);
  const unpaired = declarations.flatMap((each) => unpairedSet(each) ?? []);
  const accepting = unpaired.map((set) => ({ set, by: acceptingSet(set, accepted) }));
  const models = { old: read.programs.old.model, new: read.programs.new.model };
  const recorded =
    programs && recordChanges(compared, openBits(compared, judgement), programs, models);
  const openSets = accepting.filter(({ by }) => by.length === 0).map(({ set }) => set);
  return {
    acceptance: {
      used: new Set([...judgement.used, ...accepting.flatMap(({ by }) => by)]),
      unreadable: judgement.unreadable,
      open: recorded === undefined ? [] : [...recorded.changes, ...openSets],
      inexpressible: recorded?.inexpressible ?? [],
    },
    ofChange: (change) => describeBit(compared, judgement, change),
    ofDeclaration: (change) => {
      const set = unpairedSet(change);
      const by = set === undefined ? [] : acceptingSet(set, accepted);
      const because = [...new Set(by.map((each) => each.because))];
      return by.length === 0 ? undefined : { because, except: undefined, open: [] };
    },
  };
}

type Compared = Pick<ComparedPrograms, "diff" | "meaning" | "assumption">;

function openBits({ diff }: Compared, { bits }: Judgement): Parameters<typeof recordChanges>[1] {
  return diff.sets.flatMap((set) =>
    set.changes.map((change) => {
      const open = bits.get(change)?.open ?? change.cases;
      return { set, change, open };
    }),
  );
}

function describeBit(
  { meaning, assumption }: Compared,
  { bits }: Judgement,
  change: BitChange,
): ChangeAcceptance | undefined {
  const judged = bits.get(change);
  if (judged === undefined || judged.because.length === 0) return undefined;
  const { because, open } = judged;
  const cases = meaning.bdd.or(open.gained, open.lost);
  const except =
    cases === FALSE ? undefined : conditionText(meaning, cases, { within: assumption }).text;
  return { because, except, open: openDirections(judged) };
}
