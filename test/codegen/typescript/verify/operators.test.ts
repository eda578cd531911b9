/** Random expressions: what the proof says they compute is what JavaScript computes. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bdd } from "../../../../src/bdd/bdd.ts";
import { diagramsOf, inJavaScript, moduleOf, symbolic } from "./small-modules.ts";

const condition = fc.oneof(
  fc.constant("tdp"),
  fc.constant("!tdp"),
  fc.constant('vendor === "amd"'),
  fc.constant('vendor !== "hygon"'),
  fc.constant("(kvm[0] & 0x10) === 0"),
  fc.constant("guest[1] !== kvm[1]"),
  fc.constant("~guest[1] === ~kvm[1]"),
  fc.constant("kvm[0] === (kvm[0] | 0)"),
  fc.constant("kvm[1] >>> 0 === kvm[1]"),
  fc.constant("(tdp && guest[0] === guest[1])"),
  fc.constant("(tdp || (kvm[1] ^ 5) === 5)"),
);

const literals = fc.oneof(
  fc.nat(40),
  fc.constantFrom(0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.nat(0xffff_ffff),
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom("kvm[0]", "kvm[1]", "guest[0]", "guest[1]"),
    literals.map((value) => `0x${value.toString(16)}`),
    fc
      .tuple(
        fc.constantFrom("&", "|", "^", "<<", ">>", ">>>"),
        tie("expression"),
        tie("expression"),
      )
      .map(([operator, left, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom("+", "-"), tie("expression"), tie("expression"))
      .map(([operator, left, right]) => `((${left} ^ 0) ${operator} (${right} >>> 0))`),
    fc
      .tuple(fc.constantFrom("~", "-", "+", "- -"), tie("expression"))
      .map(([operator, operand]) => `(${operator} ${operand})`),
    fc
      .tuple(condition, tie("expression"), tie("expression"))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
  ),
}));

const assignments = fc.array(
  fc.record({
    isTrue: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
    tdp: fc.boolean(),
    isAmd: fc.boolean(),
  }),
  { minLength: 20, maxLength: 20 },
);

describe("a symbolic value", () => {
  test("agrees with JavaScript for random expressions", async () => {
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(expression, assignments, async (value, samples) => {
        const bdd = new Bdd();
        const bits = await diagramsOf(bdd, moduleOf(value));
        if (typeof bits === "string") return;
        followed++;
        for (const sample of samples) {
          expect(symbolic(bdd, bits, sample)).toBe(inJavaScript(value, sample));
        }
      }),
      { numRuns: 1000 },
    );
    expect(followed).toBeGreaterThan(900);
  });
});
