/**
 * Reads the output of Firecracker's `cpu-template-helper fingerprint dump` and `template dump`: the
 * CPUID entries and MSRs of a guest, each register as a bitmap such as
 * `0b00000000000000000000000000001101`.
 */

import { jsonShape, otherArchitecture } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Register } from "../model/layout.ts";
import { buildEntriesReading } from "./build-entries-reading.ts";
import { buildEntry } from "./build-entry.ts";
import type { Findings } from "./findings.ts";
import type { MsrValue } from "./msr-features.ts";
import { checkWord, parseUnsigned } from "./numbers.ts";
import { describeJson, type JsonValue, memberOf } from "./parse-json.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";
import { reportShape } from "./report-shape.ts";
import { stateMsrs } from "./state-msrs.ts";

const FORMAT = "Firecracker JSON";
const REGISTERS: readonly Register[] = ["eax", "ebx", "ecx", "edx"];
const SIGNIFICANT_INDEX = 1;

/** The template of the document, if it is of this format. */
export function findFirecrackerTemplate(document: JsonValue): JsonValue | undefined {
  const template = memberOf(document, "guest_cpu_config") ?? document;
  const isTemplate = ["cpuid_modifiers", "reg_modifiers"].some(
    (name) => memberOf(template, name) !== undefined,
  );
  return isTemplate ? template : undefined;
}

export function readFirecracker(
  template: JsonValue,
  findings: Findings,
): EntriesReading | undefined {
  const modifiers = memberOf(template, "cpuid_modifiers");
  if (modifiers === undefined) {
    findings.add(report(otherArchitecture, template.span, { found: "`reg_modifiers`" }));
    return undefined;
  }
  const what = "`cpuid_modifiers`";
  const entries = listOf(modifiers, what, findings).flatMap((modifier) =>
    findings.isFull() ? [] : (readEntry(modifier, findings) ?? []),
  );
  const section = { label: "cpuid_modifiers", span: modifiers.span, entries };
  const outside = stateMsrs(readMsrs(template, findings), findings);
  const reading = buildEntriesReading({ format: FORMAT, checks: [] }, [section], findings);
  return reading && { ...reading, outside };
}

/** Each `{ "addr": "0x10a", "bitmap": "0b…" }`; a dump of old versions has none. */
function readMsrs(template: JsonValue, findings: Findings): readonly MsrValue[] {
  const modifiers = memberOf(template, "msr_modifiers");
  if (modifiers === undefined) return [];
  return listOf(modifiers, "`msr_modifiers`", findings).flatMap((modifier) => {
    if (findings.isFull()) return [];
    const index = readNumber(modifier, "addr", findings);
    const digits = readDigits(memberOf(modifier, "bitmap") ?? modifier, 64, findings);
    if (index === undefined || digits === undefined) return [];
    const [edx, eax] = [digits.slice(0, 32), digits.slice(32)].map(parseBinary);
    return [{ index, eax: eax ?? 0, edx: edx ?? 0, span: modifier.span }];
  });
}

function readEntry(modifier: JsonValue, findings: Findings): CpuidEntry | undefined {
  const leaf = readNumber(modifier, "leaf", findings);
  const index = readNumber(modifier, "subleaf", findings);
  const flags = readNumber(modifier, "flags", findings);
  const registers = readRegisters(modifier, findings);
  if (leaf === undefined || index === undefined || flags === undefined) return undefined;
  if (registers === undefined) return undefined;
  const isIndexSignificant = (flags & SIGNIFICANT_INDEX) !== 0;
  return buildEntry([leaf, index, ...registers], { isIndexSignificant, span: modifier.span });
}

/** EAX, EBX, ECX, EDX. A dump has all four; a template that is written by hand may omit some. */
function readRegisters(modifier: JsonValue, findings: Findings): readonly number[] | undefined {
  const list = memberOf(modifier, "modifiers") ?? modifier;
  const values = new Map<string, number>();
  for (const item of listOf(list, "`modifiers`", findings)) {
    const register = textOf(memberOf(item, "register"));
    const digits = readDigits(memberOf(item, "bitmap") ?? item, 32, findings);
    if (register === undefined || digits === undefined) return undefined;
    values.set(register, parseBinary(digits));
  }
  if (findings.hasError()) return undefined;
  const missing = REGISTERS.find((register) => !values.has(register));
  if (missing === undefined) return REGISTERS.map((register) => values.get(register) ?? 0);
  const expected = "a list of all four registers, as `cpu-template-helper` dumps them";
  const found = `one without \`${missing}\``;
  findings.add(report(jsonShape, list.span, { what: "`modifiers`", expected, found }));
  return undefined;
}

/** Reads binary digits, padded with leading zeros to `count`. */
function readDigits(value: JsonValue, count: number, findings: Findings): string | undefined {
  const text = textOf(value)?.replaceAll("_", "");
  const digits = text === undefined ? undefined : /^0b([01]+)$/.exec(text)?.[1];
  if (digits !== undefined && digits.length <= count) return digits.padStart(count, "0");
  const expected = `\`0b\` and up to ${count} digits 0 or 1, as \`cpu-template-helper\` dumps them`;
  const found = text === undefined ? describeJson(value) : `\`${text.slice(0, 40)}\``;
  findings.add(report(jsonShape, value.span, { what: "`bitmap`", expected, found }));
  return undefined;
}

function parseBinary(digits: string): number {
  return Number.parseInt(digits, 2);
}

function readNumber(modifier: JsonValue, name: string, findings: Findings): number | undefined {
  const member = memberOf(modifier, name);
  const text = member?.kind === "number" ? String(member.value) : textOf(member);
  const value = parseUnsigned(text ?? "");
  const what = `\`${name}\``;
  if (text !== undefined && member !== undefined && value !== undefined) {
    return checkWord(value, { what, text, span: member.span }, findings);
  }
  const expected = "a whole number or a string such as `0x1f`";
  const found = member === undefined ? "absent" : describeJson(member);
  findings.add(report(jsonShape, (member ?? modifier).span, { what, expected, found }));
  return undefined;
}

function listOf(value: JsonValue, what: string, findings: Findings): readonly JsonValue[] {
  if (value.kind === "array") return value.items;
  reportShape(value, { what, expected: "a list" }, findings);
  return [];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value?.kind === "string" ? value.value : undefined;
}
