/**
 * The meaning of names at one place of a program: in a capability set, an assertion, or a
 * condition.
 */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ClassDeclaration, SetDeclaration } from "../../grammar/syntax-tree.ts";
import type { Declared, Namespace } from "./declarations.ts";
import type { Layout } from "./layout.ts";
import type { BitList, CapabilitySet, Expr, ExprForm, Rule } from "./model.ts";

export interface Scope {
  readonly namespace: Namespace;
  /** The capability set around, if any. */
  readonly set: SetScope | undefined;
  /**
   * The layout that "this bit" ranges over; undefined in a condition, which has no bit of its own.
   */
  readonly thisLayout: Layout | undefined;
  /** The scope of each capability set, which knows the classes that the set can apply. */
  readonly setScopes: ReadonlyMap<CapabilitySet, SetScope>;
  /** True in a claim, where `is` is allowed. Rules cannot ask which class governs a bit. */
  readonly isClaim: boolean;
  /** Names in text that could not be parsed. They are not reported as unknown. */
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
  /** The scope of the nearest base that declares local names. */
  readonly base: SetScope | undefined;
  /** Class bodies, expanded once for each set: names in a body bind where the class is applied. */
  readonly classBodies: Map<ClassDeclaration, Expr>;
  readonly lists: Map<SetDeclaration, BitList>;
  /**
   * Maps each rule, as resolved in the set that states it, to the same rule resolved in this set.
   */
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

/** The scope of a `when`'s condition at the same place, which has no "this bit". */
export function conditionScope(scope: Scope): Scope {
  return { ...scope, thisLayout: undefined };
}

/** Every name that `lookUp` would find. */
export function visibleNames(scope: Scope): readonly string[] {
  const names = [...scope.namespace.names.keys()];
  for (let set = scope.set; set !== undefined; set = set.base) names.push(...set.locals.keys());
  return names;
}

/** Replaces an unresolvable expression, so that one mistake causes one diagnostic. */
export const NONE: ExprForm = { kind: "constant", value: false };

/** Reports what is wrong with an expression. */
export function fail(scope: Scope, diagnostic: Diagnostic): ExprForm {
  scope.diagnostics.push(diagnostic);
  return NONE;
}
