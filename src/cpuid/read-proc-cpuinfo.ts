/**
 * Reads `/proc/cpuinfo` of an x86 Linux: the features that all processors have. The kernel prints
 * the features that it supports, under its own names. Bits that it knows but does not print, and
 * bits that it does not know, are missing.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import {
  cutLine,
  duplicateSection,
  missingFlags,
  otherArchitecture,
  processorsDiffer,
} from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { type Findings, reportSecond } from "./findings.ts";
import { featuresOfFlags, flagsNotPrinted, renameOldFlags } from "./linux-flags.ts";
import { namesIn } from "./names-in.ts";
import { shorten } from "./numbers.ts";
import { PRINTED_BUGS } from "./printed-flags.ts";
import type { FeatureName, FeaturesReading, NameOrigin } from "./reading.ts";
import { reportLine, type TextLine, textLines } from "./text-lines.ts";

/** The lines that hold names of features. */
const LISTS = ["flags", "vmx flags", "bugs"] as const;
type ListKey = (typeof LISTS)[number];
const ORIGINS: Readonly<Record<ListKey, NameOrigin>> = {
  flags: "flag",
  "vmx flags": "outside CPUID",
  bugs: "bug",
};

/** Keys of other architectures' files, from the `cpuinfo` code of each in Linux. */
const FOREIGN = new Set([
  ...[
    "Processor",
    "Features",
    "features",
    "CPU implementer",
    "CPU architecture",
    "Hardware",
    "isa",
  ],
  ...[
    "hart",
    "uarch",
    "cpu model",
    "system type",
    "cpu",
    "CPU",
    "CPU Family",
    "cpu type",
    "machine",
  ],
]);
/** Keys that tell this format from others. */
const FIRST_KEYS = new Set([
  ...["processor", "vendor_id", "cpu family", ...LISTS, "Processor", "Features", "features", "isa"],
  ...["CPU implementer", "cpu model", "system type", "cpu"],
]);

/** The owner of lines before the first `processor` line: a processor, or a heading of the file. */
const UNNUMBERED = "the processor";

const EXPECTED = "`flags : fpu vme …` or another name, a colon and a value";
/** About ten times the longest `flags` line of today. */
const LONGEST_LINE = 65_536;
const NAMES_IN_A_NOTE = 12;

interface CpuinfoProcessor {
  readonly label: string;
  readonly span: Span;
  readonly lists: Map<ListKey, TextLine>;
}

/** True if a line can only be of this format. */
export function isProcCpuinfoLine(line: string): boolean {
  const colon = line.indexOf(":");
  return colon !== -1 && FIRST_KEYS.has(line.slice(0, colon).trim());
}

export function readProcCpuinfo(
  source: SourceText,
  findings: Findings,
): FeaturesReading | undefined {
  const { processors, foreign, vendor } = readProcessors(source, findings);
  if (findings.hasError()) return undefined;
  if (foreign !== undefined && !processors.some(({ lists }) => lists.has("flags"))) {
    findings.add(report(otherArchitecture, foreign.span, { found: `\`${foreign.key}\`` }));
    return undefined;
  }
  for (const processor of processors) checkFlags(processor, findings);
  if (findings.hasError()) return undefined;
  const features = LISTS.flatMap((key) => {
    const shared = sharedFeatures(processors, key, findings);
    return key === "flags" ? featuresOfFlags(shared, vendor) : shared;
  });
  const off = missingNames(processors, features, vendor);
  const stated = { features, off, isExhaustive: false, misstated: [] };
  return { kind: "features", format: "/proc/cpuinfo", vendor, ...stated };
}

interface CpuinfoFile {
  readonly processors: readonly CpuinfoProcessor[];
  readonly vendor: string | undefined;
  /** The first line that only another architecture has. */
  readonly foreign: { readonly key: string; readonly span: Span } | undefined;
}

function readProcessors(source: SourceText, findings: Findings): CpuinfoFile {
  const byLabel = new Map<string, CpuinfoProcessor>();
  let current: CpuinfoProcessor | undefined;
  let foreign: CpuinfoFile["foreign"];
  let vendor: string | undefined;
  for (const line of textLines(source)) {
    if (findings.isFull()) break;
    const colon = line.text.indexOf(":");
    if (colon === -1 || line.text.length > LONGEST_LINE) {
      findings.add(reportLine(line, EXPECTED));
      continue;
    }
    // The kernel ends each line and each processor, so the last name may have been cut off.
    if (line.isUnfinished) findings.add(report(cutLine, line.span, { expected: "a line end" }));
    const key = line.text.slice(0, colon).trim();
    const value = line.text.slice(colon + 1).trim();
    if (key === "processor" || current === undefined) {
      const label = key === "processor" ? `processor ${shorten(value)}` : UNNUMBERED;
      current = beginProcessor(label, line, { byLabel, findings });
    }
    if (isListKey(key)) addList(current, { key, line }, findings);
    if (key === "vendor_id") vendor ??= value;
    if (FOREIGN.has(key)) foreign ??= { key, span: line.span };
  }
  const unnumbered = byLabel.get(UNNUMBERED);
  if (byLabel.size > 1 && unnumbered?.lists.size === 0) byLabel.delete(UNNUMBERED);
  return { processors: [...byLabel.values()], vendor, foreign };
}

