/**
 * Loads the files of a program: the root files, the files that they `use`, and the prelude if an
 * implicit set inherits it.
 */

import type { Span } from "../base/span.ts";
import { nearestName } from "../base/nearest-name.ts";
import { unreachable } from "../base/unreachable.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  fileIsDirectory,
  fileMissing,
  fileNotUtf8,
  fileOutsideRoot,
  fileTooLarge,
  fileUnreadable,
  unknownBundledFile,
  useCycle,
} from "../diagnostics/files.ts";
import { parse } from "../../grammar/parse.ts";
import type { Statement, SyntaxTree } from "../../grammar/syntax-tree.ts";
import { BUNDLED_PREFIX, bundledNames, bundledTree, PRELUDE } from "./bundled.ts";
import type { ParseFile } from "./parse-file.ts";
import { joinPath, type FileContent, type ReadFile } from "./read-file.ts";

export interface LoadedFile {
  readonly name: string;
  readonly tree: SyntaxTree;
  /** Names of the files that this one uses directly. */
  readonly uses: readonly string[];
  /** True if the user named the file. */
  readonly isRoot: boolean;
  readonly isBundled: boolean;
  /** True if the file has rules but no `caps` block, so that it is one capability set. */
  readonly isImplicitSet: boolean;
  /**
   * True for an implicit set that inherits the prelude, because the file declares no input or set,
   * or uses the prelude.
   */
  readonly takesPrelude: boolean;
}

/** A file before the prelude is considered, which needs all files. */
type UnservedFile = Omit<LoadedFile, "takesPrelude">;

export interface LoadedProgram {
  /** Each file follows those that it uses. The prelude is first, if it is used. */
  readonly files: readonly LoadedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export function load(
  roots: readonly string[],
  readFile: ReadFile,
  parseFile: ParseFile = parse,
): LoadedProgram {
  const loader = new Loader(new Set(roots), readFile, parseFile);
  for (const root of roots) loader.visit(root, undefined);
  const served = filesServedByPrelude(loader.files);
  if (served.size > 0) loader.visit(PRELUDE, undefined);
  const files = loader.files.map((file) => ({ ...file, takesPrelude: served.has(file.name) }));
  return { files: preludeFirst(files), diagnostics: loader.diagnostics };
}

/** The state of one walk over the `use` graph. */
class Loader {
  readonly files: UnservedFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #roots: ReadonlySet<string>;
  readonly #readFile: ReadFile;
  readonly #parseFile: ParseFile;
  readonly #visited = new Set<string>();
  readonly #contents = new Map<string, FileContent>();
  readonly #path: string[] = [];

  constructor(roots: ReadonlySet<string>, readFile: ReadFile, parseFile: ParseFile) {
    this.#roots = roots;
    this.#readFile = readFile;
    this.#parseFile = parseFile;
  }

  /** @returns the name by which the file is known. */
  visit(path: string, usedAt: Span | undefined): string {
    const name = this.#nameOf(path);
    if (this.#path.includes(name)) {
      const cycle = [...this.#path.slice(this.#path.indexOf(name)), name].join(" → ");
      this.diagnostics.push(report(useCycle, usedAt, { path: cycle }));
      return name;
    }
    if (this.#visited.has(name)) return name;
    this.#visited.add(name);

    const tree = this.#readTree(name, usedAt);
    if (tree === undefined) return name;

    this.#path.push(name);
    const uses: string[] = [];
    for (const statement of tree.statements) {
      if (statement.kind !== "use") continue;
      const used = usedName(name, statement.path.value);
      uses.push(this.visit(used, statement.path.span));
    }
    this.#path.pop();
    this.files.push({
      name,
      tree,
      uses,
      isRoot: this.#roots.has(name),
      isBundled: name.startsWith(BUNDLED_PREFIX),
      isImplicitSet: isImplicitSet(tree.statements) && name !== PRELUDE,
    });
    return name;
  }

  #nameOf(path: string): string {
    if (path.startsWith(BUNDLED_PREFIX)) return path;
    const content = this.#contentOf(path);
    return content.kind === "text" ? (content.name ?? path) : path;
  }

  #contentOf(path: string): FileContent {
    const content = this.#contents.get(path) ?? this.#readFile(path);
    this.#contents.set(path, content);
    return content;
  }

