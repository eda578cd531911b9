/** Finds the capability sets of a program: which blocks belong to each, its layout, and what it extends. */

import { nearestName } from "../base/nearest-name.ts";
import type { Span } from "../base/span.ts";
import { definitely } from "../base/unreachable.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { nameClash, unknownName } from "../diagnostics/names.ts";
import {
  declarationCycle,
  layoutOfFileUnclear,
  layoutStated,
  ruleOutsideSet,
} from "../diagnostics/rules.ts";
import { roleOfAddition } from "../diagnostics/proofs.ts";
import type { CapsBlock, RuleStatement, Statement } from "../../grammar/syntax-tree.ts";
import { keywordTokens } from "../../grammar/tokens.ts";
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
import type { CapabilitySet, SetGovernance } from "./model.ts";
import type { SetScope } from "./scope.ts";

/** A capability set whose rules are not resolved yet. */
export interface SetDraft {
  readonly scope: SetScope;
  /** Sets the governance of the set's bits. */
  readonly fill: (governance: SetGovernance) => void;
  readonly base: SetDraft | undefined;
  /** The set's own statements, block by block, without those of its base. */
  readonly blocks: readonly RuleBlock[];
  /** The prelude's statements; the set's own statements replace them. */
  readonly fallback: RuleBlock;
}

/** A `caps` block, or the top-level rules of a file that is one set. */
export interface RuleBlock {
  readonly statements: readonly RuleStatement[];
  /** The reason of rules in the block that have no other. */
  readonly because: string | undefined;
  /** True if another block states the set's layout or base. */
  readonly isAddition: boolean;
}

/** The blocks and the file that state one set. */
interface SetSource {
  readonly name: string;
  readonly span: Span;
  /** The file that is the set, if there is one, before the blocks that re-open it. */
  readonly parts: readonly SetPart[];
}

interface SetPart {
  readonly file: LoadedFile;
  /** Absent if the whole file is the set. */
  readonly block: CapsBlock | undefined;
}

