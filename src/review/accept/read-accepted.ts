/** Reads acceptances against two programs, before the programs are compared. */

import type { Program } from "../../program/program.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { DeclarationChange } from "../compare/change.ts";
import type { WorthShowing } from "../compare/compare-sets.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import type { AcceptedChange } from "./accepted-change.ts";
import { describeAcceptance, type DescribedAcceptance } from "./describe-acceptance.ts";
import { judgeOf } from "./judge-changes.ts";
import { readConditions } from "./read-conditions.ts";

export interface AcceptanceRequest {
  readonly programs: BothSides<Program>;
  readonly accepted: readonly AcceptedChange[];
  /** True to state open changes in the form in which they can be accepted. */
  readonly asksOpen: boolean;
}

export interface ReadAcceptance {
  /**
   * The programs to compare. They include the atoms of acceptances, so that these are lowered over
   * the same variables.
   */
  readonly models: BothSides<Program>;
  /** The cases of a change that are not accepted. */
  readonly openCases: WorthShowing;
  /** @throws LimitExceeded when a diagram grows beyond the limits. */
  readonly describe: (
    compared: ComparedPrograms,
    declarations: readonly DeclarationChange[],
  ) => DescribedAcceptance;
}

export function readAccepted({ programs, accepted, asksOpen }: AcceptanceRequest): ReadAcceptance {
  const read = readConditions(
    programs,
    accepted.flatMap((each) => (each.kind === "bit" ? [each.condition] : [])),
  );
  const judge = judgeOf(accepted, read);
  return {
    models: read.programs,
    openCases: (set, change, meanings) => {
      const { open } = judge.judge(set, change, meanings);
      return meanings.new.bdd.or(open.gained, open.lost);
    },
    describe: (compared, declarations) =>
      describeAcceptance({
        compared,
        declarations,
        accepted,
        read,
        judge,
        programs: asksOpen ? programs : undefined,
      }),
  };
}
