/** What texts in quotes stand for. */

import { expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";

function reasonIn(written: string): {
  readonly value: string | undefined;
  readonly problems: readonly string[];
} {
  const source = { name: "x", text: `A = none because ${written}\n` };
  const { tree, diagnostics } = parse(source);
  const [statement] = tree.statements;
  const because = statement?.kind === "rule" ? statement.because : undefined;
  return {
    value: because?.value,
    problems: diagnostics.map(({ code, span }) =>
      [code, source.text.slice(span?.start, span?.end)].join(" "),
    ),
  };
}

test.each([
  [String.raw`"plain"`, "plain"],
  [String.raw`""`, ""],
  [String.raw`"a \"word\""`, 'a "word"'],
  [String.raw`"C:\\x"`, String.raw`C:\x`],
  [String.raw`"\\"`, "\\"],
  [String.raw`"\\\""`, String.raw`\"`],
])("%s is the text %j", (written, value) => {
  expect(reasonIn(written)).toEqual({ value, problems: [] });
});

test("an escape that there is not is reported where it stands, and is the character itself", () => {
  expect(reasonIn(String.raw`"a\nb \\ \t"`)).toEqual({
    value: String.raw`anb \ t`,
    problems: [String.raw`CR0111 \n`, String.raw`CR0111 \t`],
  });
});
