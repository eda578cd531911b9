/** Creates or updates the one comment that shows a comparison. */

import { COMMENT_MARK, NO_RULES_DIFFER } from "../../review/describe/comment-marks.ts";
import type { CommentHost } from "./comment-host.ts";

/**
 * Replaces the comment of an earlier run, or writes a new one. A comment by another author is never
 * changed, even if it begins with the mark. If no rules differ and there is no earlier comment,
 * none is written.
 *
 * @param body the output of `caprules diff --format markdown`.
 * @throws CommentError if the host does not answer as expected.
 */
export async function writeComment(
  host: CommentHost,
  body: string,
): Promise<"created" | "updated" | "not needed"> {
  const known = (await host.ownComments()).find((comment) => comment.body.startsWith(COMMENT_MARK));
  if (known !== undefined) {
    await host.update(known.id, body);
    return "updated";
  }
  if (body.split("\n").includes(`**Rules:** ${NO_RULES_DIFFER}`)) return "not needed";
  await host.create(body);
  return "created";
}
