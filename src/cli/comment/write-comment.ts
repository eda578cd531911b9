/** Keeps one comment with a comparison up to date. */

import { COMMENT_MARK, NO_RULES_DIFFER } from "../../review/describe/comment-marks.ts";
import type { CommentHost } from "./comment-host.ts";

/**
 * Replaces the comment that an earlier run wrote, or writes one. A comment that someone else wrote is
 * left alone, even if it begins with the mark. Without an earlier comment, none is written where no
 * rules differ.
 *
 * @param body what `caprules diff --format markdown` prints.
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
