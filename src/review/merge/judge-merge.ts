/**
 * Judges by meaning a merge of rule files that succeeded as text: compares base, ours, theirs and
 * the merged program.
 */

import { asProgram, type Program } from "../../program/program.ts";
import { type Diagnostic, isError, report } from "../../diagnostics/diagnostic.ts";
import { FALSE, type Bdd, type Diagram } from "../../bdd/bdd.ts";
import type { Span } from "../../base/span.ts";
import { definitely } from "../../base/unreachable.ts";
import type { RuleSource } from "../../program/source.ts";
import { emissionDiffers, undecided } from "../../diagnostics/proofs.ts";
import {
  bySide,
  findMergedBits,
  SIDES,
  type BitConflict,
  type BranchName,
  type BySide,
  type ConflictKind,
  type MergedBits,
  type SideName,
} from "./merged-bits.ts";
import { meetingRules } from "./meeting-rules.ts";
import { findMergedRoles } from "./merged-roles.ts";
import { replayKnown } from "../compare/replay-changes.ts";
import { firstNewRule, statedChange } from "../compare/stated-change.ts";
import { statedRules, type RulePair } from "../compare/stated-rules.ts";
import type { SetRole } from "../../../grammar/syntax-tree.ts";
import { inSomeOrder } from "../../program/in-some-order.ts";
import type { Interpretation } from "../../interpreter/interpret.ts";
import { conditionText } from "../../meaning/condition-text.ts";
import { describeAssignment, fewestBits } from "../../meaning/witness.ts";
import type { Assignment, Model } from "../../model/model.ts";
import { rememberParses } from "../../names/parse-file.ts";
import { orUndecided } from "../../program/or-undecided.ts";

export type MergeVerdict =
  | { readonly kind: "clean" }
  | ({ readonly kind: "conflict"; readonly conflicts: readonly MergeConflict[] } & MergeWarnings)
  /** The merge has warnings only. */
  | ({ readonly kind: "interaction" } & MergeWarnings)
  /** The merged program has errors, and neither branch has any. */
  | ({ readonly kind: "broken"; readonly diagnostics: readonly Diagnostic[] } & MergeWarnings)
  /** A side has errors, or a limit was reached. */
  | {
      readonly kind: "unknown";
      readonly side: SideName | undefined;
      readonly diagnostics: readonly Diagnostic[];
    };

/** The warnings about a merge, whether it stands or not. */
export interface MergeWarnings {
  /**
   * Bits whose rules one branch changes, while the other branch changes the bits that these rules
   * read, and whose merged value is neither branch's. Includes bits that conflict only in cases
   * that the merged program excludes.
   */
  readonly interactions: readonly MergeConflict[];
  /** Warnings about sets whose bits were reviewed under another role. */
  readonly roles: readonly Diagnostic[];
  /** Cases in which the interpreter disagrees with the diagrams, which is a bug in caprules. */
  readonly disagreements: readonly Diagnostic[];
  /** Assertions and conditions of the merged program that a limit leaves undecided. */
  readonly undecided: readonly Diagnostic[];
}

const NO_WARNINGS: MergeWarnings = {
  interactions: [],
  roles: [],
  disagreements: [],
  undecided: [],
};

export interface MergeConflict {
  readonly set: string;
  readonly bit: string;
  readonly kind: ConflictKind;
  /**
   * True if the conflict occurs only in cases that the merged program excludes, by an assumption or
   * a missing value.
   */
  readonly isLeftOut: boolean;
  /** The role of the set in each branch that has it. */
  readonly roles: Partial<Record<BranchName, SetRole>>;
  /** The condition and a case; given for the first few bits only. */
  readonly shown: ShownConflict | undefined;
  /**
   * For an interaction, the rules that ours (`before`) and theirs (`after`) change. Otherwise the
   * rules that differ between ours and theirs.
   */
  readonly rules: RulePair;
  /** The 1-based line of the bit's first rule in the merged text. */
  readonly merged: { readonly file: string; readonly line: number } | undefined;
  /** The place of the bit's rule that the base lacks, else of its first rule. */
  readonly span: Span | undefined;
}

export interface ShownConflict {
  readonly condition: string;
  /** A smallest case, on one line. */
  readonly witness: string;
  readonly values: BySide<boolean>;
}

/** The number of conflicts that are shown with a case. */
const MOST_SHOWN = 5;

/**
 * Judges the merge of a program that git, or another tool, merged as text. A bit that both branches
 * change in different ways is a conflict, and so is a bit whose merged meaning differs from that of
 * the one branch that changes it.
 * @param sources the program in base, ours, theirs and the merged text.
 */
export async function judgeMerge(sources: BySide<Program | RuleSource>): Promise<MergeVerdict> {
  const parseFile = rememberParses();
  const programs = bySide((side) => asProgram(sources[side], parseFile));
  for (const side of ["ours", "theirs", "base"] as const) {
    const diagnostics = programs[side].mistakes.filter(isError);
    if (diagnostics.length > 0) return { kind: "unknown", side, diagnostics };
  }
  const mistakes = programs.merged.mistakes.filter(isError);
  if (mistakes.length > 0) return { kind: "broken", diagnostics: mistakes, ...NO_WARNINGS };
  return orUndecided<MergeVerdict>(
    "whether the merged rules mean what both branches say",
    async () => {
      const models = bySide((side) => programs[side].model);
      const merged = inSomeOrder((bdd, order) => findMergedBits(bdd, models, order));
      const { refuted, undecided: open } = judgeChecks(programs.merged);
      const warnings = { ...(await describeWarnings(merged, models)), undecided: open };
      if (merged.conflicts.length > 0) {
        const { conflicts, disagreements } = await describe(merged, merged.conflicts, models);
        const all = [...disagreements, ...warnings.disagreements];
        return { kind: "conflict", conflicts, ...warnings, disagreements: all };
      }
      const isNews = (["ours", "theirs"] as const).every(
        (side) => refuted.length > 0 && judgeChecks(programs[side]).refuted.length === 0,
      );
      if (isNews) return { kind: "broken", diagnostics: refuted, ...warnings };
      const isClean = Object.values(warnings).every(({ length }) => length === 0);
      return isClean ? { kind: "clean" } : { kind: "interaction", ...warnings };
    },
    (limit) => ({ kind: "unknown", side: undefined, diagnostics: [limit] }),
  );
}

