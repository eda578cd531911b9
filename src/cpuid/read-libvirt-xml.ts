/** Reads CPUID XML as in the test data of libvirt: entries and, from `<msr>` elements, features. */

import type { SourceText } from "../base/source-text.ts";
import { emptyDump, otherArchitecture, xmlShape } from "../diagnostics/cpuid.ts";
import { modelXml } from "../diagnostics/cpuid-documents.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { buildEntriesReading } from "./build-entries-reading.ts";
import { buildEntry } from "./build-entry.ts";
import type { Findings } from "./findings.ts";
import type { MsrValue } from "./msr-features.ts";
import { checkWord, parseUnsigned, shorten } from "./numbers.ts";
import { parseXml, type XmlElement } from "./parse-xml.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";
import { stateMsrs } from "./state-msrs.ts";

/**
 * In UTF-16 units, about a hundred times a whole dump. The XML parser needs a multiple of this in
 * memory.
 */
const LARGEST_XML = 2_000_000;
const X86 = new Set(["x86", "x86_64", "i686"]);
/** Elements of libvirt that name CPU models or contain such elements. */
const MODELS = new Set([
  ...["cpu", "domain", "domainCapabilities", "capabilities", "cpus", "domstatus", "domainsnapshot"],
  ...["mode_custom", "guest", "host", "model"],
]);
const CPUID_ATTRIBUTES = ["eax_in", "ecx_in", "eax", "ebx", "ecx", "edx"];
const MSR_ATTRIBUTES = ["index", "eax", "edx"];

export async function readLibvirtXml(
  source: SourceText,
  findings: Findings,
): Promise<EntriesReading | undefined> {
  const begin = { source, start: 0, end: Math.min(source.text.length, 1) };
  if (source.text.length > LARGEST_XML) {
    findings.add(report(xmlShape, begin, { problem: "this XML is too large for a CPUID dump" }));
    return undefined;
  }
  const roots = await parseXml(source, findings);
  if (roots === undefined) return undefined;
  const root = roots.find(({ name }) => name === "cpudata");
  if (root !== undefined) return readCpudata(root, findings);
  const [other] = roots;
  if (other !== undefined && MODELS.has(other.name)) {
    findings.add(report(modelXml, other.span, { element: other.name }));
    return undefined;
  }
  const found = other === undefined ? "has no element" : `is a \`<${shorten(other.name)}>\``;
  const problem = `this XML ${found}; expected \`<cpudata arch='x86'>\``;
  findings.add(report(xmlShape, other?.span ?? begin, { problem }));
  return undefined;
}

function readCpudata(root: XmlElement, findings: Findings): EntriesReading | undefined {
  const architecture = root.attributes.get("arch") ?? "x86";
  if (!X86.has(architecture)) {
    const found = `the architecture \`${shorten(architecture)}\``;
    findings.add(report(otherArchitecture, root.span, { found }));
    return undefined;
  }
  const elements = root.children.filter(({ name }) => name === "cpuid");
  if (elements.length === 0) {
    findings.add(report(emptyDump, root.span, { what: "`<cpudata>`" }));
    return undefined;
  }
  const entries = elements.flatMap((element) => readCpuid(element, findings) ?? []);
  const msrs = root.children.filter(({ name }) => name === "msr");
  const outside = stateMsrs(
    msrs.flatMap((element) => readMsr(element, findings) ?? []),
    findings,
  );
  const section = { label: "cpudata", span: root.span, entries };
  const format = { format: "libvirt XML", checks: ["order", "maxima"] } as const;
  const reading = buildEntriesReading(format, [section], findings);
  return reading && { ...reading, outside };
}

function readMsr(element: XmlElement, findings: Findings): MsrValue | undefined {
  const [index, eax, edx] = readAttributes(element, MSR_ATTRIBUTES, findings) ?? [];
  if (index === undefined || eax === undefined || edx === undefined) return undefined;
  return { index, eax, edx, span: element.span };
}

function readCpuid(element: XmlElement, findings: Findings): CpuidEntry | undefined {
  const isIndexSignificant = element.attributes.has("ecx_in");
  const attributes = new Map([["ecx_in", "0"], ...element.attributes]);
  const words = readAttributes({ ...element, attributes }, CPUID_ATTRIBUTES, findings);
  return words && buildEntry(words, { isIndexSignificant, span: element.span });
}

/** Returns undefined after reporting the first wrong attribute. */
function readAttributes(
  element: XmlElement,
  names: readonly string[],
  findings: Findings,
): readonly number[] | undefined {
  const words: number[] = [];
  for (const name of names) {
    const word = readAttribute(element, name, findings);
    if (word === undefined) return undefined;
    words.push(word);
  }
  return words;
}

function readAttribute(
  { name: element, attributes, span }: XmlElement,
  name: string,
  findings: Findings,
): number | undefined {
  const text = attributes.get(name);
  const value = parseUnsigned(text ?? "");
  const what = `\`${name}\``;
  if (text !== undefined && value !== undefined) {
    return checkWord(value, { what, text, span }, findings);
  }
  const problem =
    text === undefined
      ? `this \`<${element}>\` has no ${what}`
      : `${what} must be a number such as \`0x1f\`, not \`${shorten(text)}\``;
  findings.add(report(xmlShape, span, { problem }));
  return undefined;
}
