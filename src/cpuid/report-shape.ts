/** Reports a JSON value of the wrong type for its place in the document's format. */

import { jsonShape } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import { describeJson, type JsonValue } from "./parse-json.ts";

export function reportShape(
  value: JsonValue,
  { what, expected }: { readonly what: string; readonly expected: string },
  findings: Findings,
): void {
  findings.add(report(jsonShape, value.span, { what, expected, found: describeJson(value) }));
}
