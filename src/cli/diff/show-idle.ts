/** Says on standard error what was accepted and accepts nothing. */

import { visibleProse } from "../../diagnostics/visible-text.ts";
import type { Io } from "../io.ts";
import { broaderText, firstOf } from "../../review/describe/idle-words.ts";
import type { IdleAcceptances } from "../../review/programs/idle-acceptances.ts";

/**
 * @param name of the file.
 * @param command that removes what is stale; undefined if none can.
 */
export function showIdle(
  io: Io,
  { stale, unreadable, broader }: IdleAcceptances,
  name: string,
  command: string | undefined,
): void {
  const notes = [
    ...unreadable.map(
      ({ item: { acceptance, program }, problem }) =>
        `${name}: acceptance ${acceptance} accepts nothing in ${program}, as its condition cannot be read: ${problem}`,
    ),
    ...broader.map((each) => `${name}: ${broaderText(each)}`),
    ...firstOf(stale).map((text) => `${name} accepts what does not change: ${text}`),
    ...(stale.length > 0 && command !== undefined ? [`to remove that: ${command}`] : []),
  ];
  for (const note of notes) io.stderr.write(`note: ${visibleProse(note)}\n`);
}
