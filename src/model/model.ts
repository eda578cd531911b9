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
  /** Those that the program declares, and of those of inputs the ones that are compared anywhere. */
  readonly enums: readonly Enumeration[];
  /** In order of declaration. */
  readonly sets: readonly CapabilitySet[];
  /**
   * Every bit of every set, after the bits on whose final values it depends. Bits that are in every case what they are
   * in the set that theirs extends are left out: `orderOfAll` has them.
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
  /** One for each that its layout has, named like a bit of it: `host.vendor`. */
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
   * `exposed`: the guest has the bits that are on. `denied`: it is refused them, such as reserved bits of a
   * register. `internal`: it sees none of them.
   */
  readonly role: SetRole;
  /** The word that states it in the set's own header, or the name there. */
  readonly roleSpan: Span;
  readonly description: string | undefined;
  /**
   * What governs each bit, by bit index, named or not. Bits that are governed alike share one value. Of a set that
   * extends another it is made when it is first asked for: see `inheritance.ts`.
   */
  readonly bits: readonly BitGovernance[];
  /** Absent if it extends no set, or reads the rules of that set in another way. */
  readonly inheritance: Inheritance | undefined;
  /** Names of the files that declare or re-open it. */
  readonly files: readonly string[];
  readonly span: Span;
}

/** What a set has in common with the set that it extends. */
export interface Inheritance {
  readonly base: CapabilitySet;
  /**
   * What governs the bits that may be other than in `base`, ascending. All others are what they are there, in every
   * case. The rules may name a bit of a base instead of the set's own, if both have the same value.
   */
  readonly changed: ReadonlyMap<BitIndex, BitGovernance>;
  /** The last of the sets, from the first base to this one, that changed the bit; the first base if none did. */
  readonly originOf: (bit: BitIndex) => CapabilitySet;
}

/** What is known of a set as soon as all names are. */
export interface SetGovernance extends Pick<CapabilitySet, "inheritance"> {
  readonly bits: () => readonly BitGovernance[];
}

/** The bit that is being defined, or for which an assertion is made. */
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
  /** What `base` would be without a rule of the bit's own. */
  readonly fallback: Rule;
  /**
   * Rules under `when`. In all cases that the assumptions allow, at most one of their conditions holds
   * (CR0401 otherwise). In other cases several may hold; then the bit is on if any of these rules gives it.
   */
  readonly conditional: readonly Rule[];
  readonly also: readonly Rule[];
  readonly requires: readonly Rule[];
  /** All of this as it is stated, and what an `override` replaces: `governWithout` makes another governance of it. */
  readonly stated: readonly StatedRule[];
}

/** What a statement can be about. */
export type Part = "default" | "unnamed" | "leaf default" | "rules" | "also" | "requires";

/** A rule before what replaces it is considered. */
export interface StatedRule {
  readonly part: Part;
  readonly rule: Rule;
  /** The `override`s in other blocks that replace it, each in the cases in which it applies. */
  readonly replacedBy: readonly Rule[];
}

/** It is not left to a default alone. */
export function hasOwnRules(governance: BitGovernance): boolean {
  const { base, fallback, conditional, also, requires } = governance;
  return base !== fallback || conditional.length + also.length + requires.length > 0;
}

/** All rules that have a say in a bit. */
export function rulesOf({ base, conditional, also, requires }: BitGovernance): readonly Rule[] {
  return [base, ...conditional, ...also, ...requires];
}

export type RuleOrigin =
  "bit" | "class" | "also" | "requires" | "unnamed" | "leaf default" | "default";

/** It is no exception: `default`, the default of a leaf, or `unnamed`. */
export function isDefault({ origin }: Rule): boolean {
  return origin === "default" || origin === "leaf default" || origin === "unnamed";
}

export interface Rule {
  readonly origin: RuleOrigin;
  readonly value: Expr;
  /** The conjunction of the `when`s around it, and of the negated ones of what replaces it; names no "this bit". */
  readonly condition: Expr | undefined;
  /** Its own reason, else that of the innermost `when` that has one. */
  readonly because: string | undefined;
  /** The class that it applies. */
  readonly className: string | undefined;
  /** Lists among its targets. */
  readonly lists: readonly BitList[];
  /** The statement. */
  readonly span: Span;
  /** Of the statement's expression, as written. */
  readonly valueSpan: Span;
  /** Of the conditions of the `when`s around it, as written, outermost first. */
  readonly conditionSpans: readonly Span[];
  /** The same of each `override` under a `when` that replaces it where these hold. */
  readonly exceptionSpans: readonly (readonly Span[])[];
}

export interface Assumption {
  readonly claim: Expr;
  readonly span: Span;
}

/** Must hold for every bit of `layout` (once, where the claim names no "this bit"), in every case. */
export interface Assertion {
  readonly claim: Expr;
  /** What "this bit" ranges over; undefined where the claim does not name it. */
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

/** One case: values of inputs, flags and enumerations. What is not in it is off. */
export interface Assignment {
  readonly bits: ReadonlyMap<Input, ReadonlySet<BitIndex>>;
  /** CPUID entries that are there, beyond those of which a bit is on; positions in the layout's `entries`. */
  readonly present: ReadonlyMap<Input, ReadonlySet<number>>;
  readonly flags: ReadonlySet<Flag>;
  /** Positions in the enumeration's `values`. In a test, an enumeration may be missing. */
  readonly values: ReadonlyMap<Enumeration, number>;
}

export interface Expectation {
  readonly set: CapabilitySet;
  readonly bit: BitIndex;
  readonly value: boolean;
  /** Of the element that names the bit. */
  readonly span: Span;
  /** Of the item that the element is part of, such as `vcpu: all !AVX`; expectations of one item share it. */
  readonly itemSpan: Span;
}

/** An expression, and where it is written: for an operator all of it, for what a class stands for its declaration. */
export type Expr = ExprForm & { readonly span: Span };

export type ExprForm =
  | { readonly kind: "constant"; readonly value: boolean }
  /** This bit of a bitmap; of another layout's bitmap, the counterpart (`counterpart.ts`), zero if none. */
  | { readonly kind: "this"; readonly bitmap: Bitmap }
  /** One bit of a bitmap, a capability set's being the final value. */
  | { readonly kind: "bit"; readonly bitmap: Bitmap; readonly bit: BitIndex }
  /** This bit is in the list; bits of `layout`. */
  | { readonly kind: "member"; readonly list: BitList }
  | { readonly kind: "class"; readonly name: string; readonly body: Expr }
  | { readonly kind: "flag"; readonly flag: Flag }
  /** It has one of these values, given as positions in `values`. */
  | { readonly kind: "enum"; readonly enumeration: Enumeration; readonly values: readonly number[] }
  /** The CPUID entry is there at all; a position in the input's layout's `entries`. */
  | { readonly kind: "has"; readonly input: Input; readonly entry: number }
  /**
   * The rule that governs the bit, or one of those that do, is an application of the class. Only claims
   * ask for it. Undefined stands for this bit.
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
