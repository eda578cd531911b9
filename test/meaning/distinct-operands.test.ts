/** Which operands of a connective are lowered once although they stand there more than once. */

import { expect, test } from "vitest";

import { distinctOperands } from "../../src/meaning/distinct-operands.ts";
import { operandsOf } from "../../src/model/expressions.ts";
import { analyzeText } from "../harness/random-compiled.ts";

/** What each operand is called. */
function operandsLeft(expression: string): readonly string[] {
  const { model } = analyzeText(`
layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
input guest: tiny
flag f
flag g
caps c: tiny { default = none; A = ${expression} }
`);
  const value = model.sets[0]?.bits[0]?.base.value ?? expect.fail("the rule of A");
  return distinctOperands(operandsOf(value)).map((operand) => {
    switch (operand.kind) {
      case "this":
        return operand.bitmap.name;
      case "bit":
        return `${operand.bitmap.name}.${operand.bit}`;
      case "flag":
        return operand.flag.name;
      default:
        return operand.kind;
    }
  });
}

test.each([
  ["host & host", ["host"]],
  ["host.A | host.A", ["host.0"]],
  ["f & f", ["f"]],
  ["host & guest", ["host", "guest"]],
  ["host.A & host.B", ["host.0", "host.1"]],
  ["host.A & guest.A", ["host.0", "guest.0"]],
  ["host & host.A", ["host", "host.0"]],
  ["f & g", ["f", "g"]],
  // Only atoms are compared.
  ["!f & !f", ["not", "not"]],
  ["host & f & host & host.A & f & guest & host.A", ["host", "f", "host.0", "guest"]],
  ["host.A | host.B | host.A | guest.A", ["host.0", "host.1", "guest.0"]],
  ["!f | f | !f", ["not", "f", "not"]],
])("`%s` is lowered as %j", (expression, left) => {
  expect(operandsLeft(expression)).toEqual(left);
});
