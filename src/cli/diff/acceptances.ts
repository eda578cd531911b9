/** Reads what was accepted of a comparison from its sides. */

import { join } from "node:path";

import {
  ACCEPTED_FILE,
  itemsBeyond,
  itemsOf,
  type AcceptedFile,
} from "../../review/accept/accepted-file.ts";
import type { Acceptances } from "../../review/programs/acceptances.ts";
import type { Side, Sides } from "../../review/programs/side.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { nameFromFolder } from "../read-rule-file.ts";

/** @throws UsageError if a file of a side is not what `--accept` writes. */
export async function openAcceptances(
  { old, new: fresh, pair }: Sides,
  { cwd }: Pick<Io, "cwd">,
): Promise<Acceptances> {
  const content = fresh.read(ACCEPTED_FILE);
  const name = nameIn(fresh, cwd);
  if (content.kind === "missing") return { name, file: undefined, items: [] };
  const { parseAccepted } = await import("../../review/accept/parse-accepted.ts");
  const parsed = (side: Side): AcceptedFile | undefined => {
    const text = side === fresh ? content : side.read(ACCEPTED_FILE);
    const result = parseAccepted(text, nameIn(side, cwd));
    if (result.kind === "broken") throw new UsageError(result.problem, result.help);
    return result.kind === "file" ? result.file : undefined;
  };
  const file = parsed(fresh);
  // Two single files lie in the same place, and what is accepted there is accepted of this change.
  const known = pair === undefined ? parsed(old) : undefined;
  const items = file === undefined ? [] : itemsOf(file);
  return { name, file, items: known === undefined ? items : itemsBeyond(items, itemsOf(known)) };
}

/** `caprules.accepted.json of main (1a2b3c4d5e)`, or the path. */
function nameIn({ root, title }: Side, cwd: string): string {
  return root === undefined
    ? `${ACCEPTED_FILE} of ${title}`
    : nameFromFolder(cwd, join(root, ACCEPTED_FILE));
}
