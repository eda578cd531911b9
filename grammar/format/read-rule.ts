/** Reads the statements that govern bits, and those that name bits and rules. */

import { unreachable } from "../../src/base/unreachable.ts";
import { listedItems, type ListedItem } from "../leaf-lists.ts";
import type { Path, RuleStatement } from "../syntax-tree.ts";
import { PLAIN_ROW, type Row } from "./node.ts";
import { listPiece, textPiece, type FlowPiece, type Piece } from "./piece.ts";
import { readPath, readValue } from "./read-expression.ts";
import { readItems } from "./read-items.ts";
import { readNames } from "./read-names.ts";
import type { BareRow } from "./read-row.ts";
import { readEnding } from "./read-tail.ts";
import type { TokenCursor } from "./token-cursor.ts";

type Rule = Exclude<RuleStatement, { readonly kind: "when" | "assert" }>;

export function readRule(statement: Rule, cursor: TokenCursor): BareRow {
  const before = cursor.isNext("override") ? `${cursor.take()} ` : "";
  const parts = readParts(statement, before, cursor);
  return { ...PLAIN_ROW, ...parts, ...readEnding(cursor, statement) };
}

type Parts = Pick<Row, "head" | "headColumn" | "sign" | "body">;

function readParts(statement: Rule, before: string, cursor: TokenCursor): Parts {
  switch (statement.kind) {
    case "default": {
      const word = before + cursor.take("default");
      const { leaves, value } = statement;
      const head: Piece =
        leaves.length === 0
          ? textPiece(word)
          : { kind: "enclosed", before: `${word} `, inner: readNames(leaves, cursor), after: "" };
      const sign = cursor.take("=");
      return { head, headColumn: "rule", sign, body: readValue(value, cursor) };
    }
    case "unnamed": {
      const head = textPiece(before + cursor.take("unnamed"));
      const sign = cursor.take("=");
      return { head, headColumn: "rule", sign, body: readValue(statement.value, cursor) };
    }
    case "rule":
    case "also":
    case "requires": {
      const targets = readPaths(statement.targets, cursor);
      const head: Piece =
        before === "" ? targets : { kind: "enclosed", before, inner: targets, after: "" };
      const sign = cursor.take();
      return { head, headColumn: "rule", sign, body: readValue(statement.value, cursor) };
    }
    case "class": {
      const head = textPiece(`${cursor.take("class")} ${cursor.take()}`);
      const sign = cursor.take("=");
      return { head, headColumn: "class", sign, body: readValue(statement.value, cursor) };
    }
    case "set": {
      const head = textPiece(`${cursor.take("set")} ${cursor.take()}${takeColon(cursor)}`);
      return { head, headColumn: "set", sign: "", body: readPaths(statement.members, cursor) };
    }
    case "apply": {
      const head = textPiece(before + cursor.take() + takeColon(cursor));
      const body = readPaths(statement.targets, cursor);
      return { head, headColumn: undefined, sign: "", body };
    }
    default:
      return unreachable(statement);
  }
}

/** A comment after it is about all that is listed, not about the first item. */
function takeColon(cursor: TokenCursor): string {
  const colon = cursor.take(":");
  cursor.loosenTrailing();
  return colon;
}

function readPaths(paths: readonly Path[], cursor: TokenCursor): FlowPiece {
  const readers = listedItems(paths).map((item) => () => readListed(item, cursor));
  return listPiece(readItems(cursor, readers));
}

function readListed(item: ListedItem, cursor: TokenCursor): Piece {
  if (item.kind === "path") return textPiece(readPath(item.path, cursor));
  const before = `${cursor.take()} ${cursor.take("(")}`;
  const inner = readNames(item.bits, cursor);
  return { kind: "enclosed", before, inner, after: cursor.take(")") };
}
