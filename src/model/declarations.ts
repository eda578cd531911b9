/** Collects the declarations of a program by name. Expressions are not resolved yet. */

import type { Span } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { nameClash, unknownName } from "../diagnostics/names.ts";
import { nearestName } from "../base/nearest-name.ts";
import type {
  ClassDeclaration,
  EnumDeclaration,
  Identifier,
  InputDeclaration,
  SetDeclaration,
} from "../../grammar/syntax-tree.ts";
import { BUNDLED_PREFIX, bundledNames, PRELUDE } from "../names/bundled.ts";
import type { LoadedFile } from "../names/load.ts";
import { buildLayout, distinctValues } from "./build-layout.ts";
import type { Layout } from "./layout.ts";
import type { CapabilitySet, Enumeration, Flag, Input } from "./model.ts";

/** A declaration in the shared namespace. */
export type Declared =
  | Input
  | Flag
  | Enumeration
  | CapabilitySet
  | { readonly kind: "class"; readonly declaration: ClassDeclaration; readonly file: LoadedFile }
  | { readonly kind: "set"; readonly declaration: SetDeclaration; readonly file: LoadedFile };

export interface Namespace {
  readonly layouts: Map<string, Layout>;
  readonly names: Map<string, Declared>;
  readonly diagnostics: Diagnostic[];
  /**
   * Enumerations of inputs that some expression compares. The others are not part of the program.
   */
  readonly comparedEnums: Set<Enumeration>;
  /**
   * Names that stand in text which could not be parsed, or whose declaration has an error. Uses of
   * them are not reported again.
   */
  readonly brokenNames: Set<string>;
}

const KIND_WORDS: Readonly<Record<Declared["kind"], string>> = {
  input: "an input",
  flag: "a flag",
  enum: "an enum",
  caps: "a capability set",
  class: "a class",
  set: "a set",
};

export function kindWords(declared: Declared): string {
  return KIND_WORDS[declared.kind];
}

export function declaredSpan(declared: Declared): Span {
  return "declaration" in declared ? declared.declaration.name.span : declared.span;
}

/** Declares everything but capability sets, whose layouts and bases need all other names first. */
export function collectDeclarations(files: readonly LoadedFile[]): Namespace {
  const namespace: Namespace = {
    layouts: new Map(),
    names: new Map(),
    diagnostics: [],
    comparedEnums: new Set(),
    brokenNames: new Set(files.flatMap(({ tree }) => [...tree.brokenNames])),
  };
  for (const file of files) collectLayouts(file, namespace);
  for (const file of userFirst(files)) {
    for (const statement of file.tree.statements) {
      switch (statement.kind) {
        case "input":
          declareInput(namespace, statement, file);
          break;
        case "flag": {
          const { name, description } = statement;
          declare(namespace, name.text, file, {
            kind: "flag",
            name: name.text,
            description: description?.value,
            span: name.span,
          });
          break;
        }
        case "enum":
          declare(namespace, statement.name.text, file, buildEnumeration(namespace, statement));
          break;
        case "class":
          declare(namespace, statement.name.text, file, {
            kind: "class",
            declaration: statement,
            file,
          });
          break;
        case "set":
          declare(namespace, statement.name.text, file, {
            kind: "set",
            declaration: statement,
            file,
          });
          break;
        default:
          break;
      }
    }
  }
  return namespace;
}

/** Adds a name, or reports a clash; the prelude's names give way silently. */
export function declare(
  namespace: Namespace,
  name: string,
  file: LoadedFile,
  declared: Declared,
): void {
  const other = namespace.names.get(name);
  // A set may have the name of a prelude class, but not of `host` or `guest`: its default reads them.
  const givesWay =
    other?.kind === "class" && other.file.name === PRELUDE && declared.kind === "caps";
  if (other === undefined || givesWay) {
    namespace.names.set(name, declared);
  } else if (file.name !== PRELUDE) {
    reportClash(namespace, name, declared, other);
  }
}

function reportClash(namespace: Namespace, name: string, second: Declared, first: Declared): void {
  namespace.diagnostics.push(
    report(
      nameClash,
      declaredSpan(second),
      { name, kind: kindWords(second) },
      {
        related: [{ span: declaredSpan(first), label: `the other is ${kindWords(first)}` }],
      },
    ),
  );
}

/** Moves the prelude to the end, so that a user's declaration wins over the prelude's. */
function userFirst(files: readonly LoadedFile[]): readonly LoadedFile[] {
  const isPrelude = (file: LoadedFile): boolean => file.name === PRELUDE;
  return [...files.filter((file) => !isPrelude(file)), ...files.filter(isPrelude)];
}

function collectLayouts(file: LoadedFile, namespace: Namespace): void {
  for (const statement of file.tree.statements) {
    if (statement.kind !== "layout") continue;
    const { layout, diagnostics } = buildLayout(statement);
    namespace.diagnostics.push(...diagnostics);
    const other = namespace.layouts.get(layout.name);
    if (other === undefined) namespace.layouts.set(layout.name, layout);
    else {
      namespace.diagnostics.push(
        report(
          nameClash,
          layout.span,
          { name: layout.name, kind: "a layout" },
          {
            related: [{ span: other.span, label: "the other layout" }],
          },
        ),
      );
    }
  }
}

function declareInput(namespace: Namespace, statement: InputDeclaration, file: LoadedFile): void {
  const layout = findLayout(namespace, statement.layout);
  if (layout === undefined) {
    namespace.brokenNames.add(statement.name.text);
    return;
  }
  declare(namespace, statement.name.text, file, {
    kind: "input",
    name: statement.name.text,
    layout,
    enums: layout.enums.map((each) => ({
      ...each,
      kind: "enum",
      name: `${statement.name.text}.${each.name}`,
    })),
    description: statement.description?.value,
    span: statement.name.span,
  });
}

/** The layout of that name. An unknown name is reported at the first place only. */
export function findLayout(namespace: Namespace, { text, span }: Identifier): Layout | undefined {
  const layout = namespace.layouts.get(text);
  if (layout === undefined && !namespace.brokenNames.has(text)) {
    namespace.brokenNames.add(text);
    const nearest = (): string | undefined => nearestName(text, namespace.layouts.keys());
    const bundled = `${BUNDLED_PREFIX}${text}.rules`;
    const remedy = bundledNames.includes(bundled) ? `write \`use "${bundled}"\`` : undefined;
    const names = { name: text, expected: "layout", nearest, remedy };
    namespace.diagnostics.push(report(unknownName, span, names));
  }
  return layout;
}

function buildEnumeration(namespace: Namespace, statement: EnumDeclaration): Enumeration {
  const { values, diagnostics } = distinctValues(statement);
  namespace.diagnostics.push(...diagnostics);
  return {
    kind: "enum",
    name: statement.name.text,
    values,
    description: statement.description?.value,
    span: statement.name.span,
  };
}
