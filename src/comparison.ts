/** What a change of rules really does: two programs compared by meaning, every witness replayed on both. */

import { addToList } from "./base/add-to-list.ts";
import type { Span } from "./base/span.ts";
import { definitely } from "./base/unreachable.ts";
import type { AcceptedChange, ChangeAcceptance } from "./acceptance/accepted-change.ts";
import type {
  Acceptance,
  AcceptanceRequest,
  DescribedAcceptance,
} from "./acceptance/describe-acceptance.ts";
import { isError, modelProgram, type LoadedModel } from "./analyze.ts";
import { Bdd } from "./bdd/bdd.ts";
import { checkConflictingConditions } from "./checks/conflicting-conditions.ts";
import type { RuleSource } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { report } from "./diagnostics/diagnostic.ts";
import { emissionDiffers } from "./diagnostics/proofs.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { BitChange, DeclarationChange, ProgramDiff, SetDiff } from "./diff/change.ts";
import type { WorthShowing } from "./diff/compare-sets.ts";
import { compareDeclarations } from "./diff/compare-declarations.ts";
import { diffPrograms, type ComparedPrograms } from "./diff/diff-programs.ts";
import { hostsAmong, type Hosts, type HostShare } from "./diff/hosts.ts";
import { readExpression, type ReadExpression } from "./expression/read-expression.ts";
import type { Interpretation } from "./interpreter/interpret.ts";
import { conditionText } from "./meaning/condition-text.ts";
import { lowerModel, type Meaning } from "./meaning/lower.ts";
import { setNameOf } from "./model/collect-sets.ts";
import type { CapabilitySet, Model } from "./model/model.ts";
import { load, type LoadedProgram } from "./names/load.ts";
import { rememberParses } from "./names/parse-file.ts";
import { orUndecided } from "./or-undecided.ts";

export interface DiffOptions {
  /** What the cases that are looked at have in common: expressions over inputs, in the rule language. */
  readonly assume?: readonly string[];
  /** Sets that have another name in the new program, the old name first. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Of each change is told on which of these it can show, if a side has their input. */
  readonly hosts?: Hosts | undefined;
  /** Changes of this program that someone has looked at and means. */
  readonly accepted?: readonly AcceptedChange[];
  /** Asks for what changes beyond them, stated as it can be accepted. */
  readonly asksOpen?: boolean;
}

export interface DiffResult {
  /** What is wrong with each side; errors stand in the way of a comparison. */
  readonly diagnostics: {
    readonly old: readonly Diagnostic[];
    readonly new: readonly Diagnostic[];
  };
  /** What is wrong with the options, in words. */
  readonly problems: readonly string[];
  readonly undecided: boolean;
  /** Where a side has errors, only its `declarations` say something. Absent if it is undecided. */
  readonly diff: DescribedDiff | undefined;
}

export interface DescribedDiff {
  readonly isCompared: boolean;
  readonly sets: readonly DescribedSet[];
  readonly declarations: readonly DescribedDeclaration[];
  readonly restated: ProgramDiff["restated"];
  /** What of it was accepted; undefined where nothing was, and no one asked. */
  readonly acceptance: Acceptance | undefined;
}

export interface DescribedDeclaration extends DeclarationChange {
  /** Of a set that one side does not have; undefined if no one has accepted that. */
  readonly accepted: ChangeAcceptance | undefined;
}

export interface DescribedSet {
  readonly name: string;
  /** In the old program, where it is another one. */
  readonly oldName: string | undefined;
  /** The set itself on each side. */
  readonly sides: { readonly old: CapabilitySet; readonly new: CapabilitySet };
  readonly bitCount: number;
  readonly changes: readonly DescribedChange[];
}

export interface DescribedChange extends Omit<BitChange, "cases"> {
  /** When the value changes, as an expression of the rule language; proved equal to the cases. */
  readonly condition: string;
  /** On which hosts it can show; undefined where no one asked. */
  readonly hosts: HostShare | undefined;
  /** Undefined if no one has accepted any case of it. */
  readonly accepted: ChangeAcceptance | undefined;
}

/** The virtual file that holds what is assumed. */
const ASSUMED = "<assume>";

