/** Reports idle and broad acceptances on standard error. */

import { visibleProse } from "../../diagnostics/visible-text.ts";
import type { Io } from "../io.ts";
import { broaderText, firstOf } from "../../review/describe/idle-words.ts";
import type { IdleAcceptances } from "../../review/programs/idle-acceptances.ts";

/**
 * @param name the name of the file.
 * @param command the command that removes stale acceptances; undefined if there is none.
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
    ...firstOf(stale).map((text) => `${name} accepts a change that is not made: ${text}`),
    ...(stale.length > 0 && command !== undefined ? [`to remove that: ${command}`] : []),
  ];
  for (const note of notes) io.stderr.write(`note: ${visibleProse(note)}\n`);
}
