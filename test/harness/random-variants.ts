/** Variants of a program that differ in what they assume and in the values of enumerations, and which cases each allows. */

import { aboutInputs } from "./random-assumption.ts";
import { Supports, type VariableName } from "./random-cases.ts";
import { makeExpression } from "./random-expression.ts";
import type { Case, Oracle } from "./random-oracle.ts";
import { assumedBy, enumsOf, lastSet, type Expression, type Program } from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** With an assumption of its own, and one value more of each enumeration, at times. */
export function varied(tape: Tape, program: Program): Variant {
  const { inputs, flags, enums } = program;
  const { layout } = lastSet(program);
  const named = { inputs, flags, enums: enumsOf(program), layout, isDefault: false };
  const claim = (): Expression => makeExpression(tape, aboutInputs(named), 1);
  const hasMore = tape.once(2);
  const more = (values: readonly string[]): readonly string[] =>
    tape.once(2) ? ["more", ...values] : [...values, "more"];
  return {
    hasMore,
    program: {
      ...program,
      assumptions: tape.once(3) ? [claim()] : [],
      enums: hasMore ? enums.map(({ name, values }) => ({ name, values: more(values) })) : enums,
    },
  };
}

export interface Variant {
  readonly program: Program;
  /** Whether enumerations have one value more than those that rules name. */
  readonly hasMore: boolean;
}

/** All that any of the programs speaks of. */
export function unionOf(programs: readonly Program[]): {
  readonly program: Program;
  readonly supports: Supports;
} {
  const [first] = programs;
  if (first === undefined) throw new Error("there are programs");
  const program = {
    ...first,
    enums: first.enums.map(({ name, values }) => ({
      name,
      values: values.includes("more") ? inOrder(values) : [...values, "more"],
    })),
    sets: programs.flatMap(({ sets }) => sets),
  };
  const assumptions = programs.flatMap(assumedBy);
  return { program, supports: new Supports(program, assumptions) };
}

/** As rules number the values. */
function inOrder(values: readonly string[]): readonly string[] {
  return [...values.filter((value) => value !== "more"), "more"];
}

/** Every value of every enumeration, and whatever a bit depends on in any of the programs. */
export function variablesOf(
  { program, supports }: ReturnType<typeof unionOf>,
  programs: readonly Program[],
  bit: number,
): readonly VariableName[] {
  const digits = program.enums.flatMap(({ name, values }) =>
    Array.from(
      { length: Math.ceil(Math.log2(values.length)) },
      (_, digit) => `enum ${name} ${digit}`,
    ),
  );
  const place = { set: undefined, layout: lastSet(program).layout, bit };
  return [
    ...new Set([
      ...digits,
      ...programs.flatMap((each) => [...supports.ofBit(lastSet(each), bit)]),
      ...programs.flatMap(assumedBy).flatMap((each) => [...supports.ofExpression(each, place)]),
    ]),
  ];
}

/** Whether the case is one that the program allows: it has its values, and assumes nothing else. */
export function allows({ program, hasMore }: Variant, given: Case, oracle: Oracle): boolean {
  const { layout } = lastSet(program);
  const isKnown = enumsOf(program).every(({ name, values }) => {
    const count = values.filter((value) => value !== "more").length;
    return hasMore || (given.values.get(name) ?? 0) < count;
  });
  return (
    isKnown &&
    assumedBy(program).every((each) =>
      oracle.holds(each, { set: undefined, bit: undefined, layout }),
    )
  );
}