  #readTree(name: string, usedAt: Span | undefined): SyntaxTree | undefined {
    if (name.startsWith(BUNDLED_PREFIX)) {
      const tree = bundledTree(name);
      if (tree === undefined) this.diagnostics.push(unknownBundled(name, usedAt));
      return tree;
    }
    const content = this.#contentOf(name);
    if (content.kind !== "text") {
      this.diagnostics.push(fileProblem(name, content, usedAt));
      return undefined;
    }
    const { tree, diagnostics } = this.#parseFile({ name, text: content.text });
    this.diagnostics.push(...diagnostics);
    return tree;
  }
}

function unknownBundled(fullName: string, usedAt: Span | undefined): Diagnostic {
  const shorten = (name: string): string => name.slice(BUNDLED_PREFIX.length);
  const name = shorten(fullName);
  const nearest = (): string | undefined => nearestName(name, bundledNames.map(shorten));
  return report(unknownBundledFile, usedAt, { name, nearest });
}

/** The diagnostic for a file that could not be read. @param usedAt undefined for one that the user named. */
export function fileProblem(
  name: string,
  content: Exclude<FileContent, { kind: "text" }>,
  usedAt: Span | undefined,
): Diagnostic {
  switch (content.kind) {
    case "missing":
      return report(fileMissing, usedAt, {
        name,
        isUsed: usedAt !== undefined,
        bundled: bundledNamesake(name),
      });
    case "directory":
      return report(fileIsDirectory, usedAt, { name });
    case "outside":
      return report(fileOutsideRoot, usedAt, { name });
    case "not-utf8":
      return report(fileNotUtf8, usedAt, { name, offset: content.offset });
    case "too-large":
      return report(fileTooLarge, usedAt, {
        name,
        megabytes: Math.ceil(content.size / 1e6),
        limit: Math.round(content.limit / 1e6),
      });
    case "unreadable":
      return report(fileUnreadable, usedAt, { name, reason: content.reason });
    default:
      return unreachable(content);
  }
}

/** `caprules:x86.rules` for `caprules/x86.rules`, or any other file of that name. */
function bundledNamesake(name: string): string | undefined {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return bundledNames.find((each) => each === `${BUNDLED_PREFIX}${base}`);
}

function usedName(fromFile: string, path: string): string {
  if (path.startsWith(BUNDLED_PREFIX)) return path;
  return joinPath(fromFile, path);
}

/** Rules outside of `caps` blocks make a file without such a block a capability set. */
function isImplicitSet(statements: readonly Statement[]): boolean {
  if (statements.some(({ kind }) => kind === "caps")) return false;
  return statements.some((statement) => GOVERNING.has(statement.kind));
}

/**
 * The statements that make a file without a `caps` block a capability set. Classes and sets alone
 * may be meant for other files.
 */
const GOVERNING: ReadonlySet<Statement["kind"]> = new Set([
  "default",
  "unnamed",
  "apply",
  "rule",
  "also",
  "requires",
  "when",
]);

function filesServedByPrelude(files: readonly UnservedFile[]): ReadonlySet<string> {
  const byName = new Map(files.map((file) => [file.name, file]));
  const isServed = (file: UnservedFile): boolean => {
    const closure = usedClosure(file, byName);
    return (
      closure.some(({ name }) => name === PRELUDE) ||
      !closure.some(({ tree }) => declaresBitmap(tree))
    );
  };
  return new Set(
    files.filter((each) => each.isImplicitSet && isServed(each)).map(({ name }) => name),
  );
}

function declaresBitmap({ statements }: SyntaxTree): boolean {
  return statements.some(({ kind }) => kind === "input" || kind === "caps");
}

function usedClosure(
  file: UnservedFile,
  byName: ReadonlyMap<string, UnservedFile>,
): readonly UnservedFile[] {
  const closure = new Set<UnservedFile>([file]);
  for (const each of closure) {
    for (const name of each.uses) {
      const used = byName.get(name);
      if (used !== undefined) closure.add(used);
    }
  }
  return [...closure];
}

function preludeFirst(files: readonly LoadedFile[]): readonly LoadedFile[] {
  const isPrelude = (file: LoadedFile): boolean => file.name === PRELUDE;
  const prelude = files.find(isPrelude);
  if (prelude === undefined) return files;
  const belongs = new Set([prelude.name, ...prelude.uses]);
  return [
    ...files.filter(({ name }) => belongs.has(name)),
    ...files.filter(({ name }) => !belongs.has(name)),
  ];
}
