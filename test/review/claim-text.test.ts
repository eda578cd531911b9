/** Claims on one line, as reviews name them. */

import { expect, test } from "vitest";

import type { Span } from "../../src/base/span.ts";
import { assumedText, placeOf } from "../../src/review/compare/claim-text.ts";
import { oneLine } from "../../src/model/rule-text.ts";
import { modelOf } from "../harness/compile-text.ts";

function spansOf(statements: string): { readonly assumed: Span; readonly claimed: Span } {
  const { assumptions, assertions } = modelOf(
    `layout tiny { word W { 0 A } }\ninput host: tiny\nflag f\n${statements}`,
  );
  const [assumption] = assumptions;
  const [assertion] = assertions;
  if (assumption === undefined || assertion === undefined) throw new Error("a claim is missing");
  return { assumed: assumption.span, claimed: assertion.claimSpan };
}

test.each([
  ["f | host.A", "f | host.A"],
  ["  f\t|   host.A", "f | host.A"],
  ["f # one of them\n  | # or the other\n  host.A", "f | host.A"],
  ["(\nf\n)", "( f )"],
])("%j on one line", (text, expected) => {
  const { assumed, claimed } = spansOf(`assume ${text}\nassert ${text}\n`);
  expect([assumedText(assumed), oneLine(claimed)]).toEqual([expected, expected]);
});

test.each([
  ' because "so"',
  '\n  because   "so"',
  ' because ""',
  ' because "say \\"so\\" \\\\"',
  ' because "f because \\"so\\""',
  ' because "#12 # 13"',
  ' # why "so"?\n  because "so"',
])("an assumption is told without its reason: %j", (reason) => {
  const { assumed } = spansOf(`assume f | host.A${reason}\nassert f | host.A\n`);
  expect(assumedText(assumed)).toBe("f | host.A");
});

test("a statement stands where it begins, with lines from 1", () => {
  const { assumed, claimed } = spansOf("\nassume f\n\nassert f\n");
  expect([placeOf(assumed), placeOf(claimed)]).toEqual([
    { file: "example.rules", line: 5 },
    { file: "example.rules", line: 7 },
  ]);
});
