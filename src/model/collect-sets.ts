/** Finds the capability sets of a program: which blocks belong to each, its layout, and what it extends. */

import { nearestName } from "../base/nearest-name.ts";
import type { Span } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { nameClash, unknownName } from "../diagnostics/names.ts";
import {
  declarationCycle,
  layoutOfFileUnclear,
  layoutStated,
  ruleOutsideSet,
} from "../diagnostics/rules.ts";
import type { CapsBlock, RuleStatement, Statement } from "../../grammar/syntax-tree.ts";
import { PRELUDE } from "../names/bundled.ts";
import type { LoadedFile } from "../names/load.ts";
import {
  declare,
  declaredSpan,
  findLayout,
  kindWords,
  type Declared,
  type Namespace,
} from "./declarations.ts";
import type { Layout } from "./layout.ts";
import type { BitGovernance, CapabilitySet } from "./model.ts";
import type { SetScope } from "./scope.ts";

/** A capability set of which all is known but what governs its bits. */
export interface SetDraft {
  readonly scope: SetScope;
  /** The set's own `bits`, to be filled in. */
  readonly bits: BitGovernance[];
  readonly base: SetDraft | undefined;
  /** Its own statements, without those of its base. */
  readonly statements: readonly RuleStatement[];
  /** The prelude's, which give way to its own. */
  readonly fallback: readonly RuleStatement[];
}

/** All blocks of one set, in order. */
interface SetSource {
  readonly name: string;
  readonly span: Span;
  readonly blocks: readonly { readonly block: CapsBlock; readonly file: LoadedFile }[];
  /** The file that is the set, where there is no block. */
  readonly implicit: LoadedFile | undefined;
}

/** Declares the sets, too. In order of declaration. */
export function collectSets(
  files: readonly LoadedFile[],
  namespace: Namespace,
): readonly SetDraft[] {
  const collector = new Collector(files, namespace);
  for (const source of collector.sources.values()) collector.draft(source, []);
  return [...collector.sources.keys()].flatMap((name) => collector.drafts.get(name) ?? []);
}

/** The state of a walk from each set to its base. */
class Collector {
  readonly sources: ReadonlyMap<string, SetSource>;
  readonly drafts = new Map<string, SetDraft>();
  readonly #files: readonly LoadedFile[];
  readonly #namespace: Namespace;

  constructor(files: readonly LoadedFile[], namespace: Namespace) {
    this.#files = files;
    this.#namespace = namespace;
    this.sources = groupBlocks(files);
    this.#reportStrayRules();
  }

