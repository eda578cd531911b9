/** The text of the file of accepted changes, as the repository's own formatter has it. */

import { format, resolveConfig, type Options } from "prettier";

import { invariant } from "../../base/unreachable.ts";
import { ACCEPTED_VERSION, type AcceptedFile } from "../../review/accept/accepted-file.ts";
import { parseAccepted } from "../../review/accept/parse-accepted.ts";

/** @param path where it will stand: formatters are told there how to format. */
export async function printAccepted(file: AcceptedFile, path: string): Promise<string> {
  // What stands on several lines stays there, so that a change is never a change of long lines.
  const text = JSON.stringify({ version: ACCEPTED_VERSION, ...file }, undefined, 2);
  const pretty = (await prettyPrint(text, file, path)) ?? (await format(text, { parser: "json" }));
  invariant(isSame(pretty, file), "what was accepted is not what would be read again");
  return pretty;
}

/** Undefined where the repository's own settings do not work, or make something else of it. */
async function prettyPrint(
  text: string,
  file: AcceptedFile,
  path: string,
): Promise<string | undefined> {
  try {
    const settings: Options = (await resolveConfig(path, { editorconfig: true })) ?? {};
    const pretty = await format(text, { ...settings, parser: "json" });
    return isSame(pretty, file) ? pretty : undefined;
  } catch {
    return undefined;
  }
}

function isSame(text: string, file: AcceptedFile): boolean {
  const again = parseAccepted({ kind: "text", text }, "what was accepted");
  return again.kind === "file" && JSON.stringify(again.file) === JSON.stringify(file);
}
