/** Compiles the example of a diagnostic kind, so that its page can show the report. */

import { definitely, unreachable } from "../base/unreachable.ts";
import { check, compile, test } from "../compile.ts";
import { exampleText, type CatalogueSection } from "../diagnostics/catalogue.ts";
import type { Diagnostic, DiagnosticKind } from "../diagnostics/diagnostic.ts";
import type { Layout } from "../model/layout.ts";
import { readFromMemory } from "../names/read-file.ts";
import { declaredInputs } from "../evaluate/evaluate.ts";
import { withoutRepetitions } from "./check-outcome.ts";

/** The name of the example in diagnostics. */
const RULES = "example.rules";

/** All diagnostics of the example; empty if the kind has no example. */
export async function reportExample(
  kind: DiagnosticKind<never>,
  { examplesAre }: CatalogueSection,
): Promise<readonly Diagnostic[]> {
  const text = exampleText(kind);
  if (text === "") return [];
  switch (examplesAre) {
    case "rule files":
      return reportRules(text);
    case "CPUID dumps":
      return reportDump(text);
    case "feature lists":
      return reportList(text);
    default:
      return unreachable(examplesAre);
  }
}

async function reportRules(text: string): Promise<readonly Diagnostic[]> {
  const source = { entry: [RULES], readFile: readFromMemory({ [RULES]: text }) };
  const found = [await check(source), await test(source)];
  const diagnostics = withoutRepetitions(found.flatMap((each) => each.diagnostics));
  // Some mistakes are found only when a module is generated.
  return diagnostics.length > 0 ? diagnostics : (await compile(source)).diagnostics;
}

async function reportDump(text: string): Promise<readonly Diagnostic[]> {
  const { readCpuid } = await import("../cpuid/read-cpuid.ts");
  const { toBitmap } = await import("../cpuid/to-bitmap.ts");
  const { reading, diagnostics } = await readCpuid({ name: "example", text });
  if (reading === undefined) return diagnostics;
  return [...diagnostics, ...toBitmap(reading, x86Layout(), "host").diagnostics];
}

async function reportList(text: string): Promise<readonly Diagnostic[]> {
  const { parseFeatureList } = await import("../cpuid/parse-feature-list.ts");
  return parseFeatureList({ name: "--guest", text }, x86Layout(), undefined).diagnostics;
}

/** The layout of an implicit set that inherits the prelude. */
function x86Layout(): Layout {
  const readFile = readFromMemory({ [RULES]: "RDPID = guest\n" });
  const [input] = declaredInputs({ entry: [RULES], readFile }).inputs;
  return definitely(input, "the prelude declares inputs").layout;
}
