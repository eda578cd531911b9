/** Reads what was accepted against two programs, before they are compared. */

import type { LoadedModel } from "../../analyze.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { DeclarationChange } from "../compare/change.ts";
import type { WorthShowing } from "../compare/compare-sets.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import type { LoadedProgram } from "../../names/load.ts";
import type { AcceptedChange } from "./accepted-change.ts";
import { describeAcceptance, type DescribedAcceptance } from "./describe-acceptance.ts";
import { judgeOf } from "./judge-changes.ts";
import { readConditions } from "./read-conditions.ts";

export interface AcceptanceRequest {
  readonly programs: BothSides<LoadedProgram>;
  readonly accepted: readonly AcceptedChange[];
  /** Whether what no one has accepted is stated as it can be. */
  readonly asksOpen: boolean;
}

export interface ReadAcceptance {
  /** The programs as they are to be compared, so that what was accepted speaks of the same inputs. */
  readonly models: BothSides<LoadedModel>;
  /** The cases of a change that no one has accepted. */
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
