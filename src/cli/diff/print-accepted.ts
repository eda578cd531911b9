/** Prints the file of accepted changes in the style of the repository's own formatter. */

import { format, resolveConfig, type Options } from "prettier";

import { invariant } from "../../base/unreachable.ts";
import { ACCEPTED_VERSION, type AcceptedFile } from "../../review/accept/accepted-file.ts";
import { parseAccepted } from "../../review/accept/parse-accepted.ts";

/** @param path the file's path, by which prettier finds the repository's settings. */
export async function printAccepted(file: AcceptedFile, path: string): Promise<string> {
  // Prettier keeps objects expanded that have a line break, so diffs of the file have short lines.
  const text = JSON.stringify({ version: ACCEPTED_VERSION, ...file }, undefined, 2);
  const pretty = (await prettyPrint(text, file, path)) ?? (await format(text, { parser: "json" }));
  invariant(isSame(pretty, file), "what was accepted is not what would be read again");
  return pretty;
}

/** Undefined if the repository's settings do not work or change the content. */
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