  draft(source: SetSource, path: readonly string[]): SetDraft | undefined {
    const known = this.drafts.get(source.name);
    if (known !== undefined) return known;
    const stated = this.#statedBlock(source);
    const base = stated?.block.base;
    const baseDraft =
      base === undefined ? undefined : this.#base(base.text, base.span, path, source);
    const layout = baseDraft?.scope.set.layout ?? this.#layout(source, stated);
    if (layout === undefined) return undefined;

    const draft = this.#build(source, layout, baseDraft, stated?.block.description?.value);
    this.drafts.set(source.name, draft);
    const file = stated?.file ?? source.implicit;
    if (file !== undefined) declare(this.#namespace, source.name, file, draft.scope.set);
    this.#checkLocals(draft.scope);
    return draft;
  }

  #base(
    name: string,
    span: Span,
    path: readonly string[],
    source: SetSource,
  ): SetDraft | undefined {
    const from = [...path, source.name];
    if (from.includes(name)) {
      const kind = "capability set";
      const cycle = [...from.slice(from.indexOf(name)), name].join(" → ");
      this.#namespace.diagnostics.push(report(declarationCycle, span, { kind, path: cycle }));
      return undefined;
    }
    const base = this.sources.get(name);
    if (base !== undefined) return this.draft(base, from);
    const nearest = nearestName(name, this.sources.keys());
    this.#namespace.diagnostics.push(
      report(unknownName, span, { name, expected: "capability set", nearest }),
    );
    return undefined;
  }

  /** The block that states the layout or the base; the others only re-open the set. */
  #statedBlock(source: SetSource): SetSource["blocks"][number] | undefined {
    const [first, ...others] = source.blocks.filter(
      ({ block }) => block.layout !== undefined || block.base !== undefined,
    );
    for (const { block } of others) {
      this.#namespace.diagnostics.push(
        report(
          layoutStated,
          block.name.span,
          { set: source.name },
          {
            related: [
              { span: first?.block.name.span ?? source.span, label: "the layout is stated here" },
            ],
          },
        ),
      );
    }
    return first;
  }

  #layout(source: SetSource, stated: SetSource["blocks"][number] | undefined): Layout | undefined {
    if (source.implicit !== undefined) return this.#implicitLayout(source, source.implicit);
    if (stated?.block.layout !== undefined) {
      return findLayout(this.#namespace, stated.block.layout, stated.file);
    }
    const isBroken = source.blocks.some(({ file }) => file.tree.brokenNames.has(source.name));
    if (stated === undefined && !isBroken) {
      const nearest = nearestName(
        source.name,
        [...this.sources.keys()].filter((name) => name !== source.name),
      );
      this.#namespace.diagnostics.push(
        report(unknownName, source.span, {
          name: source.name,
          expected: "capability set with a layout",
          nearest,
        }),
      );
    }
    return undefined;
  }

  /** The one layout that the inputs have which the file or what it uses declares, else the prelude's. */
  #implicitLayout(source: SetSource, file: LoadedFile): Layout | undefined {
    const reachable = usedFiles(file, this.#files);
    const own = this.#inputLayouts((span) => reachable.has(span.source.name));
    const layouts =
      own.length > 0 ? own : this.#inputLayouts((span) => span.source.name === PRELUDE);
    const [layout] = layouts;
    if (layout !== undefined && layouts.length === 1) return layout;
    const names = layouts.map(({ name }) => name);
    this.#namespace.diagnostics.push(
      report(layoutOfFileUnclear, source.span, { set: source.name, layouts: names }),
    );
    return undefined;
  }

  #inputLayouts(isWanted: (span: Span) => boolean): readonly Layout[] {
    const layouts = new Set<Layout>();
    for (const declared of this.#namespace.names.values()) {
      if (declared.kind === "input" && isWanted(declared.span)) layouts.add(declared.layout);
    }
    return [...layouts];
  }

  #build(
    source: SetSource,
    layout: Layout,
    base: SetDraft | undefined,
    description: string | undefined,
  ): SetDraft {
    const bits: BitGovernance[] = [];
    const files = source.blocks.map(({ file }) => file.name);
    const set: CapabilitySet = {
      kind: "caps",
      name: source.name,
      layout,
      description,
      bits,
      files: [...new Set(source.implicit === undefined ? files : [source.implicit.name])],
      span: source.span,
    };
    const statements =
      source.implicit === undefined
        ? source.blocks.flatMap(({ block }) => block.statements)
        : source.implicit.tree.statements.filter(isRuleStatement);
    const locals =
      source.implicit === undefined ? this.#locals(source) : new Map<string, Declared>();
    return {
      scope: { set, locals, base: base?.scope, classBodies: new Map(), lists: new Map() },
      bits,
      base,
      statements,
      fallback: source.implicit === undefined ? [] : this.#preludeStatements(),
    };
  }

  #locals(source: SetSource): ReadonlyMap<string, Declared> {
    const locals = new Map<string, Declared>();
    for (const { block, file } of source.blocks) {
      for (const statement of block.statements) {
        if (statement.kind !== "class" && statement.kind !== "set") continue;
        const { text } = statement.name;
        const declared: Declared =
          statement.kind === "class"
            ? { kind: "class", declaration: statement, file }
            : { kind: "set", declaration: statement, file };
        const other = locals.get(text);
        if (other === undefined) locals.set(text, declared);
        else this.#reportClash(text, declared, other);
      }
    }
    return locals;
  }

  /** A local name may not repeat one of a base or of the program. */
  #checkLocals(scope: SetScope): void {
    for (const [name, local] of scope.locals) {
      const outer = outerName(this.#namespace, scope.base, name);
      if (outer !== undefined) this.#reportClash(name, local, outer);
    }
  }

  #reportClash(name: string, second: Declared, first: Declared): void {
    this.#namespace.diagnostics.push(
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

  #preludeStatements(): readonly RuleStatement[] {
    const prelude = this.#files.find(({ name }) => name === PRELUDE);
    return prelude?.tree.statements.filter(isRuleStatement) ?? [];
  }

  #reportStrayRules(): void {
    for (const file of this.#files) {
      if (file.isImplicitSet || file.name === PRELUDE) continue;
      for (const statement of file.tree.statements) {
        if (isRuleStatement(statement) && !DECLARED_ANYWHERE.has(statement.kind)) {
          this.#namespace.diagnostics.push(report(ruleOutsideSet, statement.span, {}));
        }
      }
    }
  }
}

const DECLARED_ANYWHERE: ReadonlySet<Statement["kind"]> = new Set(["class", "set", "assert"]);

const NOT_RULES: ReadonlySet<Statement["kind"]> = new Set([
  "use",
  "layout",
  "input",
  "flag",
  "enum",
  "assume",
  "caps",
  "test",
]);

export function isRuleStatement(statement: Statement): statement is RuleStatement {
  return !NOT_RULES.has(statement.kind);
}

function outerName(
  namespace: Namespace,
  base: SetScope | undefined,
  name: string,
): Declared | undefined {
  for (let set = base; set !== undefined; set = set.base) {
    const local = set.locals.get(name);
    if (local !== undefined) return local;
  }
  const declared = namespace.names.get(name);
  return declared !== undefined && declaredSpan(declared).source.name === PRELUDE
    ? undefined
    : declared;
}

function groupBlocks(files: readonly LoadedFile[]): ReadonlyMap<string, SetSource> {
  const sources = new Map<string, SetSource>();
  for (const file of files) {
    if (file.isImplicitSet) {
      const name = setNameOf(file.name);
      const span = { source: file.tree.source, start: 0, end: 0 };
      sources.set(name, { name, span, blocks: [], implicit: file });
    }
    for (const block of file.tree.statements) {
      if (block.kind !== "caps") continue;
      const name = block.name.text;
      const known = sources.get(name);
      sources.set(name, {
        name,
        span: known?.span ?? block.name.span,
        blocks: [...(known?.blocks ?? []), { block, file }],
        implicit: known?.implicit,
      });
    }
  }
  return sources;
}

/** The name of the set that a file without `caps` blocks is: the file's, made a name. */
export function setNameOf(fileName: string): string {
  const base = fileName.slice(fileName.lastIndexOf("/") + 1).replace(/\.rules$/, "");
  const name = base.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  return /[A-Za-z]/.test(name) ? name : `policy_${name}`;
}

function usedFiles(file: LoadedFile, files: readonly LoadedFile[]): ReadonlySet<string> {
  const names = new Set([file.name]);
  for (const name of names) {
    for (const used of files.find((each) => each.name === name)?.uses ?? []) names.add(used);
  }
  return names;
}
