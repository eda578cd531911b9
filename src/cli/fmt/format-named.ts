/** Formats one rule file, or reports why it is refused. */

import { resolve } from "node:path";

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { format } from "../../formatting.ts";
import { fileProblem } from "../../names/load.ts";
import type { FileContent } from "../../names/read-file.ts";
import type { Io } from "../io.ts";
import { readTextFile } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";

export type FormattedFile =
  | {
      readonly state: "refused";
      readonly name: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly state: "unchanged"; readonly name: string; readonly text: string }
  | {
      readonly state: "changed";
      readonly name: string;
      readonly oldText: string;
      readonly text: string;
    };

export function formatNamed(name: string, { cwd }: Io): Promise<FormattedFile> {
  return formatContent(name, readTextFile(resolve(cwd, name), LARGEST_RULE_FILE, "kept"));
}

export async function formatContent(name: string, content: FileContent): Promise<FormattedFile> {
  if (content.kind !== "text") return refuse(name, content);
  const oldText = content.text;
  const { text, diagnostics } = await format({ name, text: oldText });
  if (text === undefined) return { state: "refused", name, diagnostics };
  if (text === oldText) return { state: "unchanged", name, text };
  return { state: "changed", name, oldText, text };
}

export function refuse(
  name: string,
  content: Exclude<FileContent, { readonly kind: "text" }>,
): FormattedFile {
  return { state: "refused", name, diagnostics: [fileProblem(name, content, undefined)] };
}
