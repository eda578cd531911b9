import { expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import { syntaxDiagnostics } from "../../src/diagnostics/syntax.ts";

test.each(syntaxDiagnostics.filter(({ example }) => example !== ""))(
  "the example of $code reports it and nothing else",
  ({ code, example }) => {
    const { diagnostics } = parse({ name: "example.rules", text: example });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  },
);

test("codes are in order, and none is used twice", () => {
  const codes = syntaxDiagnostics.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].toSorted());
});
