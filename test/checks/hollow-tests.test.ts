import { expect, test } from "vitest";
import { checkText, textAt } from "../harness/compile-text.ts";

test("a test without an expectation is an error, and the others are not", async () => {
  const { diagnostics, ok } = await checkText(`MOVBE = guest
test "says nothing" { given guest: MOVBE }
test "says something" { given guest: MOVBE; expect example: MOVBE }
`);
  expect(ok).toBe(false);
  expect(diagnostics.map((each) => [each.code, each.message])).toEqual([
    ["CR0417", 'test "says nothing" expects nothing, so it passes whatever the rules say'],
  ]);
  expect(textAt(diagnostics[0] ?? {})).toMatch(/^(test )?"says nothing"/);
});
