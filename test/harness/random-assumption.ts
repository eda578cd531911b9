/** Random claims about inputs. All of them hold in one case, so that assumptions never contradict each other. */

import { makeExpression, type ExpressionContext } from "./random-expression.ts";
import { Oracle } from "./random-oracle.ts";
import { enumsOf, type Expression, type Program, type ProgramLayout } from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

export function makeAssumption(
  tape: Tape,
  program: Pick<Program, "inputs" | "flags" | "enums" | "layouts">,
): Expression {
  const { inputs, flags } = program;
  const [layout] = program.layouts;
  if (layout === undefined) throw new Error("a program without a layout");
  const named = { inputs, flags, enums: enumsOf(program), layout, isDefault: false };
  return claimAtRest(makeExpression(tape, aboutInputs({ ...named }), 2), layout);
}

/** Names inputs alone, and no "this bit". */
export function aboutInputs(
  context: Pick<ExpressionContext, "layout" | "inputs" | "flags" | "enums" | "isDefault">,
): ExpressionContext {
  const { inputs } = context;
  return { ...context, bits: undefined, ownBelow: 0, bitmaps: inputs, lists: [], classes: [] };
}

/** The claim or its opposite: what holds while everything is off and every enumeration has its first value. */
export function claimAtRest(claim: Expression, layout: ProgramLayout): Expression {
  const none = new Map<string, never>();
  const atRest = { bits: none, present: none, flags: new Set<string>(), values: none };
  const holds = new Oracle(atRest).holds(claim, { set: undefined, bit: undefined, layout });
  return holds ? claim : not(claim);
}

export function not(operand: Expression): Expression {
  return { kind: "not", sign: "!", operand };
}
