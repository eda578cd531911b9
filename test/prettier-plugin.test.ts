/** Prettier with the plugin `caprules/prettier` does as `caprules fmt`. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { expect, test } from "vitest";

import { format } from "../src/formatting.ts";
import * as plugin from "../src/prettier-plugin.ts";

const GOLDEN = join(import.meta.dirname, "grammar/format/golden");

function formatWith(text: string, options: prettier.Options = {}): Promise<string> {
  return prettier.format(text, { filepath: "cpu.rules", plugins: [plugin], ...options });
}

test.each(["policy", "comments", "long-lines", "layouts"])("%s is laid out alike", async (name) => {
  const text = readFileSync(join(GOLDEN, `${name}.before.rules`), "utf8");
  const formatted = await formatWith(text);
  expect(formatted).toBe((await format({ name, text })).text);
  expect(await prettier.check(formatted, { filepath: "cpu.rules", plugins: [plugin] })).toBe(true);
});

test("prettier's widths are used", async () => {
  const text = "when a { XSAVES = host & host.XSAVE & guest.XSAVE }";
  expect(await formatWith(text, { printWidth: 30, tabWidth: 4 })).toBe(
    "when a {\n    XSAVES = host & host.XSAVE\n           & guest.XSAVE\n}\n",
  );
  expect(await formatWith("A=b\r\n", { endOfLine: "crlf" })).toBe("A = b\r\n");
});

test("a mistake has a place, which prettier shows", async () => {
  await expect(formatWith("A = b\nB = host &\n")).rejects.toMatchObject({
    message: expect.stringContaining("CR0101: expected an expression after `&`") as unknown,
    loc: { start: { line: 2, column: 11 } },
    codeFrame: expect.stringContaining("> 2 | B = host &") as unknown,
  });
});

test("an empty file stays empty", async () => {
  expect(await formatWith("\n")).toBe("");
});
