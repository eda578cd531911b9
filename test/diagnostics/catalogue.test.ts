import { describe, expect, test } from "vitest";

import { reportExample } from "../../src/cli/example.ts";
import { catalogue, exampleText } from "../../src/diagnostics/catalogue.ts";

const kinds = catalogue.flatMap((section) => section.kinds.map((kind) => ({ kind, section })));
const withExample = kinds.filter(({ kind }) => exampleText(kind) !== "");

describe("the catalogue of diagnostics", () => {
  test("every code is `CR` and four digits, and starts as its section says", () => {
    for (const { kind, section } of kinds) {
      expect(kind.code).toMatch(/^CR\d{4}$/);
      expect(kind.code.startsWith(section.prefix), kind.code).toBe(true);
    }
  });

  test("no code is used twice", () => {
    const codes = kinds.map(({ kind }) => kind.code);
    expect(codes.filter((code, place) => codes.indexOf(code) !== place)).toEqual([]);
  });

  test("codes of a section ascend", () => {
    for (const { kinds: inSection } of catalogue) {
      const codes = inSection.map(({ code }) => code);
      expect(codes).toEqual(codes.toSorted());
    }
  });

  test("every kind explains itself in whole sentences", () => {
    for (const { kind } of kinds) expect(kind.explanation, kind.code).toMatch(/^[A-Z`0-9].*\.$/s);
  });

  test.each(withExample.map(({ kind, section }) => ({ code: kind.code, kind, section })))(
    "the example of $code reports it and nothing else",
    async ({ code, kind, section }) => {
      const reported = await reportExample(kind, section);
      expect(reported.map((each) => each.code)).toEqual([code]);
      expect(reported[0]?.severity).toBe(kind.severity);
    },
  );
});
