/** The output of `cpuid -r` and `cpuid -1 -r` as entries. */

import type { SourceText } from "../base/source-text.ts";
import { cutLine, decodedDump, duplicateSection } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { buildEntriesReading, type Section } from "./build-entries-reading.ts";
import { buildEntry } from "./build-entry.ts";
import { type Findings, reportSecond } from "./findings.ts";
import { checkWord } from "./numbers.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";
import { reportLine, type TextLine, textLines } from "./text-lines.ts";

interface RawSection extends Section {
  readonly entries: CpuidEntry[];
}

const HEADER = /^CPU(?: \d+)?:\s*$/;
const ROW =
  /^\s*(0x[0-9a-f]+)\s+(0x[0-9a-f]+):\s+eax=(0x[0-9a-f]+)\s+ebx=(0x[0-9a-f]+)\s+ecx=(0x[0-9a-f]+)\s+edx=(0x[0-9a-f]+)\s*$/i;
const COLUMNS = ["the function", "the index", "`eax`", "`ebx`", "`ecx`", "`edx`"];
const EXPECTED = "`CPU 0:` or `0x00000001 0x00: eax=0x… ebx=0x… ecx=0x… edx=0x…`";

/** Decoded lines that the command prints first where `-r` is missing. */
const DECODED = /^\s+(?:vendor_id|version information)\b/;

/** Whether a line can only be of this format. */
export function isRawDumpLine(line: string): boolean {
  return HEADER.test(line) || ROW.test(line);
}

export function readRawDump(source: SourceText, findings: Findings): EntriesReading | undefined {
  const byLabel = new Map<string, RawSection>();
  let current: RawSection | undefined;
  for (const line of textLines(source)) {
    if (findings.isFull()) break;
    if (HEADER.test(line.text)) {
      current = beginSection(line.text.trim().slice(0, -1), line, { byLabel, findings });
    } else if (DECODED.test(line.text)) {
      findings.add(report(decodedDump, line.span, {}));
      return undefined;
    } else {
      const entry = readRow(line, findings);
      current ??= beginSection("CPU", line, { byLabel, findings });
      if (entry !== undefined) current.entries.push(entry);
    }
  }
  return buildEntriesReading("cpuid -r", [...byLabel.values()], findings);
}

function beginSection(
  label: string,
  { span }: TextLine,
  { byLabel, findings }: { byLabel: Map<string, RawSection>; findings: Findings },
): RawSection {
  const first = byLabel.get(label);
  const section = { label, span, entries: [] };
  if (first === undefined) byLabel.set(label, section);
  else {
    const places = { first: first.span, second: span };
    findings.add(reportSecond(duplicateSection, { what: `\`${label}\`` }, places));
  }
  return section;
}

function readRow(line: TextLine, findings: Findings): CpuidEntry | undefined {
  const columns = ROW.exec(line.text)?.slice(1);
  if (columns === undefined) {
    findings.add(reportLine(line, EXPECTED));
    return undefined;
  }
  // The command prints all eight digits, so fewer of them at the end of the file were cut off.
  if (line.isUnfinished && (columns.at(-1)?.length ?? 0) < "0x00000000".length) {
    findings.add(report(cutLine, line.span, { expected: EXPECTED }));
    return undefined;
  }
  const words: number[] = [];
  let searchFrom = 0;
  for (const [position, text] of columns.entries()) {
    searchFrom = line.text.indexOf(text, searchFrom);
    const start = line.span.start + searchFrom;
    const span = { ...line.span, start, end: start + text.length };
    const word = checkWord(Number(text), { what: COLUMNS[position] ?? "", text, span }, findings);
    if (word === undefined) return undefined;
    words.push(word);
    searchFrom += text.length;
  }
  return buildEntry(words, { isIndexSignificant: true, span: line.span });
}
