/**
 * The public interface of caprules. Its functions take rule files and return diagnostics, generated
 * code and answers. None touches a file system, and a user's mistake is returned as a diagnostic,
 * never thrown. Everything that is not exported here is private.
 */

// The pipeline: check rules, compile them to a proved TypeScript module, run their tests.
export { check, compile, test } from "./compile.ts";
export type { CheckOptions, CompileOptions, CompileResult, TestResult } from "./compile.ts";
export type { CheckResult, Statistics } from "./program/check-result.ts";

// A program that is opened once answers any number of questions.
export { openProgram } from "./program/program.ts";
export type { Program } from "./program/program.ts";
export type { RuleSource } from "./program/source.ts";

// Coverage, missing tests and mutation of a program's tests.
export { coverage, generateTests, mutation } from "./coverage/suite-quality.ts";
export type { CoverageResult, GenerateResult, MutationResult } from "./coverage/suite-quality.ts";
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

// Formatting of rule files.
export { compareFormatted, format } from "./formatting.ts";
export type { FormatOptions, FormatResult } from "./formatting.ts";

// A policy as one HTML page.
export { report } from "./report/report.ts";
export type { ReportResult } from "./report/report.ts";

// Questions about one case: the bits that are on, the rules that decide them, and the changes that
// would flip one.
export { declaredInputs, evaluate } from "./evaluate/evaluate.ts";
export { explain } from "./explain/explain.ts";
export type { Answer } from "./evaluate/ask-about-case.ts";
export type { DeclaredInputs, EvaluateOptions, EvaluateResult } from "./evaluate/evaluate.ts";
export type { ExplainResult } from "./explain/explain.ts";
export type { EvaluatedBit, EvaluatedSet, StatedRule } from "./evaluate/evaluate-sets.ts";
export type { InputBitmap, ProgramInputs } from "./evaluate/program-inputs.ts";
export type { Explanation, Flip, ReadValue } from "./explain/explain-bit.ts";

// Questions about all cases: when a bit is on, when a condition holds; claims, proved or refuted.
export { explainCondition } from "./explain/explain-condition.ts";
export { explainFormula } from "./explain/explain-formula.ts";
export type { ConditionResult } from "./explain/explain-condition.ts";
export type { FormulaResult } from "./explain/explain-formula.ts";
export type { Formula } from "./explain/formula.ts";
export type { PossibleCase, Possibility } from "./explain/possibility.ts";
export type { TruthTable, TruthTableRow } from "./explain/truth-table.ts";
export { prove } from "./prove/prove.ts";
export type { ProveOptions, ProveResult } from "./prove/prove.ts";
export type { Counterexample, Proof } from "./prove/prove-claim.ts";
export type { ReadBit } from "./checks/refute.ts";
export type { StatedCase } from "./meaning/witness.ts";

// Comparison of two programs by meaning.
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

// Reviews of whole folders: one value, and texts of it. A bot has no need of the command.
export { reviewFiles } from "./review/review-files.ts";
export { reviewAnnotations } from "./review/formats/github.ts";
export { reviewPage } from "./review/formats/html.ts";
export { reviewJson } from "./review/formats/json.ts";
export { reviewMarkdown } from "./review/formats/markdown.ts";
export { reviewSarif } from "./review/formats/sarif.ts";
export { reviewText } from "./review/formats/text.ts";
export type { Review } from "./review/describe/review.ts";
export type { ReviewResult, RuleFolder } from "./review/review-files.ts";

// Judgement of a merge by meaning.
export { judgeMerge } from "./review/merge/judge-merge.ts";
export type {
  MergeConflict,
  MergeVerdict,
  MergeWarnings,
  ShownConflict,
} from "./review/merge/judge-merge.ts";
export type { BySide, SideName } from "./review/merge/merged-bits.ts";
export type { RulePair } from "./review/compare/stated-rules.ts";

// Reading of rule files.
export { readFromMemory } from "./names/read-file.ts";
export { rememberParses } from "./names/parse-file.ts";
export type { ParseFile } from "./names/parse-file.ts";
export type { FileContent, ReadFile } from "./names/read-file.ts";

// CPUID dumps and feature lists.
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

// Types of layouts and diagnostics in the results above.
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
