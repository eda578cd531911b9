/** Reports a JSON value that is of another kind than a document of its format has there. */

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
