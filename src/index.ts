/**
 * The public interface of caprules: rule files in; diagnostics, generated code and answers out.
 *
 * Nothing here touches a file system, and a user's mistake is returned as a diagnostic, never
 * thrown. What is not exported here is private.
 */

// The pipeline: check rules, compile them to a proved TypeScript module, run their tests.
export { check, compile, test } from "./compile.ts";
export type {
  CheckOptions,
  CompileOptions,
  CheckResult,
  CompileResult,
  RuleSource,
  Statistics,
  TestResult,
} from "./compile.ts";

// What the tests of a program show about its rules, and what they miss.
export { coverage, generateTests, mutation } from "./suite-quality.ts";
export type { CoverageResult, GenerateResult, MutationResult } from "./suite-quality.ts";
export { lcovText } from "./coverage/lcov.ts";
export type {
  CoverageReport,
  MissingCase,
  Place,
  ReportedAtom,
  ReportedRule,
} from "./coverage/report.ts";
export type { NeverWhy } from "./coverage/missing.ts";
export type { MutationReport, ReportedMutant } from "./coverage/mutation.ts";
export type { GeneratedTests } from "./coverage/generate.ts";

// Rule files laid out for readers.
export { compareFormatted, format } from "./formatting.ts";
export type { FormatOptions, FormatResult } from "./formatting.ts";

// A policy as one HTML page.
export { report } from "./report.ts";
export type { ReportResult } from "./report.ts";

// Questions about one case: which bits are on, by which rule, and what would flip one.
export { declaredInputs, evaluate, explain } from "./questions.ts";
export type {
  Answer,
  DeclaredInputs,
  EvaluateOptions,
  EvaluateResult,
  ExplainResult,
} from "./questions.ts";
export type { EvaluatedBit, EvaluatedSet, StatedRule } from "./evaluate/evaluate.ts";
export type { InputBitmap, ProgramInputs } from "./evaluate/program-inputs.ts";
export type { Explanation, Flip, ReadValue } from "./explain/explain.ts";

// Questions about all cases: when a bit is on, when a condition holds; claims, proved or refuted.
export { explainCondition, explainFormula } from "./conditions.ts";
export type { ConditionResult, FormulaResult } from "./conditions.ts";
export type { Formula } from "./explain/formula.ts";
export type { PossibleCase, Possibility } from "./explain/possibility.ts";
export type { TruthTable, TruthTableRow } from "./explain/truth-table.ts";
export { prove } from "./proofs.ts";
export type { ProveOptions, ProveResult } from "./proofs.ts";
export type { Counterexample, Proof } from "./prove/prove.ts";
export type { ReadBit } from "./checks/refute.ts";
export type { StatedCase } from "./meaning/witness.ts";

// What a change of rules really does.
export { diff } from "./review/diff.ts";
export type {
  DescribedChange,
  DescribedDeclaration,
  DescribedDiff,
  DescribedSet,
  DiffOptions,
  DiffResult,
} from "./review/diff.ts";
export type { BothSides } from "./review/compare/both-sides.ts";
export type {
  DeclarationChange,
  DeclarationKind,
  Direction,
  OneDirection,
  RestatedRule,
  Share,
  Witness,
} from "./review/compare/change.ts";
export type { Hosts, HostShare } from "./review/compare/hosts.ts";
export type {
  AcceptableChange,
  AcceptedChange,
  ChangeAcceptance,
  UnreadableChange,
} from "./review/accept/accepted-change.ts";
export type { Acceptance } from "./review/accept/describe-acceptance.ts";

// Whether a merge that went well as text went well as rules.
export { judgeMerge } from "./review/merge/judge-merge.ts";
export type {
  MergeConflict,
  MergeVerdict,
  MergeWarnings,
  ShownConflict,
} from "./review/merge/judge-merge.ts";
export type { BySide, SideName } from "./review/merge/merged-bits.ts";
export type { RulePair } from "./review/compare/stated-rules.ts";

// How rule files are read.
export { readFromMemory } from "./names/read-file.ts";
export { rememberParses } from "./names/parse-file.ts";
export type { ParseFile } from "./names/parse-file.ts";
export type { FileContent, ReadFile } from "./names/read-file.ts";

// CPUID as people have it.
export { parseFeatureList } from "./cpuid/parse-feature-list.ts";
export { readCpuid } from "./cpuid/read-cpuid.ts";
export { toBitmap } from "./cpuid/to-bitmap.ts";
export type { CpuidBitmap } from "./cpuid/cpuid-bitmap.ts";
export type { FeatureListResult } from "./cpuid/parse-feature-list.ts";
export type { CpuidResult } from "./cpuid/read-cpuid.ts";
export type {
  CpuidEntry,
  CpuidFormat,
  CpuidReading,
  EntriesReading,
  FeatureName,
  FeaturesReading,
  MisstatedFeature,
  Processor,
  StatedFeatures,
} from "./cpuid/reading.ts";

// Layouts and diagnostics, as the above speak of them.
export type {
  BitIndex,
  CpuidEntryKey,
  Layout,
  LayoutBit,
  Register,
  Word,
  WordAddress,
} from "./model/layout.ts";
export type { Assignment, Bitmap, Enumeration, Flag, Input } from "./model/model.ts";
export type { Diagnostic, RelatedPlace, Severity } from "./diagnostics/diagnostic.ts";
export { positionAt } from "./base/source-text.ts";
export type { Position, SourceText } from "./base/source-text.ts";
export type { Span } from "./base/span.ts";
