/** Writes `test` blocks: one line with all that is given, one with all that is expected. */

import { unreachable } from "../../src/base/unreachable.ts";
import type { BitsItem, GivenItem, ListElement, TestBlock } from "../syntax-tree.ts";
import { printBlock } from "./print-block.ts";
import { printPath, printText } from "./print-names.ts";

export function printTest({ title, givens, expectations }: TestBlock): string {
  const lines = [
    ...(givens.length === 0 ? [] : [`given ${givens.map(printGiven).join("; ")}`]),
    ...(expectations.length === 0 ? [] : [`expect ${expectations.map(printBits).join("; ")}`]),
  ];
  return `test ${printText(title)} ${printBlock(lines)}`;
}

function printGiven(item: GivenItem): string {
  switch (item.kind) {
    case "bits":
      return printBits(item);
    case "value":
      return `${item.enum.text} = ${item.value.text}`;
    case "flag":
      return `${item.on ? "" : "!"}${item.flag.text}`;
    case "presence":
      return `${item.present ? "" : "!"}${item.bitmap.text} has ${item.leaf.text}`;
    default:
      return unreachable(item);
  }
}

function printBits({ bitmap, elements }: BitsItem): string {
  return `${bitmap.text}: ${elements.map(printElement).join(" ")}`;
}

function printElement({ negated, path }: ListElement): string {
  return `${negated ? "!" : ""}${path === undefined ? "all" : printPath(path)}`;
}
