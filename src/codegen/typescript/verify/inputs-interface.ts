/** Proves that the interface of a set's inputs has a member for each of them, of its type, and no other. */

import type { ts } from "ts-morph";
import { bitmapType, type ModuleNames } from "../emit/module-names.ts";
import { inputsOf, type SetInput, type SetPlan } from "../../plan/plan.ts";
import { cannotFollow, type TypeScript } from "./evaluate.ts";
import type { EmittedModule } from "./module.ts";

/** @throws CannotFollow where a member is missing, optional, of another type, or too many. */
export function checkInputsInterface(
  ts: TypeScript,
  module: EmittedModule,
  name: string,
  plan: Pick<SetPlan, "bitmaps" | "flags" | "enumerations">,
  names: ModuleNames,
): void {
  const expected = new Map(inputsOf(plan).map((input) => [input.name, typeOf(input, names)]));
  if (expected.size === 0) return;
  const declaration = module.interfaces.get(name);
  if (declaration === undefined || !module.exported.has(name)) {
    return cannotFollow(module.source, `it exports no interface \`${name}\``);
  }
  if (declaration.heritageClauses !== undefined) return cannotFollow(declaration.name);
  for (const member of declaration.members) {
    const property = readProperty(ts, member);
    if (expected.get(property.name) !== property.type) return cannotFollow(member);
    expected.delete(property.name);
  }
  const [missing] = expected.keys();
  if (missing !== undefined) cannotFollow(declaration.name, `it lacks \`${missing}\``);
}

function typeOf(input: SetInput, names: ModuleNames): string {
  switch (input.kind) {
    case "flag":
      return "boolean";
    case "enum":
      return input.values.map((value) => JSON.stringify(value)).join(" | ");
    default:
      return bitmapType(names, input.layout);
  }
}

function readProperty(ts: TypeScript, member: ts.TypeElement): { name: string; type: string } {
  if (!ts.isPropertySignature(member) || member.questionToken !== undefined) {
    return cannotFollow(member);
  }
  const { name, type = cannotFollow(member) } = member;
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return cannotFollow(name);
  const types = ts.isUnionTypeNode(type) ? [...type.types] : [type];
  return { name: name.text, type: types.map((part) => printType(ts, part)).join(" | ") };
}

function printType(ts: TypeScript, type: ts.TypeNode): string {
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return "boolean";
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const { typeName, typeArguments = [] } = type;
    const parts = typeArguments.map((part) => printType(ts, part));
    return parts.length === 0 ? typeName.text : `${typeName.text}<${parts.join(", ")}>`;
  }
  if (!ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal)) return cannotFollow(type);
  return JSON.stringify(type.literal.text);
}
