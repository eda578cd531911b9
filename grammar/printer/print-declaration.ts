/** Writes the statements of one line that stand at the top of a file only. */

import { unreachable } from "../../src/base/unreachable.ts";
import type {
  AssumeStatement,
  EnumDeclaration,
  FlagDeclaration,
  InputDeclaration,
  TextLiteral,
  UseStatement,
} from "../syntax-tree.ts";
import { printExpression } from "./print-expression.ts";
import { printNames, printText } from "./print-names.ts";
import { printEnding } from "./print-rule.ts";

type Declaration =
  UseStatement | InputDeclaration | FlagDeclaration | EnumDeclaration | AssumeStatement;

export function printDeclaration(statement: Declaration): string {
  switch (statement.kind) {
    case "use":
      return `use ${printText(statement.path)}`;
    case "assume":
      return `assume ${printExpression(statement.claim)}${printEnding(statement)}`;
    case "input":
      return `input ${statement.name.text}: ${statement.layout.text}${printDescribed(statement)}`;
    case "flag":
      return `flag ${statement.name.text}${printDescribed(statement)}`;
    case "enum":
      return printEnum(statement);
    default:
      return unreachable(statement);
  }
}

export function printEnum(declared: EnumDeclaration): string {
  return `enum ${declared.name.text}: ${printNames(declared.values)}${printDescribed(declared)}`;
}

function printDescribed(declared: InputDeclaration | FlagDeclaration | EnumDeclaration): string {
  return printDescription(declared) + printEnding(declared);
}

/** Empty, or with a space before it. */
export function printDescription({ description }: { readonly description?: TextLiteral }): string {
  return description === undefined ? "" : ` ${printText(description)}`;
}
