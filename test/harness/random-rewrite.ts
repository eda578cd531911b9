/** Programs that say the same in other words, and programs that may not. */

import { not } from "./random-assumption.ts";
import type { Expression, Program, ProgramSet, Statement } from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** The last set, which no other one reads, stated by laws of boolean algebra only. */
export function restated(tape: Tape, program: Program): Program {
  return withLastSet(program, (value) => equalExpression(tape, value, 2));
}

/** Some of the last set's expressions are other ones; that may or may not change what they mean. */
export function altered(tape: Tape, program: Program): Program {
  const values = expressionsOf(program.sets.at(-1)?.statements ?? []);
  return withLastSet(program, (value) => {
    if (!tape.once(3) || values.length === 0) return value;
    const other = tape.pick(values);
    const operator = tape.pick(["&", "|", "^", "->"] as const);
    return { kind: "binary", operator, left: value, right: other };
  });
}

/** The last set means the same wherever the claim holds, and may mean something else elsewhere. */
export function alteredOutside(tape: Tape, program: Program, claim: Expression): Program {
  const values = expressionsOf(program.sets.at(-1)?.statements ?? []);
  return withLastSet(program, (value) => {
    if (!tape.once(3) || values.length === 0) return value;
    return { kind: "choice", condition: claim, yes: value, no: not(tape.pick(values)) };
  });
}

function withLastSet(program: Program, change: (value: Expression) => Expression): Program {
  const last = program.sets.at(-1);
  if (last === undefined) return program;
  const set: ProgramSet = {
    ...last,
    statements: mapStatements(last.statements, change),
    patch: mapStatements(last.patch, change),
  };
  return { ...program, sets: [...program.sets.slice(0, -1), set] };
}

/** Conditions of `when` stay: what excludes each other must go on doing so. Applied classes, too. */
function mapStatements(
  statements: readonly Statement[],
  change: (value: Expression) => Expression,
): readonly Statement[] {
  return statements.map((statement): Statement => {
    if (statement.kind === "when")
      return { ...statement, body: mapStatements(statement.body, change) };
    if (statement.kind === "rule" && statement.applies !== undefined) return statement;
    return { ...statement, value: change(statement.value) };
  });
}

function expressionsOf(statements: readonly Statement[]): readonly Expression[] {
  return statements.flatMap((statement) =>
    statement.kind === "when" ? expressionsOf(statement.body) : [statement.value],
  );
}

function equalExpression(tape: Tape, value: Expression, depth: number): Expression {
  if (depth === 0) return value;
  const inner = (each: Expression): Expression => equalExpression(tape, each, depth - 1);
  switch (tape.below(5)) {
    case 0:
      return not(not(inner(value)));
    case 1:
      return { kind: "binary", operator: "&", left: inner(value), right: value };
    case 2:
      return {
        kind: "choice",
        condition: inner(value),
        yes: { kind: "constant", value: true },
        no: { kind: "constant", value: false },
      };
    case 3: {
      if (value.kind !== "binary" || (value.operator !== "&" && value.operator !== "|"))
        return value;
      const operator = value.operator === "&" ? "|" : "&";
      return not({
        kind: "binary",
        operator,
        left: not(inner(value.right)),
        right: not(inner(value.left)),
      });
    }
    default:
      return value;
  }
}