export async function diff(
  old: RuleSource,
  fresh: RuleSource,
  {
    assume = [],
    renamed: given = new Map(),
    hosts,
    accepted = [],
    asksOpen = false,
  }: DiffOptions = {},
): Promise<DiffResult> {
  const assumptions = assume.map((text) => readExpression(text, ASSUMED, "assume"));
  const parseOnce = rememberParses();
  const loadSource = ({ entry, readFile, parseFile = parseOnce }: RuleSource): LoadedProgram =>
    load(entry, readFile, parseFile);
  const programs = { old: loadSource(old), new: loadSource(withAssumptions(fresh, assumptions)) };
  const known =
    asksOpen || accepted.length > 0 ? await readAccepted(programs, accepted) : undefined;
  const before = known?.read.programs.old ?? modelProgram(programs.old);
  const after = known?.read.programs.new ?? modelProgram(programs.new);
  const problems = [
    ...assumptions.flatMap(({ problem }) =>
      problem === undefined ? [] : [`what is assumed: ${problem}`],
    ),
    ...unknownSets(before.model, after.model, given),
  ];
  const renamed = new Map([...renamedWithFiles([before, old], [after, fresh]), ...given]);
  const sides = { old: sorted(before), new: sorted(after) };
  const nothing = { diagnostics: sides, problems, undecided: false };
  const declarations = declarationsOf(
    statedIn(programs.old, before.model),
    statedIn(programs.new, after.model),
    renamed,
  );
  if ([...sides.old, ...sides.new].some(isError) || problems.length > 0) {
    return { ...nothing, diff: uncompared(declarations) };
  }
  return orUndecided<DiffResult>(
    "what differs",
    async () => {
      const compared = diffPrograms({
        bdd: new Bdd(),
        old: before.model,
        new: after.model,
        renamed,
        worthShowing: known?.openCases,
      });
      const conflicts = conflictsOf(before, after, compared);
      if ([...conflicts.old, ...conflicts.new].length > 0) {
        return { ...nothing, diagnostics: conflicts, diff: uncompared(declarations) };
      }
      const disagreements = await replayed(before.model, after.model, compared.diff.sets);
      const diagnostics = { old: sides.old, new: [...sides.new, ...disagreements] };
      const judged =
        known &&
        (await describeAccepted({
          ...known,
          ...{ compared, declarations, accepted },
          programs: asksOpen ? programs : undefined,
        }));
      const input = isInput(hosts, [before.model, after.model]) ? hosts : undefined;
      return { ...nothing, diagnostics, diff: describe(compared, declarations, input, judged) };
    },
    (limit) => {
      const side = isIn(programs.old, limit) && !isIn(programs.new, limit) ? "old" : "new";
      const diagnostics = { ...sides, [side]: [...sides[side], limit] };
      return { ...nothing, diagnostics, undecided: true, diff: undefined };
    },
  );
}

function isIn({ files }: LoadedProgram, { span }: Diagnostic): boolean {
  return files.some(({ tree }) => tree.source === span?.source);
}

/** What was accepted, before anything is compared. */
interface KnownAcceptance extends Pick<AcceptanceRequest, "read" | "judge"> {
  readonly openCases: WorthShowing;
}

/** Loaded only where anything was accepted. */
async function readAccepted(
  programs: { readonly old: LoadedProgram; readonly new: LoadedProgram },
  accepted: readonly AcceptedChange[],
): Promise<KnownAcceptance> {
  const { readConditions } = await import("./acceptance/read-conditions.ts");
  const { judgeOf } = await import("./acceptance/judge-changes.ts");
  const read = readConditions(
    programs,
    accepted.flatMap((each) => (each.kind === "bit" ? [each.condition] : [])),
  );
  const judge = judgeOf(accepted, read);
  const openCases: WorthShowing = (...change) => {
    const [, , meanings] = change;
    const { open } = judge.judge(...change);
    return meanings.new.bdd.or(open.gained, open.lost);
  };
  return { read, judge, openCases };
}

async function describeAccepted(request: AcceptanceRequest): Promise<DescribedAcceptance> {
  const { describeAcceptance } = await import("./acceptance/describe-acceptance.ts");
  return describeAcceptance(request);
}

function withAssumptions(source: RuleSource, assumptions: readonly ReadExpression[]): RuleSource {
  if (assumptions.length === 0) return source;
  const text = assumptions.map(({ tree }) => `${tree.source.text}\n`).join("");
  return {
    ...source,
    entry: [...source.entry, ASSUMED],
    readFile: (name) => (name === ASSUMED ? { kind: "text", text } : source.readFile(name)),
  };
}

function sorted({ files, diagnostics }: LoadedModel): readonly Diagnostic[] {
  return sortDiagnostics(
    diagnostics.filter(isError),
    files.map(({ name }) => name),
  );
}

/** Sets that are named after files, where these have two names. */
function renamedWithFiles(
  ...sides: readonly [readonly [LoadedModel, RuleSource], readonly [LoadedModel, RuleSource]]
): readonly (readonly [string, string])[] {
  const [old, fresh] = sides.map(([{ files }, { entry }]) => {
    const file = files.find(({ name }) => name === entry[0]);
    return file?.isImplicitSet === true ? setNameOf(file.name) : undefined;
  });
  return old === undefined || fresh === undefined ? [] : [[old, fresh]];
}

function unknownSets(
  old: Model,
  fresh: Model,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const lacks = ({ sets }: Model, name: string): boolean => sets.every((set) => set.name !== name);
  return [...renamed].flatMap(([before, after]) => [
    ...(lacks(old, before) ? [`the old side has no capability set \`${before}\``] : []),
    ...(lacks(fresh, after) ? [`the new side has no capability set \`${after}\``] : []),
  ]);
}

