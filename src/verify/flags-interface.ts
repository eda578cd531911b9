/** Proves that the interface of a set's flags has exactly its flags and the values of its enumerations. */

import type { ts } from "ts-morph";
import type { SetPlan } from "../plan/plan.ts";
import { flagProperty } from "../emit/identifiers.ts";
import { cannotFollow, type TypeScript } from "./evaluate.ts";
import type { EmittedModule } from "./module.ts";

/** @throws CannotFollow where a property is missing, of another type, or too many. */
export function checkFlagsInterface(
  ts: TypeScript,
  module: EmittedModule,
  name: string,
  { flags, enumerations }: Pick<SetPlan, "flags" | "enumerations">,
): void {
  if (flags.length + enumerations.length === 0) return;
  const declaration = module.interfaces.get(name);
  if (declaration === undefined) {
    return cannotFollow(module.source, `there is no interface \`${name}\``);
  }
  const expected = new Map<string, string>([
    ...flags.map((flag) => [flagProperty(flag.name), "boolean"] as const),
    ...enumerations.map((enumeration) => {
      const values = enumeration.values.map((value) => JSON.stringify(value));
      return [flagProperty(enumeration.name), values.join(" | ")] as const;
    }),
  ]);
  for (const member of declaration.members) {
    const property = readProperty(ts, member);
    if (expected.get(property.name) !== property.type) return cannotFollow(member);
    expected.delete(property.name);
  }
  const [missing] = expected.keys();
  if (missing !== undefined) cannotFollow(declaration.name, `it lacks \`${missing}\``);
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
  if (!ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal)) return cannotFollow(type);
  return JSON.stringify(type.literal.text);
}
