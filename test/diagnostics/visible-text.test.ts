import { expect, test } from "vitest";

import { displayWidth, visibleProse, visibleText } from "../../src/diagnostics/visible-text.ts";

test("control characters are shown as escapes", () => {
  expect(visibleText("a\u001b[31mb\u0000c\rd\ne\u007f\u009b")).toBe(
    "a\\x1b[31mb\\x00c\\x0dd\\x0ae\\x7f\\x9b",
  );
});

test("characters that reorder, hide or part text are shown as escapes", () => {
  expect(visibleText("\u202eabc\u2066\u200b\u2028\ufeff\u{e0041}")).toBe(
    "\\u202eabc\\u2066\\u200b\\u2028\\ufeff\\u{e0041}",
  );
});

test("half of a surrogate pair is shown as an escape, a whole one as it is", () => {
  expect(visibleText("\ud800x")).toBe("\\ud800x");
  expect(visibleText("\u{1f600}")).toBe("\u{1f600}");
});

test("a tab takes four columns", () => {
  expect(visibleText("a\tb")).toBe("a    b");
});

test("wide characters take two columns, combining ones none", () => {
  expect(displayWidth("漢字")).toBe(4);
  expect(displayWidth("e\u0301")).toBe(1);
});

test("a name of a megabyte is cut", () => {
  expect(visibleProse(`no bit is named \`${"A".repeat(1_000_000)}\``).length).toBeLessThan(300);
});
