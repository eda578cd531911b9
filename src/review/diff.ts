/** Compares two programs by meaning, and replays every witness on both. */

import type { AcceptedChange, ChangeAcceptance } from "./accept/accepted-change.ts";
import type { Acceptance, DescribedAcceptance } from "./accept/describe-acceptance.ts";
import type { AcceptanceRequest, ReadAcceptance } from "./accept/read-accepted.ts";
import type { Program } from "../program/program.ts";
import {
  askedAssumptions,
  compareSources,
  statedModels,
  errorsIn,
  loadSources,
  renamedWithFiles,
  unknownSets,
} from "./load-sides.ts";
import type { RuleSource } from "../program/source.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { onBothSides, type BothSides } from "./compare/both-sides.ts";
import type { BitChange, DeclarationChange, ProgramDiff } from "./compare/change.ts";
import { comparePromises } from "./promises/compare-promises.ts";
import { diffPrograms, type ComparedPrograms } from "./compare/diff-programs.ts";
import { findConflicts } from "./compare/find-conflicts.ts";
import { hostsAmong, type Hosts, type HostShare } from "./compare/hosts.ts";
import type { PromiseChange } from "./promises/promise-change.ts";
import { isOwnCase, replayChanges } from "./compare/replay-changes.ts";
import { inSomeOrder } from "../program/in-some-order.ts";
import { conditionText } from "../meaning/condition-text.ts";
import type { CapabilitySet, Model } from "../model/model.ts";
import { orUndecided } from "../program/or-undecided.ts";

export interface DiffOptions {
  /** Expressions over inputs, in the rule language, that restrict the compared cases. */
  readonly assume?: readonly string[];
  /** Renamed sets: the old name, then the new one. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Lists the hosts on which each change can occur, if a side has their input. */
  readonly hosts?: Hosts | undefined;
  /** Accepted changes of this program. */
  readonly accepted?: readonly AcceptedChange[];
  /** Also state the changes that are not accepted, in the form in which they can be accepted. */
  readonly asksOpen?: boolean;
}

export interface DiffResult {
  /** The diagnostics of each side. Errors prevent a comparison. */
  readonly diagnostics: BothSides<readonly Diagnostic[]>;
  /** Problems of the options, in words. */
  readonly problems: readonly string[];
  readonly undecided: boolean;
  /**
   * If a side has errors, only `declarations` is filled in. Absent if the comparison is undecided.
   */
  readonly diff: DescribedDiff | undefined;
}

export interface DescribedDiff {
  readonly isCompared: boolean;
  readonly sets: readonly DescribedSet[];
  readonly declarations: readonly DescribedDeclaration[];
  readonly restated: ProgramDiff["restated"];
  /** Changes of assertions, tests and assumptions. */
  readonly promises: readonly PromiseChange[];
  /**
   * The accepted and open changes; undefined if nothing was accepted and the caller did not ask.
   */
  readonly acceptance: Acceptance | undefined;
}

export interface DescribedDeclaration extends DeclarationChange {
  /** The acceptance of an added or removed set; undefined if there is none. */
  readonly accepted: ChangeAcceptance | undefined;
}

export interface DescribedSet {
  readonly name: string;
  /** The set's name in the old program, if it differs. */
  readonly oldName: string | undefined;
  /** The set itself on each side. */
  readonly sides: BothSides<CapabilitySet>;
  readonly bitCount: number;
  readonly changes: readonly DescribedChange[];
}

export interface DescribedChange extends Omit<BitChange, "cases"> {
  /**
   * The cases in which the value changes, as an expression of the rule language that is proved
   * equal to them.
   */
  readonly condition: string;
  /** False if the condition is cut, or only says that it is too long. */
  readonly isWhole: boolean;
  /** The hosts on which the change can occur; undefined if no hosts were given. */
  readonly hosts: HostShare | undefined;
  /** Undefined if no case of the change is accepted. */
  readonly accepted: ChangeAcceptance | undefined;
}

/** Compares two programs. Mistakes in rules or options are returned, never thrown. */
export async function diff(
  old: Program | RuleSource,
  fresh: Program | RuleSource,
  { assume = [], renamed = new Map(), hosts, accepted = [], asksOpen = false }: DiffOptions = {},
): Promise<DiffResult> {
  const { programs, problems } = loadSources({ old, new: fresh }, assume);
  const acceptance = await acceptanceFor({ programs, accepted, asksOpen });
  const models = acceptance?.models ?? programs;
  const names = new Map([...renamedWithFiles(models), ...renamed]);
  const declarations = compareSources(programs, models, names);
  const found = {
    diagnostics: onBothSides(models, errorsIn),
    problems: [...problems, ...unknownSets(models, renamed)],
    undecided: false,
  };
  if (hasAny(found.diagnostics) || found.problems.length > 0) {
    return { ...found, diff: uncompared(declarations) };
  }
  return orUndecided<DiffResult>(
    "what differs",
    async () => {
      const stated = statedModels(programs, models);
      const request = { models, stated, renamed: names, declarations, hosts, acceptance };
      return { ...found, ...(await compareModels(request)) };
    },
    (limit) => {
      const side = isIn(programs.old, limit) && !isIn(programs.new, limit) ? "old" : "new";
      const diagnostics = { ...found.diagnostics, [side]: [limit] };
      return { ...found, diagnostics, undecided: true, diff: undefined };
    },
  );
}

