/** Rows on one line, as they stand in a block that is written on one. */

import type { Bit, Block, Row, Tail } from "./node.ts";
import { flatText } from "./piece.ts";

/** Columns between what stands before a tail and the tail. */
export function tailGap({ kind }: Tail): number {
  return kind === "reason" ? 2 : 1;
}

export function flatTail({ parts }: Tail): string {
  return parts.map(({ text }) => text).join(" ");
}

export function flatBlock({ content }: Block): string {
  const inner =
    content.kind === "rows"
      ? content.rows.map(flatRow).join(content.separator)
      : content.bits.map(flatBit).join("  ");
  return inner === "" ? "{}" : `{ ${inner} }`;
}

export function flatBit({ number, name, description, aliases }: Bit): string {
  return [number, name, description, aliases].filter((part) => part !== undefined).join(" ");
}

function flatRow({ keyword, head, sign, body, tail, block }: Row): string {
  const words = [
    keyword ?? "",
    flatText(head),
    sign,
    body === undefined ? "" : flatText(body),
    block === undefined ? "" : flatBlock(block),
  ];
  const line = words.filter((word) => word !== "").join(" ");
  return tail === undefined ? line : line + " ".repeat(tailGap(tail)) + flatTail(tail);
}
