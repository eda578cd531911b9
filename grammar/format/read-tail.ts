/** Reads what ends a statement: a description, its reason, and the lints that it allows. */

import type { Row, TailPart } from "./node.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** The fields of nodes that may end a statement. */
export interface Ended {
  readonly description?: unknown;
  readonly because?: unknown;
  readonly allows?: readonly unknown[];
}

type Ending = Pick<Row, "bodyComment" | "tail">;

export function readEnding(cursor: TokenCursor, ended: Ended): Ending {
  const { description, because, allows = [] } = ended;
  const tokenCounts = [
    ...(description === undefined ? [] : [1]),
    ...(because === undefined ? [] : [2]),
    ...allows.map(() => 3),
  ];
  if (tokenCounts.length === 0) return { bodyComment: undefined, tail: undefined };
  const bodyComment = cursor.takeTrailing();
  const isOnNewLine = cursor.next?.isOnNewLine === true;
  const parts = tokenCounts.map((count, place) =>
    readPart(cursor, count, place === tokenCounts.length - 1),
  );
  const isCommented = parts.some((part) => part.comments.length > 0 || part.comment !== undefined);
  const kind = description === undefined ? "reason" : "description";
  return { bodyComment, tail: { kind, parts, isBelow: isOnNewLine || isCommented } };
}

function readPart(cursor: TokenCursor, tokenCount: number, isLast: boolean): TailPart {
  const comments = cursor.takeComments().map(({ comment }) => comment);
  const words = Array.from({ length: tokenCount }, () => cursor.take());
  return {
    comments,
    text: words.join(" "),
    comment: isLast ? undefined : cursor.takeTrailing(),
  };
}
