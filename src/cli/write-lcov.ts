/** Writes coverage to a file for viewers of lcov. */

import { resolve } from "node:path";

import { LCOV_START, lcovText } from "../coverage/lcov.ts";
import type { CoverageReport } from "../coverage/report.ts";
import { UsageError } from "./exit.ts";
import { writeFile } from "./generated-file.ts";
import type { Io } from "./io.ts";
import { readTextFile } from "./read-file.ts";

/** In bytes. */
const LARGEST = 256 * 1024 * 1024;

/** @throws UsageError if the path holds another kind of file, or cannot be written. */
export async function writeLcov(name: string, report: CoverageReport, { cwd }: Io): Promise<void> {
  await writeFile(name, resolve(cwd, name), lcovText(report));
}

/** @throws UsageError if the file exists and was not written by this command. */
export function inspectLcov(name: string, { cwd }: Io): void {
  if (name === "") throw new UsageError("the file name after `--lcov` is empty");
  const content = readTextFile(resolve(cwd, name), LARGEST);
  if (content.kind === "missing") return;
  if (content.kind === "directory") {
    throw new UsageError(`cannot write \`${name}\`: it is a directory`, "name a file");
  }
  if (content.kind !== "text" || !content.text.startsWith(LCOV_START)) {
    throw new UsageError(
      `\`${name}\` was not written by \`caprules test --lcov\`, so it is left alone`,
      "choose another name, or remove it",
    );
  }
}
