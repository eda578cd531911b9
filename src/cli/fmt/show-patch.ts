/** The change of a file as a unified diff, which `git apply` understands. */

import type { Paint } from "../../diagnostics/paint.ts";
import { coloredLine } from "../show-difference.ts";
import type { FormattedFile } from "./format-named.ts";

export async function showPatch(
  { name, oldText, text }: Extract<FormattedFile, { readonly state: "changed" }>,
  paint: Paint,
): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, oldText, text, "", "");
  // The first line is a rule that parts the files of a longer patch.
  const [, ...lines] = patch.split("\n");
  return lines.map((line) => coloredLine(line, paint)).join("\n");
}
