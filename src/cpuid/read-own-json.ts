/**
 * Reads this project's own JSON format, for CPUID that is written by hand or by a script:
 *
 *     { "name": "…", "vendor": "GenuineIntel", "entries": [[7, 0, 0, "0x27ab", 0, 0], …] }
 *     { "name": "…", "vendor": "GenuineIntel", "features": ["XSAVE", "sse4.1", "CPUID_1_EDX.APIC", …] }
 *
 * A row of six is `[function, index, eax, ebx, ecx, edx]`; a row of seven has KVM_SET_CPUID2's flags
 * after the index, of which bit 0 says that the index is significant. Numbers are decimal, or strings
 * such as "0x27ab". `name` and `vendor` may be absent, and other members are ignored.
 */

import { spanText } from "../base/span.ts";
import { buildEntriesReading } from "./build-entries-reading.ts";
import { buildEntry } from "./build-entry.ts";
import type { Findings } from "./findings.ts";
import { checkWord, parseUnsigned } from "./numbers.ts";
import { type JsonValue, memberOf } from "./parse-json.ts";
import type { CpuidEntry, CpuidReading, EntriesReading, FeatureName } from "./reading.ts";
import { reportShape } from "./report-shape.ts";

const FORMAT = "caprules JSON";
const SIGNIFICANT_INDEX = 1;

/** The document, if it is of this format. */
export function findOwnJson(document: JsonValue): JsonValue | undefined {
  const isOwn = ["entries", "features"].some((name) => memberOf(document, name) !== undefined);
  return isOwn ? document : undefined;
}

/** If a value has both, registers win. */
export function readOwnJson(value: JsonValue, findings: Findings): CpuidReading | undefined {
  const vendor = readText(value, "vendor", findings);
  const label = readText(value, "name", findings) ?? "entries";
  const rows = memberOf(value, "entries");
  if (rows !== undefined) {
    const entries = readRows(rows, findings);
    // Neither order nor completeness is checked, since a hypervisor may give its guest any entries
    // in any order.
    const format = { format: FORMAT, checks: [] } as const;
    const reading = buildEntriesReading(format, [{ label, span: rows.span, entries }], findings);
    return reading === undefined ? undefined : withVendor(reading, vendor);
  }
  const features = readNames(memberOf(value, "features"), findings);
  if (findings.hasError()) return undefined;
  // A list written by hand is meant to be complete.
  const stated = { features, off: [], isExhaustive: true, misstated: [] };
  return { kind: "features", format: FORMAT, vendor, ...stated };
}

function withVendor(reading: EntriesReading, vendor: string | undefined): EntriesReading {
  return { ...reading, vendor: vendor ?? reading.vendor };
}

function readText(value: JsonValue, name: string, findings: Findings): string | undefined {
  const member = memberOf(value, name);
  if (member === undefined) return undefined;
  if (member.kind === "string") return member.value;
  reportShape(member, { what: `\`${name}\``, expected: "a string" }, findings);
  return undefined;
}

function readRows(rows: JsonValue, findings: Findings): readonly CpuidEntry[] {
  if (rows.kind !== "array") {
    reportShape(rows, { what: "`entries`", expected: "a list of rows" }, findings);
    return [];
  }
  return rows.items.flatMap((row) => (findings.isFull() ? [] : (readRow(row, findings) ?? [])));
}

function readRow(row: JsonValue, findings: Findings): CpuidEntry | undefined {
  if (row.kind !== "array" || (row.items.length !== 6 && row.items.length !== 7)) {
    const expected = "a list of six numbers (function, index, eax, ebx, ecx, edx) or of seven";
    reportShape(row, { what: "an entry", expected }, findings);
    return undefined;
  }
  const hasFlags = row.items.length === 7;
  const columns = hasFlags
    ? ["function", "index", "flags", "eax", "ebx", "ecx", "edx"]
    : ["function", "index", "eax", "ebx", "ecx", "edx"];
  const words: number[] = [];
  for (const [position, item] of row.items.entries()) {
    const word = readWord(item, columns[position] ?? "", findings);
    if (word === undefined) return undefined;
    words.push(word);
  }
  const flags = hasFlags ? (words.splice(2, 1)[0] ?? 0) : SIGNIFICANT_INDEX;
  const isIndexSignificant = (flags & SIGNIFICANT_INDEX) !== 0;
  return buildEntry(words, { isIndexSignificant, span: row.span });
}

function readWord(item: JsonValue, column: string, findings: Findings): number | undefined {
  const what = `\`${column}\``;
  const value = item.kind === "string" ? parseUnsigned(item.value) : numberOf(item);
  if (value !== undefined && value >= 0 && (Number.isInteger(value) || value === Infinity)) {
    return checkWord(value, { what, text: spanText(item.span), span: item.span }, findings);
  }
  reportShape(item, { what, expected: "a whole number or a string such as `0x1f`" }, findings);
  return undefined;
}

function numberOf(value: JsonValue): number | undefined {
  return value.kind === "number" ? value.value : undefined;
}

function readNames(names: JsonValue | undefined, findings: Findings): readonly FeatureName[] {
  if (names?.kind !== "array") {
    if (names !== undefined) {
      reportShape(names, { what: "`features`", expected: "a list of names" }, findings);
    }
    return [];
  }
  return names.items.flatMap((item): readonly FeatureName[] => {
    if (item.kind === "string") {
      return [{ name: item.value, origin: "written", span: item.span }];
    }
    reportShape(item, { what: "a feature", expected: "a name in quotes" }, findings);
    return [];
  });
}