function checkFlags({ label, span, lists }: CpuinfoProcessor, findings: Findings): void {
  const flags = lists.get("flags");
  if (flags !== undefined && namesText(flags).trim() !== "") return;
  findings.add(report(missingFlags, flags?.span ?? span, { processor: `\`${label}\`` }));
}

function isListKey(key: string): key is ListKey {
  return LISTS.some((list) => list === key);
}

function beginProcessor(
  label: string,
  { span }: TextLine,
  { byLabel, findings }: { byLabel: Map<string, CpuinfoProcessor>; findings: Findings },
): CpuinfoProcessor {
  const first = byLabel.get(label);
  const processor = { label, span, lists: new Map<ListKey, TextLine>() };
  if (first === undefined) byLabel.set(label, processor);
  else {
    const places = { first: first.span, second: span };
    findings.add(reportSecond(duplicateSection, { what: `\`${label}\`` }, places));
  }
  return processor;
}

function addList(
  processor: CpuinfoProcessor,
  { key, line }: { key: ListKey; line: TextLine },
  findings: Findings,
): void {
  const first = processor.lists.get(key);
  if (first === undefined) processor.lists.set(key, line);
  else {
    const places = { first: first.span, second: line.span };
    findings.add(reportSecond(duplicateSection, { what: `\`${key}\`` }, places));
  }
}

function sharedFeatures(
  processors: readonly CpuinfoProcessor[],
  key: ListKey,
  findings: Findings,
): readonly FeatureName[] {
  const [first, ...others] = processors.map(({ lists }) => lists.get(key));
  let shared = readNames(first, key);
  const partial = new Set<string>();
  for (const other of others) {
    if (namesText(other) === namesText(first)) continue;
    const names = readNames(other, key);
    for (const name of names.keys()) if (!shared.has(name)) partial.add(name);
    for (const name of shared.keys()) if (!names.has(name)) partial.add(name);
    shared = new Map([...shared].filter(([name]) => names.has(name)));
  }
  if (partial.size > 0) {
    const span = first?.span ?? others.find((line) => line !== undefined)?.span;
    const listed = [...partial].slice(0, NAMES_IN_A_NOTE).map(shorten).join(" ");
    const more =
      partial.size > NAMES_IN_A_NOTE ? ` and ${partial.size - NAMES_IN_A_NOTE} more` : "";
    const notes = [`in \`${key}\` of some only: ${listed}${more}`];
    findings.add(
      report(processorsDiffer, span, { taken: "only features of all of them are used" }, { notes }),
    );
  }
  return [...shared.values()];
}

/**
 * Names that the kernel would print for features that the processors have: a missing name means
 * that the feature is off. Linux prints bugs since 3.14.
 */
function missingNames(
  processors: readonly CpuinfoProcessor[],
  features: readonly FeatureName[],
  vendor: string | undefined,
): readonly FeatureName[] {
  const span = processors[0]?.lists.get("flags")?.span;
  if (span === undefined) return [];
  const hasBugs = processors.every(({ lists }) => lists.has("bugs"));
  const printed = new Set(features.flatMap(({ name, origin }) => (origin === "bug" ? [name] : [])));
  const bugs = PRINTED_BUGS.filter((name) => hasBugs && !printed.has(name));
  return [
    ...flagsNotPrinted(features, vendor, span),
    ...bugs.map((name) => ({ name, origin: "bug" as const, span })),
  ];
}

/** The text behind the colon. */
function namesText(line: TextLine | undefined): string {
  return line === undefined ? "" : line.text.slice(line.text.indexOf(":") + 1);
}

function readNames(line: TextLine | undefined, key: ListKey): ReadonlyMap<string, FeatureName> {
  if (line === undefined) return new Map();
  const names = namesIn(line.span, line.text.indexOf(":") + 1, ORIGINS[key]);
  return key === "flags" ? renameOldFlags(names) : new Map(names.map((name) => [name.name, name]));
}