/** The model without what is asked of it: neither what is assumed on request nor what was accepted is a declaration. */
function statedIn({ files }: LoadedProgram, model: Model): Model {
  const stated = files.filter(({ name }) => name !== ASSUMED);
  const sources = new Set(stated.map(({ tree }) => tree.source));
  const isStated = ({ span }: { readonly span: Span }): boolean => sources.has(span.source);
  return {
    ...model,
    assumptions: model.assumptions.filter(isStated),
    assertions: model.assertions.filter(isStated),
  };
}

/** A set under another name is neither new nor gone. */
function declarationsOf(
  old: Model,
  fresh: Model,
  renamed: ReadonlyMap<string, string>,
): readonly DeclarationChange[] {
  const sets = new Set([...renamed.keys(), ...renamed.values()]);
  return compareDeclarations(old, fresh).filter(
    ({ kind, name }) => kind !== "capability set" || !sets.has(name),
  );
}

/** Rules that apply at once: then a side does not say what its bits are. */
function conflictsOf(
  old: LoadedModel,
  fresh: LoadedModel,
  { meaning, oldMeaning }: ComparedPrograms,
): DiffResult["diagnostics"] {
  const conflictsIn = (
    { model, files }: LoadedModel,
    other: Model,
    shared: Meaning,
  ): readonly Diagnostic[] => {
    // Rules that exclude each other by a program's own values may meet in a value that the other one has.
    const own = haveSameValues(model, other) ? shared : lowerModel(new Bdd(), model);
    const roots = new Set(files.map(({ name }) => name));
    const findings = checkConflictingConditions({ model, meaning: own, roots });
    return findings.map(({ diagnostic }) => diagnostic);
  };
  return {
    old: conflictsIn(old, fresh.model, oldMeaning),
    new: conflictsIn(fresh, old.model, meaning),
  };
}

function haveSameValues(one: Model, other: Model): boolean {
  const valuesOf = ({ enums }: Model): string =>
    JSON.stringify(enums.map(({ name, values }) => [name, values]));
  return valuesOf(one) === valuesOf(other);
}

function describe(
  { diff: found, meaning, assumption }: ComparedPrograms,
  declarations: readonly DeclarationChange[],
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
        return {
          ...others,
          condition: conditionText(meaning, cases.all, { within: assumption }).text,
          hosts: hosts && hostsAmong(meaning, cases.all, hosts),
          accepted: judged?.ofChange(set, change),
        };
      }),
    })),
    declarations: declarations.map((each) => ({ ...each, accepted: judged?.ofDeclaration(each) })),
    restated: found.restated,
    acceptance: judged?.acceptance,
  };
}

/** Of programs with errors. */
function uncompared(declarations: readonly DeclarationChange[]): DescribedDiff {
  return {
    isCompared: false,
    sets: [],
    declarations: declarations.map((each) => ({ ...each, accepted: undefined })),
    restated: [],
    acceptance: undefined,
  };
}

function isInput(hosts: Hosts | undefined, models: readonly Model[]): boolean {
  return models.some(({ inputs }) => inputs.some(({ name }) => name === hosts?.input));
}

/** Runs each witness through the interpreter and the generated code of both sides. */
async function replayed(
  old: Model,
  fresh: Model,
  sets: readonly SetDiff[],
): Promise<readonly Diagnostic[]> {
  const byCase = new Map<string, { set: SetDiff; change: BitChange }[]>();
  for (const set of sets) {
    for (const change of set.changes) addToList(byCase, change.witness.text, { set, change });
  }
  if (byCase.size === 0) return [];
  const { replayCases } = await import("./replay/replay.ts");
  const cases = [...byCase.values()];
  const replaysOn = (side: "old" | "new"): ReturnType<typeof replayCases> =>
    replayCases(
      { old, new: fresh }[side],
      cases.map((changes) => ({
        assignment: definitely(changes[0], "a case has a change").change.witness[side],
        about: changes.flatMap(({ set, change: { indices } }) => {
          const bit = indices[side];
          return bit === undefined ? [] : [{ set: set[side], bit }];
        }),
      })),
    );
  const replays = { old: await replaysOn("old"), new: await replaysOn("new") };
  return cases.flatMap((changes, position) => {
    const before = definitely(replays.old[position], "every case is run");
    const after = definitely(replays.new[position], "every case is run");
    const what =
      before.disagreement ??
      after.disagreement ??
      contradiction(before.interpretation, after.interpretation, changes);
    return what === undefined ? [] : [report(emissionDiffers, undefined, { what })];
  });
}

/** Where the rules do not show what the diagrams say, in words. */
function contradiction(
  old: Interpretation,
  fresh: Interpretation,
  changes: readonly { readonly set: SetDiff; readonly change: BitChange }[],
): string | undefined {
  const wrong = changes.find(({ set, change: { witness, indices } }) => {
    const before = indices.old !== undefined && old.valueOf(set.old, indices.old);
    const after = indices.new !== undefined && fresh.valueOf(set.new, indices.new);
    return before !== witness.before || after !== witness.after;
  });
  if (wrong === undefined) return undefined;
  const { set, change } = wrong;
  return `${set.new.name}.${change.bit} does not change in this case: ${change.witness.text}`;
}
