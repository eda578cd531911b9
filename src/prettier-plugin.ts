/**
 * The plugin `caprules/prettier`: prettier lays rule files out as `caprules fmt` does.
 *
 * Comments are placed by the documents themselves, so prettier sees none. It keeps a byte order mark, and ends lines as its
 * option `endOfLine` says.
 */

import type { Parser, Plugin, Printer, SupportLanguage } from "prettier";

import { DEFAULT_FORMAT, documentOf } from "../grammar/format/format-file.ts";
import { parse } from "../grammar/parse.ts";
import type { SyntaxTree } from "../grammar/syntax-tree.ts";
import { positionAt } from "./base/source-text.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";

/** Wraps the tree, because prettier would use its field `comments`. */
interface File {
  readonly tree: SyntaxTree;
}

/** Prettier needs one name for both the language's parser and the format of its trees. */
const NAME = "caprules";

export const languages: SupportLanguage[] = [
  { name: "caprules", parsers: [NAME], extensions: [".rules"], vscodeLanguageIds: ["caprules"] },
];

const parser: Parser<File> = {
  astFormat: NAME,
  parse: (text) => {
    const { tree, diagnostics } = parse({ name: "<stdin>", text });
    const [first] = diagnostics;
    if (first !== undefined) throw syntaxError(first);
    return { tree };
  },
  locStart: () => 0,
  locEnd: ({ tree }) => tree.source.text.length,
};

const printer: Printer<File> = {
  getVisitorKeys: () => [],
  print: ({ node }, { printWidth, tabWidth }) =>
    documentOf(node.tree, { width: printWidth, step: tabWidth }),
};

export const parsers: Plugin["parsers"] = { [NAME]: parser };

export const printers: Plugin["printers"] = { [NAME]: printer };

export const defaultOptions: Plugin["defaultOptions"] = {
  printWidth: DEFAULT_FORMAT.width,
  tabWidth: DEFAULT_FORMAT.step,
};

/** Prettier shows the place of an error that has one in this form. */
function syntaxError({ code, message, span }: Diagnostic): SyntaxError {
  const error = new SyntaxError(`${code}: ${message}`);
  if (span === undefined) return error;
  const { source, start, end } = span;
  return Object.assign(error, {
    loc: { start: positionAt(source, start), end: positionAt(source, end) },
  });
}
