/**
 * The checked model of a program: every bit of every capability set with what governs it.
 *
 * No name is left to resolve. Objects are shared and compared by identity: two expressions that name
 * `host` hold the same `Input`.
 */

import type { SetRole } from "../../grammar/syntax-tree.ts";
import type { Span } from "../base/span.ts";
import type { BitIndex, Layout } from "./layout.ts";

export interface Model {
  readonly layouts: readonly Layout[];
  readonly inputs: readonly Input[];
  readonly flags: readonly Flag[];
  /** Enumerations that the program declares, and those of inputs that some expression compares. */
  readonly enums: readonly Enumeration[];
  /** In order of declaration. */
  readonly sets: readonly CapabilitySet[];
  /**
   * Every bit of every set, after the bits on whose final values it depends. Bits that a set
   * inherits unchanged are left out: `orderOfAll` includes them.
   */
  readonly order: readonly SetBit[];
  readonly assumptions: readonly Assumption[];
  readonly assertions: readonly Assertion[];
  readonly tests: readonly RuleTest[];
}

/** A bitmap that comes from outside. */
export interface Input {
  readonly kind: "input";
  readonly name: string;
  readonly layout: Layout;
  /** A copy of each enumeration of the layout, named like a bit: `host.vendor`. */
  readonly enums: readonly Enumeration[];
  readonly description: string | undefined;
  readonly span: Span;
}

export interface Flag {
  readonly kind: "flag";
  readonly name: string;
  readonly description: string | undefined;
  readonly span: Span;
}

/** Has exactly one of its values at a time. */
export interface Enumeration {
  readonly kind: "enum";
  readonly name: string;
  readonly values: readonly string[];
  readonly description: string | undefined;
  readonly span: Span;
}

/** A bitmap that rules define. */
export interface CapabilitySet {
  readonly kind: "caps";
  readonly name: string;
  readonly layout: Layout;
  /**
   * `exposed`: the guest has the bits that are on. `denied`: the guest is refused the bits that are
   * on, such as reserved bits of a register. `internal`: the guest sees none of the bits.
   */
  readonly role: SetRole;
  /** The span of the role's word in the set's header, else of the set's name. */
  readonly roleSpan: Span;
  readonly description: string | undefined;
  /**
   * The governance of each bit, by bit index, unnamed bits included. Bits with the same rules share
   * one object. A set that extends another computes this on first use: see `inheritance.ts`.
   */
  readonly bits: readonly BitGovernance[];
  /**
   * Absent if the set extends no other, or if its own names change the meaning of inherited rules.
   */
  readonly inheritance: Inheritance | undefined;
  /** Names of the files that declare or re-open it. */
  readonly files: readonly string[];
  readonly span: Span;
}

/** The difference between a set and the set that it extends. */
export interface Inheritance {
  readonly base: CapabilitySet;
  /**
   * The governance of the bits that may differ from `base`, ascending. All other bits equal those
   * of `base` in every case. The rules may name a bit of a base instead of the set's own, if both
   * have the same value.
   */
  readonly changed: ReadonlyMap<BitIndex, BitGovernance>;
  /** The last of the sets, from the first base to this one, that changed the bit; the first base if none did. */
  readonly originOf: (bit: BitIndex) => CapabilitySet;
}

/** The part of a set that is filled in once all names are declared. */
export interface SetGovernance extends Pick<CapabilitySet, "inheritance"> {
  readonly bits: () => readonly BitGovernance[];
}

/** The bit that a rule defines, or for which an assertion is checked. */
export interface ThisBit {
  readonly layout: Layout;
  readonly bit: BitIndex;
}

/** One bit of one capability set. */
export interface SetBit {
  readonly set: CapabilitySet;
  readonly bit: BitIndex;
}

export type Bitmap = Input | CapabilitySet;

/**
 * A bit's final value is `(rule | every also) & every requires`. The rule is any of `conditional` whose
 * condition holds, or `base` where none does. An `also` under a condition adds only while it holds, a
 * `requires` restricts only while it holds. The order of rules has no say in any of them.
 */
export interface BitGovernance {
  /** Unconditional: a bit's own rule or class, else `unnamed`, the leaf's default, the default. */
  readonly base: Rule;
  /** The value of `base` if the bit had no rule of its own. */
  readonly fallback: Rule;
  /**
   * Rules under `when`. In all cases that the assumptions allow, at most one of their conditions holds
   * (CR0401 otherwise). In other cases several may hold; then the bit is on if any of these rules gives it.
   */
  readonly conditional: readonly Rule[];
  readonly also: readonly Rule[];
  readonly requires: readonly Rule[];
  /**
   * All statements about the bit, replaced ones included. `governWithout` computes another
   * governance from them.
   */
  readonly stated: readonly StatedRule[];
}

/** The part of a set's rules that a statement belongs to. */
export type Part = "default" | "unnamed" | "leaf default" | "rules" | "also" | "requires";

/** A rule, before the `override`s that replace it are applied. */
export interface StatedRule {
  readonly part: Part;
  readonly rule: Rule;
  /** The `override`s in other blocks that replace the rule, each where its own condition holds. */
  readonly replacedBy: readonly Rule[];
}

/** True if the bit has any rule beyond its default. */
export function hasOwnRules(governance: BitGovernance): boolean {
  const { base, fallback, conditional, also, requires } = governance;
  return base !== fallback || conditional.length + also.length + requires.length > 0;
}

