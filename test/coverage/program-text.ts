/** The text of a small program with tests. */

/**
 * A set with these rules, all else off, and tests: what is given, and what is expected.
 * @param declarations of layout `tiny` and of what the rules read.
 */
export function programText(
  declarations: string,
  rules: readonly string[],
  tests: readonly string[],
): string {
  const body = rules.map((rule) => `  ${rule}\n`).join("");
  const blocks = tests.map((each, index) => `test "${index}" { ${each} }\n`).join("");
  return `${declarations}caps vcpu: tiny {\n  default = none\n${body}}\n${blocks}`;
}
