/** Loads the acceptances for a comparison, and names their file. */

import { join } from "node:path";

import { ACCEPTED_FILE } from "../../review/accept/accepted-file.ts";
import type { Acceptances } from "../../review/programs/acceptances.ts";
import type { Side, Sides } from "../../review/programs/side.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { nameFromFolder } from "../read-rule-file.ts";

/** @throws UsageError if the file of a side is not in the form that `--accept` writes. */
export async function openAcceptances(
  sides: Sides,
  { cwd }: Pick<Io, "cwd">,
): Promise<Acceptances> {
  const { readAcceptances } = await import("../../review/programs/acceptances.ts");
  const read = readAcceptances(sides, (side) => nameIn(side, cwd));
  if ("kind" in read) throw new UsageError(read.problem, read.help);
  return read;
}

/** `caprules.accepted.json of main (1a2b3c4d5e)`, or the path. */
function nameIn({ root, title }: Side, cwd: string): string {
  return root === undefined
    ? `${ACCEPTED_FILE} of ${title}`
    : nameFromFolder(cwd, join(root, ACCEPTED_FILE));
}
