/**
 * Prints the page of a diagnostic: the meaning of its code, an example, and the report about it.
 */

import { catalogue, exampleText, type CatalogueSection } from "../diagnostics/catalogue.ts";
import { diagnosticJson } from "../diagnostics/diagnostic-json.ts";
import type { Diagnostic, DiagnosticKind } from "../diagnostics/diagnostic.ts";
import type { Paint } from "../diagnostics/paint.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import { visibleText } from "../diagnostics/visible-text.ts";
import { reportExample } from "./example.ts";
import { EXIT, UsageError, type ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { printJson } from "./print.ts";
import type { JsonOption } from "./verb.ts";

/** @param code the code in capitals. */
export async function explainCode(code: string, { json }: JsonOption, io: Io): Promise<ExitCode> {
  const { kind, section } = findKind(code);
  const reported = await reportExample(kind, section);
  if (json) {
    const { severity, explanation } = kind;
    const example = exampleText(kind);
    printJson(io, {
      ok: true,
      code,
      severity,
      explanation,
      example,
      reported: reported.map(diagnosticJson),
    });
  } else io.stdout.write(showPage(kind, reported, io.stdout.paint));
  return EXIT.fine;
}

function findKind(code: string): { kind: DiagnosticKind<never>; section: CatalogueSection } {
  for (const section of catalogue) {
    const kind = section.kinds.find((each) => each.code === code);
    if (kind !== undefined) return { kind, section };
  }
  throw new UsageError(`no diagnostic has the code \`${code}\``, `there are ${listTopics()}`);
}

/** Lists the topics, such as `CR02xx names, …`. Sections with the same prefix are one topic. */
function listTopics(): string {
  const prefixes = new Set(catalogue.map(({ prefix }) => prefix));
  const topics = [...prefixes].map((prefix) => {
    const titles = catalogue.filter((each) => each.prefix === prefix).map(({ title }) => title);
    return `${prefix}xx ${titles.join(" and ")}`;
  });
  return topics.join(", ");
}

function showPage(
  kind: DiagnosticKind<never>,
  reported: readonly Diagnostic[],
  paint: Paint,
): string {
  const { code, severity, explanation } = kind;
  const title = `${paint.bold(code)} (${severity})\n\n${explanation}\n`;
  const example = exampleText(kind).trimEnd();
  if (example === "") return title;
  const lines = example.split("\n").map((line) => `    ${visibleText(line)}\n`);
  return `${title}\nExample:\n\n${lines.join("")}\nIt reports:\n\n${renderDiagnostics(reported, paint)}`;
}
