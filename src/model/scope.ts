/** What names mean at one place of a program: in a capability set, an assertion, or a condition. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ClassDeclaration, SetDeclaration } from "../../grammar/syntax-tree.ts";
import type { Declared, Namespace } from "./declarations.ts";
import type { Layout } from "./layout.ts";
import type { BitList, CapabilitySet, Expr, ExprForm, Rule } from "./model.ts";

export interface Scope {
  readonly namespace: Namespace;
  /** The capability set around, if any. */
  readonly set: SetScope | undefined;
  /** Whose bits "this bit" ranges over; undefined in a condition, which has no bit of its own. */
  readonly thisLayout: Layout | undefined;
  /** By their sets, where the classes are known that each can apply. */
  readonly setScopes: ReadonlyMap<CapabilitySet, SetScope>;
  /** It is a claim, which may ask by which class a bit is governed; rules may not. */
  readonly isClaim: boolean;
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
  /** Of the nearest of the sets that it extends which declares any. */
  readonly base: SetScope | undefined;
  /** Expanded once for each set, since the names in them bind where they are applied. */
  readonly classBodies: Map<ClassDeclaration, Expr>;
  readonly lists: Map<SetDeclaration, BitList>;
  /** Its own and inherited rules as this set reads them, by the rule as it is where it was stated. */
  readonly rules: Map<Rule, Rule>;
}

export function lookUp(scope: Scope, name: string): Declared | undefined {
  for (let set = scope.set; set !== undefined; set = set.base) {
    const local = set.locals.get(name);
    if (local !== undefined) return local;
  }
  return scope.namespace.names.get(name);
}

/** A place in a capability set. */
export function scopeIn(scope: Scope, set: SetScope): Scope {
  return { ...scope, set, thisLayout: set.set.layout };
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

/** What an expression becomes that cannot be resolved, so that one mistake is one diagnostic. */
export const NONE: ExprForm = { kind: "constant", value: false };

/** Reports what is wrong with an expression. */
export function fail(scope: Scope, diagnostic: Diagnostic): ExprForm {
  scope.diagnostics.push(diagnostic);
  return NONE;
}