interface JudgedChecks {
  /** Assertions that do not hold, and conditions that conflict. */
  readonly refuted: readonly Diagnostic[];
  readonly undecided: readonly Diagnostic[];
}

function judgeChecks({ findings }: Program): JudgedChecks {
  const errors = findings.map(({ diagnostic }) => diagnostic).filter(isError);
  const isUndecided = ({ code }: Diagnostic): boolean => code === undecided.code;
  return {
    refuted: errors.filter((each) => !isUndecided(each)),
    undecided: errors.filter(isUndecided),
  };
}

async function describeWarnings(
  merged: MergedBits,
  models: BySide<Model>,
): Promise<Omit<MergeWarnings, "undecided">> {
  const { conflicts, disagreements } = await describe(merged, merged.interactions, models);
  return { interactions: conflicts, roles: findMergedRoles(merged, models), disagreements };
}

async function describe(
  merged: MergedBits,
  found: readonly BitConflict[],
  models: BySide<Model>,
): Promise<{ conflicts: readonly MergeConflict[]; disagreements: readonly Diagnostic[] }> {
  const cases = found
    .slice(0, MOST_SHOWN)
    .map((conflict) => showConflict(merged, models, conflict));
  const conflicts = found.map((conflict, position): MergeConflict => {
    const { base, ours, theirs, merged: place } = conflict.places;
    const [first] = place === undefined ? [] : statedRules(place.set, place.bit);
    return {
      set: conflict.set,
      bit: conflict.bit,
      kind: conflict.kind,
      isLeftOut: conflict.isLeftOut,
      roles: {
        ...(ours && { ours: ours.set.role }),
        ...(theirs && { theirs: theirs.set.role }),
      },
      shown: cases[position],
      rules:
        conflict.kind === "interaction"
          ? meetingRules(merged, models.merged, conflict)
          : statedChange(ours, theirs),
      merged: first && { file: first.file, line: first.line },
      span: firstNewRule(base, place)?.span,
    };
  });
  return { conflicts, disagreements: await disagreementsAbout(cases, models) };
}

async function disagreementsAbout(
  cases: readonly ConflictCase[],
  models: BySide<Model>,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const side of SIDES) {
    const replays = await replayKnown(
      models[side],
      cases.map(({ conflict, assignments }) => {
        const place = conflict.places[side];
        return { assignment: assignments[side], about: place === undefined ? [] : [place] };
      }),
    );
    cases.forEach((each, position) => {
      const { disagreement, interpretation } = definitely(replays[position], "every case is run");
      const what = disagreement ?? contradiction(each, interpretation, side);
      if (what !== undefined) found.push(report(emissionDiffers, undefined, { what }));
    });
  }
  return found;
}

interface ConflictCase extends ShownConflict {
  readonly conflict: BitConflict;
  readonly assignments: BySide<Assignment>;
}

function showConflict(
  { together, meanings, cases }: MergedBits,
  models: BySide<Model>,
  conflict: BitConflict,
): ConflictCase {
  const { bdd } = meanings.merged;
  const wanted = tellingCases(bdd, conflict);
  const cheapest = definitely(
    fewestBits(meanings.merged, wanted),
    "no case in which a conflict shows",
  );
  const holds = (diagram: Diagram): boolean =>
    bdd.evaluate(diagram, (variable) => cheapest.get(variable) === true);
  const assignments = bySide((side) => together.caseFor(models[side], cheapest));
  return {
    conflict,
    assignments,
    condition: conditionText(meanings.merged, conflict.cases, {
      within: conflict.isLeftOut ? cases.all : cases.merged,
    }).text,
    witness: describeAssignment(
      meanings.merged,
      together.toldCase(models.merged, cheapest),
      wanted,
    ),
    values: bySide((side) => holds(conflict.values[side])),
  };
}

/** Prefers cases in which the final values of the programs show the conflict. */
function tellingCases(bdd: Bdd, { kind, cases, values }: BitConflict): Diagram {
  if (kind === "interaction") return cases;
  const { base, ours, theirs, merged } = values;
  const telling =
    kind === "both"
      ? bdd.xor(ours, theirs)
      : bdd.xor(merged, bdd.xor(base, ours) === FALSE ? theirs : ours);
  const both = bdd.and(cases, telling);
  return both === FALSE ? cases : both;
}

/** Describes how the interpreter disagrees with the diagrams. */
function contradiction(
  { conflict: { set, bit, places }, values, witness }: ConflictCase,
  interpretation: Interpretation,
  side: SideName,
): string | undefined {
  const place = places[side];
  const isOn = place !== undefined && interpretation.valueOf(place.set, place.bit);
  return isOn === values[side]
    ? undefined
    : `${set}.${bit} of ${side} is not what its diagram says in this case: ${witness}`;
}