/** All rules that decide the value of a bit. */
export function rulesOf({ base, conditional, also, requires }: BitGovernance): readonly Rule[] {
  return [base, ...conditional, ...also, ...requires];
}

export type RuleOrigin =
  "bit" | "class" | "also" | "requires" | "unnamed" | "leaf default" | "default";

/** True for `default`, the default of a leaf, and `unnamed`. */
export function isDefault({ origin }: Rule): boolean {
  return origin === "default" || origin === "leaf default" || origin === "unnamed";
}

export interface Rule {
  readonly origin: RuleOrigin;
  readonly value: Expr;
  /**
   * The conjunction of the `when`s around the rule and of the negated conditions of the `override`s
   * that replace it. It never names "this bit".
   */
  readonly condition: Expr | undefined;
  /** The rule's own reason, else that of the innermost `when` that has one. */
  readonly because: string | undefined;
  /** The class that it applies. */
  readonly className: string | undefined;
  /** Lists among its targets. */
  readonly lists: readonly BitList[];
  /** The statement. */
  readonly span: Span;
  /** The span of the statement's expression, as written. */
  readonly valueSpan: Span;
  /** The spans of the conditions of the `when`s around the rule, as written, outermost first. */
  readonly conditionSpans: readonly Span[];
  /**
   * For each `override` under a `when` that replaces the rule, the spans of that override's
   * conditions.
   */
  readonly exceptionSpans: readonly (readonly Span[])[];
}

export interface Assumption {
  readonly claim: Expr;
  readonly span: Span;
}

/** Must hold for every bit of `layout` (once, where the claim names no "this bit"), in every case. */
export interface Assertion {
  readonly claim: Expr;
  /** The layout that "this bit" ranges over; undefined if the claim does not name "this bit". */
  readonly layout: Layout | undefined;
  /** The capability set around, if any. */
  readonly set: CapabilitySet | undefined;
  readonly because: string | undefined;
  /** The statement. */
  readonly span: Span;
  readonly claimSpan: Span;
}

export interface RuleTest {
  readonly title: string;
  readonly given: Assignment;
  readonly expectations: readonly Expectation[];
  readonly span: Span;
}

/**
 * One case: values of inputs, flags and enumerations. Bits and flags that it does not list are off.
 */
export interface Assignment {
  readonly bits: ReadonlyMap<Input, ReadonlySet<BitIndex>>;
  /**
   * CPUID entries that are present without any bit on, as positions in the layout's `entries`. An
   * entry with a bit on is always present.
   */
  readonly present: ReadonlyMap<Input, ReadonlySet<number>>;
  readonly flags: ReadonlySet<Flag>;
  /** Positions in the enumeration's `values`. In a test, an enumeration may be missing. */
  readonly values: ReadonlyMap<Enumeration, number>;
}

export interface Expectation {
  readonly set: CapabilitySet;
  readonly bit: BitIndex;
  readonly value: boolean;
  /** The span of the element that names the bit. */
  readonly span: Span;
  /** The span of the whole item, such as `vcpu: all !AVX`, which all of its expectations share. */
  readonly itemSpan: Span;
}

/**
 * An expression with its span: an operator's span covers its operands; a class body has the span of
 * the declaration.
 */
export type Expr = ExprForm & { readonly span: Span };

export type ExprForm =
  | { readonly kind: "constant"; readonly value: boolean }
  /**
   * "This bit" of a bitmap. In a bitmap of another layout it is the counterpart (`counterpart.ts`),
   * or zero if there is none.
   */
  | { readonly kind: "this"; readonly bitmap: Bitmap }
  /** One named bit of a bitmap. For a capability set this is the final value. */
  | { readonly kind: "bit"; readonly bitmap: Bitmap; readonly bit: BitIndex }
  /** True if "this bit" is in the list. */
  | { readonly kind: "member"; readonly list: BitList }
  | { readonly kind: "class"; readonly name: string; readonly body: Expr }
  | { readonly kind: "flag"; readonly flag: Flag }
  /** True if the enumeration has one of these values, given as positions in `values`. */
  | { readonly kind: "enum"; readonly enumeration: Enumeration; readonly values: readonly number[] }
  /**
   * True if the CPUID entry is present. `entry` is a position in the `entries` of the input's
   * layout.
   */
  | { readonly kind: "has"; readonly input: Input; readonly entry: number }
  /**
   * True if a rule that governs the bit applies the class. Only claims use it. An undefined `bit`
   * is "this bit".
   */
  | {
      readonly kind: "applied";
      readonly set: CapabilitySet;
      readonly bit: BitIndex | undefined;
      readonly className: string;
    }
  | { readonly kind: "not"; readonly operand: Expr }
  | { readonly kind: "and" | "or" | "xor"; readonly operands: readonly Expr[] }
  | { readonly kind: "implies"; readonly premise: Expr; readonly conclusion: Expr }
  | {
      readonly kind: "choice";
      readonly condition: Expr;
      readonly whenTrue: Expr;
      readonly whenFalse: Expr;
    };

/** A `set`: a named list of bits. */
export interface BitList {
  readonly name: string;
  readonly layout: Layout;
  readonly bits: ReadonlySet<BitIndex>;
  /** Other lists that it names as members. */
  readonly lists: readonly BitList[];
  readonly span: Span;
  /** The whole statement. */
  readonly declared: Span;
}
