/** Reads texts with one CPUID entry on each line, in one section for each processor. */

import type { SourceText } from "../base/source-text.ts";
import { cutLine, duplicateSection } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { buildEntriesReading, type EntryCheck, type Section } from "./build-entries-reading.ts";
import { buildEntry } from "./build-entry.ts";
import { type Findings, reportSecond } from "./findings.ts";
import { checkWord } from "./numbers.ts";
import type { CpuidEntry, CpuidFormat, EntriesReading } from "./reading.ts";
import { reportLine, type TextLine, textLines } from "./text-lines.ts";

export interface EntryLineFormat {
  readonly format: CpuidFormat;
  readonly checks: readonly EntryCheck[];
  /** The form of a line, for messages. */
  readonly expected: string;
  /** The name of a section that has no header. */
  readonly unnamed: string;
  /** The label of the processor whose entries follow; undefined if the line is no header. */
  readonly headerOf: (line: string) => string | undefined;
  /** Undefined if the line is no entry. */
  readonly rowOf: (line: string) => EntryRow | undefined;
  /** True if the format pads registers to eight digits, so that fewer digits mean a cut line. */
  readonly isPadded: boolean;
  /** True if a line that is neither header nor entry can be ignored. */
  readonly isOther: (line: string) => boolean;
  /** True if an earlier line of the section states the same entry. */
  readonly isRepeated?: (row: EntryRow, before: readonly CpuidEntry[]) => boolean;
}

/** The numbers of a line, in hexadecimal digits as written, with or without `0x`. */
export interface EntryRow {
  readonly leaf: string;
  /** Undefined if the index is one more than that of the leaf's previous line. */
  readonly index: string | undefined;
  /** EAX, EBX, ECX, EDX. */
  readonly registers: readonly string[];
  readonly isIndexSignificant: boolean;
}

interface EntrySection extends Section {
  readonly entries: CpuidEntry[];
}

const COLUMNS = ["the function", "the index", "`eax`", "`ebx`", "`ecx`", "`edx`"];
const DIGITS = 8;

export function readEntryLines(
  source: SourceText,
  format: EntryLineFormat,
  findings: Findings,
): EntriesReading | undefined {
  const byLabel = new Map<string, EntrySection>();
  let current: EntrySection | undefined;
  for (const line of textLines(source)) {
    if (findings.isFull()) break;
    const label = format.headerOf(line.text);
    const row = label === undefined ? format.rowOf(line.text) : undefined;
    if (label !== undefined) current = beginSection(label, line, { byLabel, findings });
    else if (row !== undefined) {
      current ??= beginSection(format.unnamed, line, { byLabel, findings });
      addRow(row, line, { section: current, format, findings });
    } else if (!format.isOther(line.text)) findings.add(reportLine(line, format.expected));
  }
  return buildEntriesReading(format, [...byLabel.values()], findings);
}

function beginSection(
  label: string,
  { span }: TextLine,
  { byLabel, findings }: { byLabel: Map<string, EntrySection>; findings: Findings },
): EntrySection {
  const first = byLabel.get(label);
  const section = { label, span, entries: [] };
  if (first === undefined) byLabel.set(label, section);
  else {
    const places = { first: first.span, second: span };
    findings.add(reportSecond(duplicateSection, { what: `\`${label}\`` }, places));
  }
  return section;
}

function addRow(
  row: EntryRow,
  line: TextLine,
  context: { section: EntrySection; format: EntryLineFormat; findings: Findings },
): void {
  const { section, format, findings } = context;
  if (format.isRepeated?.(row, section.entries) === true) return;
  const last = row.registers.at(-1)?.replace(/^0x/i, "") ?? "";
  // If digits are not padded, the last line of a cut text may lack some without looking cut.
  if (line.isUnfinished && (!format.isPadded || last.length < DIGITS)) {
    findings.add(report(cutLine, line.span, { expected: format.expected }));
    return;
  }
  const index = row.index ?? nextIndex(row, section.entries);
  const words: number[] = [];
  for (const [position, text] of [row.leaf, index, ...row.registers].entries()) {
    const word = readWord(text, COLUMNS[position] ?? "", line, findings);
    if (word === undefined) return;
    words.push(word);
  }
  const { isIndexSignificant } = row;
  section.entries.push(buildEntry(words, { isIndexSignificant, span: line.span }));
}

function readWord(
  text: string,
  what: string,
  line: TextLine,
  findings: Findings,
): number | undefined {
  const start = line.span.start + Math.max(0, line.text.indexOf(text));
  const span = { ...line.span, start, end: start + text.length };
  return checkWord(Number.parseInt(text, 16), { what, text, span }, findings);
}

function nextIndex({ leaf }: EntryRow, entries: readonly CpuidEntry[]): string {
  const before = entries.findLast((entry) => entry.function === Number.parseInt(leaf, 16));
  return before === undefined ? "0" : (before.index + 1).toString(16);
}