/**
 * Undefined if there is nothing to accept and the caller did not ask; then the code is not loaded.
 */
async function acceptanceFor(request: AcceptanceRequest): Promise<ReadAcceptance | undefined> {
  if (!request.asksOpen && request.accepted.length === 0) return undefined;
  const { readAccepted } = await import("./accept/read-accepted.ts");
  return readAccepted(request);
}

function hasAny({ old, new: fresh }: BothSides<readonly Diagnostic[]>): boolean {
  return old.length + fresh.length > 0;
}

function isIn({ files }: Program, { span }: Diagnostic): boolean {
  return files.some(({ tree }) => tree.source === span?.source);
}

interface ModelsRequest {
  /** The models to compare; they have no errors. */
  readonly models: BothSides<Program>;
  /** The models without the additions made for the comparison. */
  readonly stated: BothSides<Model>;
  readonly renamed: ReadonlyMap<string, string>;
  readonly declarations: readonly DeclarationChange[];
  readonly hosts: Hosts | undefined;
  readonly acceptance: ReadAcceptance | undefined;
}

/** @throws LimitExceeded when a diagram grows beyond the limits. */
async function compareModels({
  models,
  stated,
  renamed,
  declarations,
  hosts,
  acceptance,
}: ModelsRequest): Promise<Pick<DiffResult, "diagnostics" | "diff" | "undecided">> {
  const { old, new: fresh } = onBothSides(models, ({ model }) => model);
  const worthShowing = acceptance?.openCases;
  const asked = askedAssumptions(fresh);
  const compared = inSomeOrder((bdd, order) =>
    diffPrograms({ bdd, order, old, new: fresh, renamed, asked, worthShowing }),
  );
  const conflicts = findConflicts(models, compared, asked);
  if (hasAny(conflicts)) {
    return { diagnostics: conflicts, undecided: false, diff: uncompared(declarations) };
  }
  const promises = comparePromises(stated, compared, declarations);
  const disagreeing = await replayChanges(
    { old, new: fresh },
    compared.diff.sets,
    promises.witnesses.filter(isOwnCase),
  );
  if (disagreeing.length > 0) {
    return {
      diagnostics: { old: [], new: disagreeing },
      undecided: false,
      diff: uncompared(declarations),
    };
  }
  const judged = acceptance?.describe(compared, declarations);
  const inputs = [...old.inputs, ...fresh.inputs];
  const known = inputs.some(({ name }) => hosts?.inputs.includes(name)) ? hosts : undefined;
  return {
    diagnostics: { old: [], new: [] },
    undecided: promises.changes.some(({ change }) => change === "undecided"),
    diff: describe(compared, declarations, promises.changes, known, judged),
  };
}

function describe(
  { diff: found, meaning, cases: { all: looked } }: ComparedPrograms,
  declarations: readonly DeclarationChange[],
  promises: readonly PromiseChange[],
  hosts: Hosts | undefined,
  judged: DescribedAcceptance | undefined,
): DescribedDiff {
  return {
    isCompared: true,
    sets: found.sets.map((set) => ({
      name: set.new.name,
      oldName: set.old.name === set.new.name ? undefined : set.old.name,
      sides: { old: set.old, new: set.new },
      bitCount: set.bitCount,
      changes: set.changes.map((change) => {
        const { cases, ...others } = change;
        const { text, isWhole } = conditionText(meaning, cases.all, { within: looked });
        return {
          ...others,
          condition: text,
          isWhole,
          hosts: hosts && hostsAmong(meaning, { all: cases.all, assumption: looked }, hosts),
          accepted: judged?.ofChange(set, change),
        };
      }),
    })),
    declarations: declarations.map((each) => ({ ...each, accepted: judged?.ofDeclaration(each) })),
    restated: found.restated,
    promises,
    acceptance: judged?.acceptance,
  };
}

/** The result for programs that cannot be compared, such as ones with errors. */
export function uncompared(declarations: readonly DeclarationChange[] = []): DescribedDiff {
  return {
    isCompared: false,
    sets: [],
    declarations: declarations.map((each) => ({ ...each, accepted: undefined })),
    restated: [],
    promises: [],
    acceptance: undefined,
  };
}
