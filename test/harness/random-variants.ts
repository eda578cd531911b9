/** Variants of a program that differ in what they assume and in the values of enumerations, and which cases each allows. */

import { aboutInputs } from "./random-assumption.ts";
import { Supports, type VariableName } from "./random-cases.ts";
import { makeExpression } from "./random-expression.ts";
import type { Case, Oracle } from "./random-oracle.ts";
import {
  assumedBy,
  enumsOf,
  lastSet,
  type Expression,
  type Program,
  type ProgramEnum,
  type ProgramInput,
  type ProgramLayout,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** With an assumption of its own, and one value more of each enumeration, those of layouts included, at times. */
export function varied(tape: Tape, program: Program): Variant {
  const { inputs, flags, enums, layouts } = program;
  const { layout } = lastSet(program);
  const named = { inputs, flags, enums: enumsOf(program), layout, isDefault: false };
  const claim = (): Expression => makeExpression(tape, aboutInputs(named), 1);
  const hasMore = tape.once(2);
  const withMore = ({ name, values }: ProgramEnum): ProgramEnum => ({
    name,
    values: tape.once(2) ? ["more", ...values] : [...values, "more"],
  });
  const own = {
    ...program,
    assumptions: tape.once(3) ? [claim()] : [],
    exclusions: [
      ...program.exclusions,
      ...inputs.flatMap((input) => input.enums).map(comparedAnyway),
    ],
  };
  if (!hasMore) return { hasMore, program: own };
  const declared = layouts.map((each) => ({ ...each, enums: each.enums.map(withMore) }));
  const more = { ...own, enums: enums.map(withMore), layouts: declared };
  return {
    hasMore,
    program: { ...more, inputs: inputs.map((each) => declaredIn(declared, each)) },
  };
}

/** An enumeration of an input is none of a program that never compares it. This compares it, and holds in every case. */
function comparedAnyway(each: ProgramEnum): Expression {
  const test = (how: "==" | "!="): Expression => ({
    kind: "enum",
    enum: each,
    values: [0],
    test: how,
  });
  return { kind: "binary", operator: "|", left: test("=="), right: test("!=") };
}

/** With the values that a layout of that name declares. The bits are still those of its own one. */
function declaredIn(layouts: readonly ProgramLayout[], input: ProgramInput): ProgramInput {
  const declared = layouts.find(({ name }) => name === input.layout.name)?.enums ?? [];
  return {
    ...input,
    enums: input.enums.map(({ name, values }, place) => ({
      name,
      values: declared[place]?.values ?? values,
    })),
  };
}

export interface Variant {
  readonly program: Program;
  /** True if enumerations have one value more than those that rules name. */
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
    inputs: first.inputs.map((input) => ({ ...input, enums: input.enums.map(withMoreAtEnd) })),
    enums: first.enums.map(withMoreAtEnd),
    sets: programs.flatMap(({ sets }) => sets),
  };
  const assumptions = programs.flatMap(assumedBy);
  return { program, supports: new Supports(program, assumptions) };
}

/** The enumeration with its values numbered as in the rules. */
function withMoreAtEnd({ name, values }: ProgramEnum): ProgramEnum {
  return { name, values: [...values.filter((value) => value !== "more"), "more"] };
}

/** The variables on which a bit depends in any of the programs, and those of their assumptions. */
export function variablesOf(
  { program, supports }: ReturnType<typeof unionOf>,
  programs: readonly Program[],
  bit: number,
): readonly VariableName[] {
  const place = { set: undefined, layout: lastSet(program).layout, bit };
  return [
    ...new Set([
      ...programs.flatMap((each) => [...supports.ofBit(lastSet(each), bit)]),
      ...programs.flatMap(assumedBy).flatMap((each) => [...supports.ofExpression(each, place)]),
    ]),
  ];
}

/** True if the program allows the case: it has the values, and its assumptions hold. */
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
