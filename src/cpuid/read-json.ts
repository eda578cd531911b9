/** Reads a CPUID dump in any of the known JSON formats. */

import type { SourceText } from "../base/source-text.ts";
import { unknownFormat } from "../diagnostics/cpuid.ts";
import { severalDumps } from "../diagnostics/cpuid-documents.ts";
import { type RelatedPlace, report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import { listFormats } from "./formats.ts";
import { contentOf } from "./json-content.ts";
import { type JsonValue, memberOf, parseJson } from "./parse-json.ts";
import { findFeatureWords, readFeatureWords } from "./read-feature-words.ts";
import { findFirecrackerTemplate, readFirecracker } from "./read-firecracker.ts";
import { findLscpuFields, readLscpuJson } from "./read-lscpu.ts";
import { findProperties, readQemuModel } from "./read-qemu-model.ts";
import { findOwnJson, readOwnJson } from "./read-own-json.ts";
import type { CpuidReading } from "./reading.ts";

interface JsonFormat {
  /** The part of a document that holds the dump; undefined if it has another format. */
  readonly find: (document: JsonValue) => JsonValue | undefined;
  readonly read: (dump: JsonValue, findings: Findings) => CpuidReading | undefined;
}

const JSON_FORMATS: readonly JsonFormat[] = [
  { find: findFeatureWords, read: readFeatureWords },
  { find: findFirecrackerTemplate, read: readFirecracker },
  { find: findLscpuFields, read: readLscpuJson },
  { find: findOwnJson, read: readOwnJson },
  { find: findProperties, read: readQemuModel },
];

/**
 * Reads the one dump of the text. Several dumps are accepted if all have the same content, as in a
 * log that repeats itself.
 */
export function readJson(source: SourceText, findings: Findings): CpuidReading | undefined {
  const values = parseJson(source, findings);
  if (findings.hasError()) return undefined;
  const dumps = values.flatMap(findDumps);
  const [first] = dumps;
  if (first === undefined) {
    reportNone(values, findings);
    return undefined;
  }
  const content = contentOf(first.value);
  const others = dumps.filter(({ value }) => contentOf(value) !== content);
  if (others.length > 0) {
    const related = dumps.slice(1, 1 + MOST_PLACES).map(({ value }) => beginningOf(value));
    findings.add(report(severalDumps, first.value.span, { count: dumps.length }, { related }));
    return undefined;
  }
  return first.format.read(first.value, findings);
}

const MOST_PLACES = 5;

interface FoundDump {
  readonly format: JsonFormat;
  readonly value: JsonValue;
}

/** Finds the dumps in a document: the document itself, or the elements of a list. */
function findDumps(value: JsonValue): readonly FoundDump[] {
  const known = findDump(value);
  if (known !== undefined) return [known];
  return value.kind === "array" ? value.items.flatMap((item) => findDump(item) ?? []) : [];
}

function findDump(document: JsonValue): FoundDump | undefined {
  for (const format of JSON_FORMATS) {
    const value = format.find(document);
    if (value !== undefined) return { format, value };
  }
  return undefined;
}

function beginningOf({ span }: JsonValue): RelatedPlace {
  return { span: { ...span, end: span.start + 1 }, label: "another one begins here" };
}

function reportNone(values: readonly JsonValue[], findings: Findings): void {
  const notes = values
    .map((value) => memberOf(memberOf(value, "error"), "desc"))
    .flatMap((reason) => (reason?.kind === "string" ? [`QEMU reports: ${reason.value}`] : []));
  findings.add(
    report(unknownFormat, values[0]?.span, { found: "this JSON", known: listFormats() }, { notes }),
  );
}
