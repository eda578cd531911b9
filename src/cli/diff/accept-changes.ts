/**
 * Carries out `--accept` and `--prune-accepted` after a comparison: writes a new file of accepted
 * changes.
 */

import { join } from "node:path";

import type { AcceptableChange } from "../../review/accept/accepted-change.ts";
import { visibleProse } from "../../diagnostics/visible-text.ts";
import { UsageError } from "../exit.ts";
import { writeFile } from "../generated-file.ts";
import { counted } from "../../base/words.ts";
import { STANDARD_INPUT_NAME } from "../read-rule-file.ts";
import {
  ACCEPTED_FILE,
  withoutItems,
  type AcceptedFile,
  type FileAcceptance,
  type FileChange,
} from "../../review/accept/accepted-file.ts";
import type { Acceptances } from "../../review/programs/acceptances.ts";
import { firstOf } from "../../review/describe/idle-words.ts";
import type { StaleChange } from "../../review/programs/idle-acceptances.ts";
import { isEqual, type Totals } from "../../review/describe/totals.ts";
import type { ProgramResult } from "../../review/programs/program-result.ts";

export interface AcceptRequest {
  readonly acceptances: Acceptances;
  /** The root of the new side. */
  readonly root: string;
  readonly results: readonly ProgramResult[];
  /** The reason for accepting the changes; undefined to accept nothing. */
  readonly because: string | undefined;
  readonly totals: Totals;
  /** The stale acceptances to remove; undefined if pruning was not asked for. */
  readonly stale: readonly StaleChange[] | undefined;
}

/**
 * @returns messages about the changes of the file, one line each.
 * @throws UsageError if a change cannot be stated, or if the file cannot be written, which then
 *   stays unchanged.
 */
export async function acceptChanges({
  acceptances: { file = { acceptances: [] }, name },
  root,
  results,
  because,
  totals,
  stale: asked,
}: AcceptRequest): Promise<readonly string[]> {
  const stale = asked ?? [];
  const changes = because === undefined ? [] : results.flatMap(openChanges);
  rejectNameless(results, changes);
  const kept = stale.length === 0 ? file : withoutStale(file, stale);
  const accepted: readonly FileAcceptance[] =
    because === undefined || changes.length === 0 ? [] : [{ because, changes }];
  if (stale.length > 0 || accepted.length > 0) {
    const { printAccepted } = await import("./print-accepted.ts");
    const path = join(root, ACCEPTED_FILE);
    const after = { acceptances: [...kept.acceptances, ...accepted] };
    await writeFile(name, path, await printAccepted(after, path));
  }
  return [
    ...firstOf(stale).map((each) => `removed from ${name}: ${each}`),
    ...(asked?.length === 0 ? [`nothing to remove from ${name}`] : []),
    ...(because === undefined ? [] : [acceptedLine(changes, name, totals)]),
  ].map(visibleProse);
}

/** The open changes of a program, in the form of the file. */
function openChanges({ file, change, accepted, result }: ProgramResult): readonly FileChange[] {
  if (change !== "changed") return accepted === undefined ? [{ program: file, change }] : [];
  const { open = [], inexpressible = [] } = result.diff?.acceptance ?? {};
  const [bit] = inexpressible;
  if (bit !== undefined) {
    throw new UsageError(
      `no condition says when \`${bit}\` changes, so nothing is accepted`,
      "make the change in smaller steps, or look at fewer cases with --assume",
    );
  }
  return alikeTogether(file, open);
}

/** Groups bits with the same change. */
function alikeTogether(program: string, open: readonly AcceptableChange[]): readonly FileChange[] {
  const changes = new Map<string, FileChange & { bits?: string[] }>();
  for (const each of open) {
    if (each.kind === "set") {
      const { set, change } = each;
      changes.set(JSON.stringify([set, change]), { program, set, change });
      continue;
    }
    const { set, bit, direction, condition } = each;
    const key = JSON.stringify([set, direction, condition]);
    const bits = [...(changes.get(key)?.bits ?? []), bit];
    changes.set(key, { program, set, bits, direction, condition });
  }
  return [...changes.values()];
}

function rejectNameless(results: readonly ProgramResult[], changes: readonly FileChange[]): void {
  if (changes.length === 0) return;
  if (results.some(({ file }) => file === STANDARD_INPUT_NAME)) {
    throw new UsageError(
      "changes of standard input cannot be accepted, because it has no file name",
      "compare files",
    );
  }
}

function withoutStale(file: AcceptedFile, stale: readonly StaleChange[]): AcceptedFile {
  const bitsOf = new Map(stale.map(({ change, bits }) => [change, bits]));
  return withoutItems(file, (change, bit) => {
    const bits = bitsOf.get(change);
    return bits !== undefined && (bit === undefined || bits.includes(bit));
  });
}

function acceptedLine(changes: readonly FileChange[], name: string, totals: Totals): string {
  if (changes.length > 0) return `accepted ${counted(countChanges(changes), "change")} in ${name}`;
  if (totals.accepted > 0) return "nothing to accept: every change is accepted";
  return `nothing to accept: nothing changes${isEqual(totals) ? "" : " that could be accepted"}`;
}

/** Counts a bit once, even if it changes in both directions or in several programs. */
function countChanges(changes: readonly FileChange[]): number {
  const keys = changes.flatMap((each): readonly string[] => {
    if (!("set" in each)) return [JSON.stringify([each.program])];
    if ("change" in each) return [JSON.stringify([each.set, each.change])];
    return each.bits.map((bit) => `${each.set}.${bit}`);
  });
  return new Set(keys).size;
}
