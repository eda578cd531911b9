/** The simplest conditions on inputs: one flag, one enumeration, one CPUID entry, one bit; as diagrams and as text. */

import type { Diagram } from "../bdd/bdd.ts";
import { unreachable } from "../base/unreachable.ts";
import type { BitIndex } from "../model/layout.ts";
import type { Enumeration, Flag, Input } from "../model/model.ts";
import { atomName } from "./atom-name.ts";
import type { Meaning } from "./lower.ts";
import { enumDiagram } from "./variables.ts";

export type ConditionLiteral =
  | { readonly kind: "flag"; readonly flag: Flag; readonly isTrue: boolean }
  /**
   * The enumeration has one of these values, given as ascending positions; at least one, and not
   * all.
   */
  | { readonly kind: "enum"; readonly enumeration: Enumeration; readonly values: readonly number[] }
  /** The CPUID entry is present. `entry` is a position in the layout's `entries`. */
  | {
      readonly kind: "has";
      readonly input: Input;
      readonly entry: number;
      readonly isTrue: boolean;
    }
  /** The bit as rules read it: off while its CPUID entry is absent. */
  | {
      readonly kind: "bit";
      readonly input: Input;
      readonly bit: BitIndex;
      readonly isTrue: boolean;
    };

export function literalDiagram(meaning: Meaning, literal: ConditionLiteral): Diagram {
  const { bdd, atoms } = meaning;
  const signed = (atom: Diagram, isTrue: boolean): Diagram => (isTrue ? atom : bdd.not(atom));
  switch (literal.kind) {
    case "flag":
      return signed(atoms.flag(literal.flag), literal.isTrue);
    case "enum":
      return valuesDiagram(meaning, literal.enumeration, literal.values);
    case "has":
      return signed(atoms.has(literal.input, literal.entry), literal.isTrue);
    case "bit":
      return signed(atoms.bit(literal.input, literal.bit), literal.isTrue);
    default:
      return unreachable(literal);
  }
}

/** The diagram that is true while the enumeration has one of these values. */
function valuesDiagram(
  { bdd, variables }: Meaning,
  enumeration: Enumeration,
  values: readonly number[],
): Diagram {
  return values
    .map((value) => enumDiagram(bdd, variables, enumeration, value))
    .reduce((any, value) => bdd.or(any, value), bdd.constant(false));
}

/** The negation of a literal. */
export function negateLiteral(literal: ConditionLiteral): ConditionLiteral {
  if (literal.kind !== "enum") return { ...literal, isTrue: !literal.isTrue };
  const { enumeration, values } = literal;
  return { ...literal, values: allValues(enumeration).filter((each) => !values.includes(each)) };
}

export function allValues({ values }: Enumeration): readonly number[] {
  return values.map((_, position) => position);
}

/**
 * The literal in the rule language, such as `host.XSAVE`, `!tdp`, `vendor != amd`, `vendor in (amd
 * hygon)`, `guest has CPUID_1_ECX`.
 */
export function literalText(literal: ConditionLiteral): string {
  if (literal.kind === "enum") return valuesText(literal.enumeration, literal.values);
  return literal.isTrue ? atomName(literal) : `!${atomName(literal)}`;
}

function valuesText(enumeration: Enumeration, values: readonly number[]): string {
  const names = enumeration.values.filter((_, position) => values.includes(position));
  if (names.length === 1) return `${enumeration.name} == ${names[0] ?? ""}`;
  const others = enumeration.values.filter((_, position) => !values.includes(position));
  return others.length === 1
    ? `${enumeration.name} != ${others[0] ?? ""}`
    : `${enumeration.name} in (${names.join(" ")})`;
}