/** Collects the sets in order of declaration, and declares their names in the namespace. */
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
  /** Undefined for a set whose layout is unknown. */
  readonly drafts = new Map<string, SetDraft | undefined>();
  readonly #files: readonly LoadedFile[];
  readonly #namespace: Namespace;

  constructor(files: readonly LoadedFile[], namespace: Namespace) {
    this.#files = files;
    this.#namespace = namespace;
    this.sources = groupParts(files);
    this.#reportStrayRules();
  }

  draft(source: SetSource, path: readonly string[]): SetDraft | undefined {
    if (this.drafts.has(source.name)) return this.drafts.get(source.name);
    const stated = this.#statedPart(source);
    this.#rejectAddedRoles(source);
    const base = stated?.block?.base;
    const baseDraft =
      base === undefined ? undefined : this.#base(base.text, base.span, path, source);
    const layout = baseDraft?.scope.set.layout ?? this.#layout(source, stated);
    if (layout === undefined) {
      this.drafts.set(source.name, undefined);
      this.#namespace.brokenNames.add(source.name);
      return undefined;
    }
    const draft = this.#build(source, layout, baseDraft, stated?.block);
    this.drafts.set(source.name, draft);
    if (stated !== undefined) {
      declare(this.#namespace, source.name, stated.file, draft.scope.set);
    }
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
    const others = [...this.sources.keys()].filter((each) => each !== source.name);
    const nearest = (): string | undefined => nearestName(name, others);
    this.#namespace.diagnostics.push(
      report(unknownName, span, { name, expected: "capability set", nearest }),
    );
    return undefined;
  }

  /**
   * The part that states the layout or base, or takes the layout from its file. All other parts
   * re-open the set.
   */
  #statedPart({ name, span, parts }: SetSource): SetPart | undefined {
    const [first, ...others] = parts.filter(
      ({ block }) => block === undefined || block.layout !== undefined || block.base !== undefined,
    );
    const firstSpan = first?.block?.name.span ?? span;
    for (const { block, file } of others) {
      this.#namespace.diagnostics.push(
        block === undefined
          ? report(
              nameClash,
              { source: file.tree.source, start: 0, end: 0 },
              { name, kind: "a capability set" },
              { related: [{ span: firstSpan, label: "the other is a capability set" }] },
            )
          : report(
              layoutStated,
              block.name.span,
              { set: name },
              { related: [{ span: firstSpan, label: "the layout is stated here" }] },
            ),
      );
    }
    return first;
  }

  /** Reports a role that is stated in a block which re-opens the set. */
  #rejectAddedRoles({ name, parts }: SetSource): void {
    for (const { block } of parts) {
      if (block?.role === undefined || !isAddition(block)) continue;
      const role = block.role.value;
      this.#namespace.diagnostics.push(
        report(roleOfAddition, block.role.span, { set: name, role }),
      );
    }
  }

  #layout(source: SetSource, stated: SetPart | undefined): Layout | undefined {
    if (stated !== undefined) {
      const layout = stated.block?.layout;
      if (stated.block === undefined) return this.#implicitLayout(source, stated.file);
      return layout && findLayout(this.#namespace, layout);
    }
    if (this.#namespace.brokenNames.has(source.name)) return undefined;
    const others = [...this.sources.keys()].filter((name) => name !== source.name);
    this.#namespace.diagnostics.push(
      report(unknownName, source.span, {
        name: source.name,
        expected: "capability set with a layout",
        nearest: () => nearestName(source.name, others),
      }),
    );
    return undefined;
  }

  /**
   * The layout that all inputs of the file have, including inputs of used files and of the prelude.
   */
  #implicitLayout(source: SetSource, file: LoadedFile): Layout | undefined {
    const reachable = usedFiles(file, this.#files);
    const layouts = this.#inputLayouts(
      ({ source: { name } }) => reachable.has(name) || (file.takesPrelude && name === PRELUDE),
    );
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
    stated: CapsBlock | undefined,
  ): SetDraft {
    let governance: SetGovernance | undefined;
    const governed = (): SetGovernance => definitely(governance, "a set that nothing governs yet");
    const set: CapabilitySet = {
      kind: "caps",
      name: source.name,
      layout,
      role: stated?.role?.value ?? base?.scope.set.role ?? "exposed",
      roleSpan: stated?.role?.span ?? stated?.name.span ?? source.span,
      description: stated?.description?.value,
      get bits() {
        return governed().bits();
      },
      get inheritance() {
        return governed().inheritance;
      },
      files: [...new Set(source.parts.map(({ file }) => file.name))],
      span: source.span,
    };
    const takesPrelude = source.parts.some(
      ({ block, file }) => block === undefined && file.takesPrelude,
    );
    return {
      scope: {
        set,
        locals: this.#locals(source),
        base: base?.scope.locals.size === 0 ? base.scope.base : base?.scope,
        classBodies: new Map(),
        lists: new Map(),
        rules: new Map(),
      },
      fill: (made) => {
        governance = made;
      },
      base,
      blocks: source.parts.map(({ block, file }) => ({
        statements: block?.statements ?? file.tree.statements.filter(isRuleStatement),
        because: block?.because?.value,
        isAddition: isAddition(block),
      })),
      fallback: {
        statements: takesPrelude ? this.#preludeStatements() : [],
        because: undefined,
        isAddition: false,
      },
    };
  }

  /**
   * Declarations inside `caps` blocks. Top-level declarations belong to the program, even in a file
   * that is a set.
   */
  #locals(source: SetSource): ReadonlyMap<string, Declared> {
    const locals = new Map<string, Declared>();
    for (const { block, file } of source.parts) {
      for (const statement of block?.statements ?? []) {
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

/** True if the block re-opens a set. */
function isAddition(block: CapsBlock | undefined): boolean {
  return block !== undefined && block.layout === undefined && block.base === undefined;
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

function isRuleStatement(statement: Statement): statement is RuleStatement {
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

function groupParts(files: readonly LoadedFile[]): ReadonlyMap<string, SetSource> {
  const sources = new Map<string, SetSource>();
  const addPart = (name: string, span: Span, part: SetPart): void => {
    const known = sources.get(name);
    const parts = [...(known?.parts ?? []), part];
    const isFirstFile = !part.block && known?.parts[0]?.block !== undefined;
    sources.set(name, {
      name,
      span: isFirstFile ? span : (known?.span ?? span),
      parts: [...parts.filter(({ block }) => !block), ...parts.filter(({ block }) => block)],
    });
  };
  for (const file of files) {
    const start = { source: file.tree.source, start: 0, end: 0 };
    if (file.isImplicitSet) addPart(setNameOf(file.name), start, { file, block: undefined });
    for (const block of file.tree.statements) {
      if (block.kind === "caps") addPart(block.name.text, block.name.span, { file, block });
    }
  }
  return sources;
}

/** The name of the set that a file without `caps` blocks defines, derived from the file's name. */
export function setNameOf(fileName: string): string {
  const base = fileName.slice(fileName.lastIndexOf("/") + 1).replace(/\.rules$/, "");
  const name = base.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  const isNumber = /^(?:\d*|0x[\da-f]+)$/i.test(name);
  const isKeyword = keywordTokens.some(({ PATTERN }) => PATTERN === name);
  return isNumber || isKeyword ? `policy_${name}` : name;
}

function usedFiles(file: LoadedFile, files: readonly LoadedFile[]): ReadonlySet<string> {
  const names = new Set([file.name]);
  for (const name of names) {
    for (const used of files.find((each) => each.name === name)?.uses ?? []) names.add(used);
  }
  return names;
}
