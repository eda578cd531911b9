/** What names mean at one place of a program: in a capability set, an assertion, or a condition. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ClassDeclaration, SetDeclaration } from "../../grammar/syntax-tree.ts";
import type { Declared, Namespace } from "./declarations.ts";
import type { Layout } from "./layout.ts";
import type { BitList, CapabilitySet, Expr } from "./model.ts";

export interface Scope {
  readonly namespace: Namespace;
  /** The capability set around, if any. */
  readonly set: SetScope | undefined;
  /** Whose bits "this bit" ranges over; undefined in a condition, which has no bit of its own. */
  readonly thisLayout: Layout | undefined;
  /** Names in text that could not be parsed: not knowing them is no second mistake. */
  readonly brokenNames: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[];
  /** Classes and sets that something names. */
  readonly used: Set<ClassDeclaration | SetDeclaration>;
  /** Classes and sets that are being expanded, outermost first. */
  readonly expanding: readonly (ClassDeclaration | SetDeclaration)[];
}

export interface SetScope {
  readonly set: CapabilitySet;
  /** Classes and sets declared in its own blocks. */
  readonly locals: ReadonlyMap<string, Declared>;
  /** Of the set that it extends. */
  readonly base: SetScope | undefined;
  /** Expanded once for each set, since the names in them bind where they are applied. */
  readonly classBodies: Map<ClassDeclaration, Expr>;
  readonly lists: Map<SetDeclaration, BitList>;
}

export function lookUp(scope: Scope, name: string): Declared | undefined {
  for (let set = scope.set; set !== undefined; set = set.base) {
    const local = set.locals.get(name);
    if (local !== undefined) return local;
  }
  return scope.namespace.names.get(name);
}

/** The same place with no bit of its own: the condition of a `when`. */
export function conditionScope(scope: Scope): Scope {
  return { ...scope, thisLayout: undefined };
}

/** Every name that `lookUp` would find. */
export function visibleNames(scope: Scope): readonly string[] {
  const names = [...scope.namespace.names.keys()];
  for (let set = scope.set; set !== undefined; set = set.base) names.push(...set.locals.keys());
  return names;
}
