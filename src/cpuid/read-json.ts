/** Whichever CPUID dump a JSON text holds. */

import type { SourceText } from "../base/source-text.ts";
import { unknownFormat } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import { type JsonValue, memberOf, parseJson } from "./parse-json.ts";
import { findProperties, readQemuModel } from "./read-qemu-model.ts";
import { readOwnJson } from "./read-own-json.ts";
import type { CpuidReading } from "./reading.ts";

export function readJson(source: SourceText, findings: Findings): CpuidReading | undefined {
  const values = parseJson(source, findings);
  if (findings.hasError()) return undefined;
  const own = values.find((value) => holds(value, "entries") || holds(value, "features"));
  if (own !== undefined) return readOwnJson(own, findings);
  for (const value of values) {
    const properties = findProperties(value);
    if (properties !== undefined) return readQemuModel(properties, findings);
  }
  const notes = values
    .map((value) => memberOf(memberOf(value, "error"), "desc"))
    .flatMap((reason) => (reason?.kind === "string" ? [`QEMU reports: ${reason.value}`] : []));
  findings.add(report(unknownFormat, values[0]?.span, { found: "this JSON" }, { notes }));
  return undefined;
}

function holds(value: JsonValue, name: string): boolean {
  return memberOf(value, name) !== undefined;
}
