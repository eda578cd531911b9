/** The text of an emitted module as its top-level declarations. */

import type { ts } from "ts-morph";
import { CannotFollow } from "./cannot-follow.ts";
import type { TypeScript } from "./evaluate.ts";

export interface EmittedModule {
  readonly source: ts.SourceFile;
  readonly functions: ReadonlyMap<string, ts.FunctionDeclaration>;
  /** Constants whose initializer is one number. */
  readonly constants: ReadonlyMap<string, number>;
  /** The initializer of every constant. */
  readonly initializers: ReadonlyMap<string, ts.Expression>;
  readonly interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>;
  /** Names of all declarations but type aliases, which do not exist at run time. */
  readonly names: ReadonlySet<string>;
  /** Names of exported constants and functions. */
  readonly exported: ReadonlySet<string>;
}

/** Not checked for syntax errors: a caller asks `syntaxErrors`. */
export function parseModule(ts: TypeScript, text: string): ts.SourceFile {
  return ts.createSourceFile("emitted.ts", text, {
    languageVersion: ts.ScriptTarget.ES2023,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
}

/** Messages of the parser; the property is there on every source file, but is not in its type. */
export function syntaxErrors(ts: TypeScript, source: ts.SourceFile): readonly string[] {
  if (!("parseDiagnostics" in source) || !Array.isArray(source.parseDiagnostics)) {
    return ["the parser keeps no list of its errors"];
  }
  const diagnostics: readonly ts.Diagnostic[] = source.parseDiagnostics;
  return diagnostics.map(({ start, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start ?? 0);
    return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

/** @throws CannotFollow for anything but declarations, and for a name that is declared twice. */
export function indexModule(ts: TypeScript, source: ts.SourceFile): EmittedModule {
  const functions = new Map<string, ts.FunctionDeclaration>();
  const constants = new Map<string, number>();
  const initializers = new Map<string, ts.Expression>();
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  const names = new Set<string>();
  const exported = new Set<string>();

  const declare = (name: ts.Node | undefined, statement: Declaration): string => {
    if (name === undefined || !ts.isIdentifier(name)) throw new CannotFollow(statement);
    if (names.has(name.text)) throw new CannotFollow(name, "the name is declared twice");
    names.add(name.text);
    if (isExported(ts, statement)) exported.add(name.text);
    return name.text;
  };
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      functions.set(declare(statement.name, statement), statement);
    } else if (ts.isClassDeclaration(statement)) {
      declare(statement.name, statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of constantDeclarations(ts, statement)) {
        if (initializer === undefined) throw new CannotFollow(statement);
        const text = declare(name, statement);
        initializers.set(text, initializer);
        if (ts.isNumericLiteral(initializer)) constants.set(text, Number(initializer.text));
      }
    } else if (ts.isInterfaceDeclaration(statement)) {
      interfaces.set(declare(statement.name, statement), statement);
    } else if (!ts.isTypeAliasDeclaration(statement)) {
      throw new CannotFollow(statement);
    }
  }
  return { source, functions, constants, initializers, interfaces, names, exported };
}

type Declaration =
  ts.FunctionDeclaration | ts.ClassDeclaration | ts.VariableStatement | ts.InterfaceDeclaration;

function isExported(ts: TypeScript, { modifiers }: Declaration): boolean {
  return (modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function constantDeclarations(
  ts: TypeScript,
  { declarationList }: ts.VariableStatement,
): readonly ts.VariableDeclaration[] {
  if (!declaresWith(ts, declarationList, ts.NodeFlags.Const))
    throw new CannotFollow(declarationList);
  return declarationList.declarations;
}

/** True if the declaration is `const` or `let`, as `flag` demands. */
export function declaresWith(
  ts: TypeScript,
  list: ts.VariableDeclarationList,
  flag: ts.NodeFlags,
): boolean {
  const declared: ts.NodeFlags = list.flags & ts.NodeFlags.BlockScoped;
  return declared === flag;
}
