/** Every kind of diagnostic, by the stage that reports it. */

import { cpuidDiagnostics, featureListDiagnostics } from "./cpuid.ts";
import type { DiagnosticKind } from "./diagnostic.ts";
import { fileDiagnostics } from "./files.ts";
import { lintDiagnostics } from "./lints.ts";
import { nameDiagnostics } from "./names.ts";
import { proofDiagnostics } from "./proofs.ts";
import { ruleDiagnostics } from "./rules.ts";
import { syntaxDiagnostics } from "./syntax.ts";

export interface CatalogueSection {
  /** The prefix of the group's codes. */
  readonly prefix: string;
  /** The subject of the group. */
  readonly title: string;
  /** The type of the examples of the group's kinds. */
  readonly examplesAre: "rule files" | "CPUID dumps" | "feature lists";
  readonly kinds: readonly DiagnosticKind<never>[];
}

export const catalogue: readonly CatalogueSection[] = [
  {
    prefix: "CR01",
    title: "the text of a rule file",
    examplesAre: "rule files",
    kinds: syntaxDiagnostics,
  },
  { prefix: "CR02", title: "names", examplesAre: "rule files", kinds: nameDiagnostics },
  {
    prefix: "CR03",
    title: "what governs a bit",
    examplesAre: "rule files",
    kinds: ruleDiagnostics,
  },
  { prefix: "CR04", title: "proofs and tests", examplesAre: "rule files", kinds: proofDiagnostics },
  { prefix: "CR05", title: "files", examplesAre: "rule files", kinds: fileDiagnostics },
  {
    prefix: "CR06",
    title: "what is probably not meant",
    examplesAre: "rule files",
    kinds: lintDiagnostics,
  },
  { prefix: "CR07", title: "CPUID dumps", examplesAre: "CPUID dumps", kinds: cpuidDiagnostics },
  {
    prefix: "CR07",
    title: "lists of features",
    examplesAre: "feature lists",
    kinds: featureListDiagnostics,
  },
];

/** The kind's example without the indentation that it has in the source. */
export function exampleText({ example }: DiagnosticKind<never>): string {
  const lines = example
    .replace(/^\n/, "")
    .replace(/\n\s*$/, "\n")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return example.startsWith("\n") ? lines.map((line) => line.slice(indent)).join("\n") : example;
}
