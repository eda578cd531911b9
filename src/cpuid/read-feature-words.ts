/**
 * Reads QEMU's CPU property `feature-words`, as `qom-get` prints it: a list of single registers.
 * Registers that the list lacks, such as the highest leaf, are unknown.
 */

import { jsonShape } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Register } from "../model/layout.ts";
import { buildEntriesReading } from "./build-entries-reading.ts";
import type { Findings } from "./findings.ts";
import { checkWord } from "./numbers.ts";
import { type JsonValue, memberOf } from "./parse-json.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";
import { reportShape } from "./report-shape.ts";

const FORMAT = "QEMU feature-words";
const FUNCTION = "cpuid-input-eax";
const INDEX = "cpuid-input-ecx";
const REGISTER = "cpuid-register";
const VALUE = "features";

/** The list of the document, if it is of this format. */
export function findFeatureWords(document: JsonValue): JsonValue | undefined {
  const list = memberOf(document, "return") ?? document;
  const isList = list.kind === "array" && list.items.length > 0;
  const isOfWords = isList && list.items.every((item) => memberOf(item, FUNCTION) !== undefined);
  return isOfWords ? list : undefined;
}

export function readFeatureWords(list: JsonValue, findings: Findings): EntriesReading | undefined {
  const words = list.kind === "array" ? list.items.flatMap((item) => readWord(item, findings)) : [];
  if (findings.hasError()) return undefined;
  const byPlace = new Map<string, CpuidEntry>();
  for (const { function: leaf, index, register, value, item } of words) {
    const place = `${leaf} ${index ?? ""}`;
    const entry = byPlace.get(place) ?? emptyEntry(leaf, index, item);
    if (entry.registers?.includes(register) === true) {
      const what = `the second \`${register}\` of one leaf`;
      const shape = { what, expected: "left out", found: "here" };
      findings.add(report(jsonShape, item.span, shape));
    }
    const registers = [...(entry.registers ?? []), register];
    byPlace.set(place, { ...entry, [register]: value, registers });
  }
  const section = { label: VALUE, span: list.span, entries: [...byPlace.values()] };
  return buildEntriesReading({ format: FORMAT, checks: [] }, [section], findings);
}

function emptyEntry(leaf: number, index: number | undefined, { span }: JsonValue): CpuidEntry {
  const isIndexSignificant = index !== undefined;
  const zero = { eax: 0, ebx: 0, ecx: 0, edx: 0 };
  return { function: leaf, index: index ?? 0, isIndexSignificant, ...zero, registers: [], span };
}

interface FeatureWord {
  readonly function: number;
  /** Undefined if the index is not significant. */
  readonly index: number | undefined;
  readonly register: Register;
  readonly value: number;
  readonly item: JsonValue;
}

function readWord(item: JsonValue, findings: Findings): readonly FeatureWord[] {
  const leaf = readNumber(item, FUNCTION, findings);
  const value = readNumber(item, VALUE, findings);
  const hasIndex = memberOf(item, INDEX) !== undefined;
  const index = hasIndex ? readNumber(item, INDEX, findings) : undefined;
  const register = readRegister(item, findings);
  if (leaf === undefined || value === undefined || register === undefined) return [];
  return hasIndex && index === undefined ? [] : [{ function: leaf, index, register, value, item }];
}

function readRegister(item: JsonValue, findings: Findings): Register | undefined {
  const member = memberOf(item, REGISTER);
  const name = member?.kind === "string" ? member.value.toLowerCase() : "";
  if (name === "eax" || name === "ebx" || name === "ecx" || name === "edx") return name;
  reportShape(member ?? item, { what: `\`${REGISTER}\``, expected: "one of EAX to EDX" }, findings);
  return undefined;
}

function readNumber(item: JsonValue, name: string, findings: Findings): number | undefined {
  const member = memberOf(item, name);
  const what = `\`${name}\``;
  if (member?.kind === "number" && Number.isInteger(member.value) && member.value >= 0) {
    const { value, span } = member;
    return checkWord(value, { what, text: String(value), span }, findings);
  }
  reportShape(member ?? item, { what, expected: "a whole number" }, findings);
  return undefined;
}
