/** Reads `lscpu` and `lscpu -J` of an x86 Linux: both repeat the flags that the kernel prints. */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import {
  cutLine,
  duplicateSection,
  missingFlags,
  otherArchitecture,
} from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { type Findings, reportSecond } from "./findings.ts";
import { featuresOfFlags, flagsNotPrinted, renameOldFlags } from "./linux-flags.ts";
import { namesIn } from "./names-in.ts";
import { shorten } from "./numbers.ts";
import { type JsonValue, memberOf } from "./parse-json.ts";
import type { FeatureName, FeaturesReading } from "./reading.ts";
import { reportLine, textLines } from "./text-lines.ts";

const X86 = /^(?:x86_64|i[3-6]86)$/;
/** Fields that only this command begins with; in `/proc/cpuinfo` they are spelled otherwise. */
const FIRST_FIELDS = /^(?:Architecture|CPU op-mode\(s\)|Byte Order|Vendor ID):/;
const FLAGS = "Flags";

/** True if a line can only be of this format. */
export function isLscpuLine(line: string): boolean {
  return FIRST_FIELDS.test(line.trim());
}

/** A field of the output. */
interface Field {
  readonly name: string;
  readonly text: string;
  readonly span: Span;
  readonly flags: readonly FeatureName[];
  /**
   * True if a line of the field is indented. Newer versions indent lines below a heading and
   * continued lines.
   */
  readonly isIndented: boolean;
}

/** Further lines of a field are indented deeper than its name. */
export function readLscpu(source: SourceText, findings: Findings): FeaturesReading | undefined {
  const fields: Field[] = [];
  for (const line of textLines(source)) {
    if (findings.isFull()) break;
    if (line.isUnfinished) findings.add(report(cutLine, line.span, { expected: "a line end" }));
    const colon = line.text.indexOf(":");
    const name = line.text.slice(0, colon).trim();
    const last = fields.at(-1);
    if (colon === -1 && last !== undefined && /^\s{8}/.test(line.text)) {
      const more = namesIn(line.span, 0, "flag");
      fields.splice(-1, 1, { ...last, flags: [...last.flags, ...more], isIndented: true });
    } else if (colon === -1) findings.add(reportLine(line, "a field, a colon and a value"));
    else {
      const flags = name === FLAGS ? namesIn(line.span, colon + 1, "flag") : [];
      const text = line.text.slice(colon + 1).trim();
      const isIndented = line.text.startsWith(" ");
      fields.push({ name, text, span: line.span, flags, isIndented });
    }
  }
  // Newer versions print caches, NUMA nodes and vulnerabilities below the flags.
  const last = fields.at(-1);
  if (last?.name === FLAGS && last.isIndented) {
    findings.add(report(cutLine, last.span, { expected: `a field below \`${FLAGS}\`` }));
  }
  return findings.hasError() ? undefined : readFields(fields, findings);
}

/** The list of fields of the document, if it is of this format. */
export function findLscpuFields(document: JsonValue): JsonValue | undefined {
  return memberOf(document, "lscpu");
}

/** A field can hold others, as its `children`. */
export function readLscpuJson(list: JsonValue, findings: Findings): FeaturesReading | undefined {
  return readFields(fieldsOf(list), findings, list.span);
}

function fieldsOf(list: JsonValue): readonly Field[] {
  if (list.kind !== "array") return [];
  return list.items.flatMap((item) => {
    const [name, data, children] = ["field", "data", "children"].map((key) => memberOf(item, key));
    const inner = children === undefined ? [] : fieldsOf(children);
    if (name?.kind !== "string" || data?.kind !== "string") return inner;
    const flags = data.value
      .split(/\s+/)
      .filter((flag) => flag !== "")
      .map((flag): FeatureName => ({ name: flag, origin: "flag", span: data.span }));
    const field = { name: name.value.replace(/:$/, ""), text: data.value, span: data.span, flags };
    return [{ ...field, isIndented: false }, ...inner];
  });
}

function readFields(
  fields: readonly Field[],
  findings: Findings,
  span: Span | undefined = fields[0]?.span,
): FeaturesReading | undefined {
  const architecture = fields.find(({ name }) => name === "Architecture");
  if (architecture !== undefined && !X86.test(architecture.text)) {
    const found = `the architecture \`${shorten(architecture.text)}\``;
    findings.add(report(otherArchitecture, architecture.span, { found }));
    return undefined;
  }
  const [first, second] = fields.filter(({ name }) => name === FLAGS);
  if (first !== undefined && second !== undefined) {
    const places = { first: first.span, second: second.span };
    findings.add(reportSecond(duplicateSection, { what: `\`${FLAGS}\`` }, places));
    return undefined;
  }
  const flags = first?.flags ?? [];
  if (flags.length === 0) {
    findings.add(report(missingFlags, span, { processor: "`lscpu`" }));
    return undefined;
  }
  const vendor = fields.find(({ name }) => name === "Vendor ID")?.text;
  const features = featuresOfFlags([...renameOldFlags(flags).values()], vendor);
  const off = flags[0] === undefined ? [] : flagsNotPrinted(features, vendor, flags[0].span);
  const stated = { features, off, isExhaustive: false, misstated: [] };
  return { kind: "features", format: "lscpu", vendor, ...stated };
}
