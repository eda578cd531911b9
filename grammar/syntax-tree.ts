/**
 * The syntax tree of a rule file: statements as written, with their places. Names are not resolved
 * yet. Every node is a plain immutable value. Parentheses have no node; the span of the enclosed
 * expression includes them. Comments are in a list of the file, sorted by place.
 */

import type { SourceText } from "../src/base/source-text.ts";
import type { Span } from "../src/base/span.ts";

export interface SyntaxTree {
  readonly source: SourceText;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  /**
   * The text that could not be parsed, sorted by place. Empty for a file without mistakes. Like
   * comments, error nodes belong to the block around them by their place.
   */
  readonly errors: readonly ErrorNode[];
  /**
   * Names that stand in text which could not be parsed. They may have been declared there, so later
   * stages do not report them as unknown.
   */
  readonly brokenNames: ReadonlySet<string>;
}

export interface Comment {
  /** The comment with its `#`, without the line break. */
  readonly text: string;
  readonly span: Span;
}

/** A piece of text that could not be parsed: from the start of what was expected to where parsing goes on. */
export interface ErrorNode {
  readonly span: Span;
  /** Absent if the text does not begin like anything that may stand in its place. */
  readonly part?: HalfWritten;
}

/**
 * The node that the text before a mistake begins. The text behind the mistake is left out. Whatever is missing is an empty name, an empty text or zero, with an
 * empty span; a missing operand is an empty name, and so is the member that is missing in `host.`.
 * The part of a block is its header, unless the header has no name: the tree has no such block, so
 * the part also has the block's content.
 */
export type HalfWritten =
  | { readonly place: "statements"; readonly node: Statement }
  | { readonly place: "layout"; readonly node: WordDeclaration | EnumDeclaration }
  | { readonly place: "word"; readonly node: BitDeclaration }
  | { readonly place: "given"; readonly node: GivenItem }
  | { readonly place: "expect"; readonly node: BitsItem };

/** The list that a node stands in. */
export type Place = HalfWritten["place"];

export interface Identifier {
  readonly text: string;
  readonly span: Span;
}

export interface TextLiteral {
  /** The text without quotes, with escapes resolved. */
  readonly value: string;
  readonly span: Span;
}

export interface NumberLiteral {
  /** A safe non-negative integer. */
  readonly value: number;
  readonly span: Span;
}

/** `XSAVE`, `host.XSAVE`, `CPUID_1_ECX.XSAVE`, `kvm.CPUID_1_EDX.APIC`, `CPUID_1_ECX[26]`, `host.CPUID_1_ECX[26]`. */
export interface Path {
  /** One to three names. */
  readonly parts: readonly Identifier[];
  /** The bit number in brackets. */
  readonly index?: NumberLiteral;
  readonly span: Span;
}

export type Statement =
  | UseStatement
  | LayoutDeclaration
  | InputDeclaration
  | FlagDeclaration
  | EnumDeclaration
  | AssumeStatement
  | CapsBlock
  | TestBlock
  | RuleStatement;

/** A statement of a `caps` block, or of a file that is a set. */
export type RuleStatement =
  | DefaultRule
  | UnnamedRule
  | ClassDeclaration
  | SetDeclaration
  | ClassApplication
  | BitRule
  | WhenBlock
  | AssertStatement;

interface Node {
  readonly span: Span;
}

/** `allow CR0603 "the vendor asks for it"`: silences a lint for the statement. */
export interface Allowance extends Node {
  readonly code: Identifier;
  readonly reason: TextLiteral;
}

/** A statement that lints check. */
interface LintedNode extends Node {
  /** Absent if there are none. */
  readonly allows?: readonly Allowance[];
}

/** `use "kvm.rules"` */
export interface UseStatement extends Node {
  readonly kind: "use";
  readonly path: TextLiteral;
}

/** `layout x86 { leaf … word … }` */
export interface LayoutDeclaration extends Node {
  readonly kind: "layout";
  readonly name: Identifier;
  readonly description?: TextLiteral;
  /** Enumerations that every input of the layout has. */
  readonly enums: readonly EnumDeclaration[];
  readonly words: readonly WordDeclaration[];
}

/** `leaf CPUID_1_ECX = 0x1 ecx { … }` or `word LNX_3 { … }` */
export interface WordDeclaration extends Node {
  readonly name: Identifier;
  /** Present for a leaf, absent for a word that no CPUID leaf fills. */
  readonly address?: LeafAddress;
  readonly description?: TextLiteral;
  readonly bits: readonly BitDeclaration[];
}

/** `0x7.0 ebx` */
export interface LeafAddress extends Node {
  readonly function: NumberLiteral;
  readonly index?: NumberLiteral;
  readonly register: Identifier;
}

/** `0 XMM3 "SSE3" alias sse3 pni "sse-3"` */
export interface BitDeclaration extends Node {
  readonly bit: NumberLiteral;
  readonly name: Identifier;
  readonly description?: TextLiteral;
  readonly aliases: readonly Identifier[];
}

/** `input host: x86 "what the host has"` */
export interface InputDeclaration extends LintedNode {
  readonly kind: "input";
  readonly name: Identifier;
  readonly layout: Identifier;
  readonly description?: TextLiteral;
}

/** `flag tdp "two-dimensional paging is on"` */
export interface FlagDeclaration extends LintedNode {
  readonly kind: "flag";
  readonly name: Identifier;
  readonly description?: TextLiteral;
}

/** `enum vendor: intel amd hygon "who made it"` */
export interface EnumDeclaration extends LintedNode {
  readonly kind: "enum";
  readonly name: Identifier;
  readonly values: readonly Identifier[];
  readonly description?: TextLiteral;
}

/** `assume tdp | allow_smaller_maxphyaddr because "…"` */
export interface AssumeStatement extends LintedNode {
  readonly kind: "assume";
  readonly claim: Expression;
  readonly because?: TextLiteral;
}

/** A role says whether the guest has a set's bits, is refused them, or does not see them; see LANGUAGE.md. */
export const SET_ROLES = ["exposed", "denied", "internal"] as const;

export type SetRole = (typeof SET_ROLES)[number];

/** The word in a block's header. It is a name everywhere else. */
export interface StatedRole extends Node {
  readonly value: SetRole;
}

/** `caps vcpu: x86 denied { … }`, `caps governed extends vcpu { … }`, or `caps vcpu { … }`, which re-opens it. */
export interface CapsBlock extends Node {
  readonly kind: "caps";
  readonly name: Identifier;
  readonly layout?: Identifier;
  readonly base?: Identifier;
  readonly role?: StatedRole;
  readonly description?: TextLiteral;
  /** The reason that stands first in the block, on the line of the `{` or the next. */
  readonly because?: TextLiteral;
  readonly statements: readonly RuleStatement[];
}

/** `default = kvm & guest`, or for whole leaves `default CPUID_6_EAX CPUID_D_1_EAX = guest` */
export interface DefaultRule extends LintedNode {
  readonly kind: "default";
  readonly override: boolean;
  /** Empty for the set's default. */
  readonly leaves: readonly Identifier[];
  readonly value: Expression;
  readonly because?: TextLiteral;
}

/** `unnamed = none` */
export interface UnnamedRule extends LintedNode {
  readonly kind: "unnamed";
  readonly override: boolean;
  readonly value: Expression;
  readonly because?: TextLiteral;
}

/** `class emulated = guest` */
export interface ClassDeclaration extends LintedNode {
  readonly kind: "class";
  readonly name: Identifier;
  readonly value: Expression;
  readonly because?: TextLiteral;
}

/** `set software: RDPID MOVBE` */
export interface SetDeclaration extends LintedNode {
  readonly kind: "set";
  readonly name: Identifier;
  readonly members: readonly Path[];
}

/** `emulated: software MWAIT because "…"` */
export interface ClassApplication extends LintedNode {
  readonly kind: "apply";
  readonly override: boolean;
  readonly class: Identifier;
  readonly targets: readonly Path[];
  readonly because?: TextLiteral;
}

/** `XSAVES = host`, `A B also host`, `A B requires XSAVE` */
export interface BitRule extends LintedNode {
  readonly kind: "rule" | "also" | "requires";
  readonly override: boolean;
  /** Bits and sets; at least one. */
  readonly targets: readonly Path[];
  readonly value: Expression;
  readonly because?: TextLiteral;
}

/** `when tdp { because "…" … }`; the reason stands first in the block, on the line of the `{` or the next. */
export interface WhenBlock extends Node {
  readonly kind: "when";
  readonly condition: Expression;
  readonly because?: TextLiteral;
  readonly statements: readonly RuleStatement[];
}

/** `assert vcpu.AVX512F -> vcpu.AVX2 because "…"` */
export interface AssertStatement extends LintedNode {
  readonly kind: "assert";
  readonly claim: Expression;
  readonly because?: TextLiteral;
}

/** `test "…" { given … expect … }` */
export interface TestBlock extends Node {
  readonly kind: "test";
  readonly title: TextLiteral;
  readonly givens: readonly GivenItem[];
  readonly expectations: readonly BitsItem[];
}

/** One item of `given vendor = amd; tdp; host: XSAVE; guest has CPUID_1_ECX`. */
export type GivenItem = BitsItem | ValueItem | FlagItem | PresenceItem;

/** `host: XSAVE !AVX`, `guest: all` */
export interface BitsItem extends Node {
  readonly kind: "bits";
  readonly bitmap: Identifier;
  readonly elements: readonly ListElement[];
}

/** `XSAVE`, `!XSAVE`, `all` (no path), `!all` */
export interface ListElement extends Node {
  readonly negated: boolean;
  readonly path?: Path;
}

/** `vendor = amd` */
export interface ValueItem extends Node {
  readonly kind: "value";
  readonly enum: Identifier;
  readonly value: Identifier;
}

/** `tdp` or `!tdp` */
export interface FlagItem extends Node {
  readonly kind: "flag";
  readonly flag: Identifier;
  readonly on: boolean;
}

/** `guest has CPUID_1_ECX` or `!guest has CPUID_1_ECX` */
export interface PresenceItem extends Node {
  readonly kind: "presence";
  readonly bitmap: Identifier;
  readonly leaf: Identifier;
  readonly present: boolean;
}

export type Expression =
  | ConstantExpression
  | NameExpression
  | HasExpression
  | EnumExpression
  | AppliedExpression
  | NotExpression
  | NaryExpression
  | ImpliesExpression
  | ChoiceExpression;

/** `all` or `none` */
export interface ConstantExpression extends Node {
  readonly kind: "constant";
  readonly value: boolean;
}

/** The name of a bitmap, bit, flag, class or set; the resolver decides which. */
export interface NameExpression extends Node {
  readonly kind: "name";
  readonly path: Path;
}

/** `guest has CPUID_1_ECX` */
export interface HasExpression extends Node {
  readonly kind: "has";
  readonly bitmap: Identifier;
  readonly leaf: Identifier;
}

/** `vendor == amd`, `vendor != amd`, `vendor in (amd hygon)` */
export interface EnumExpression extends Node {
  readonly kind: "enum";
  /** `vendor`, or `host.vendor` for one that an input has from its layout. */
  readonly enum: Identifier;
  readonly values: readonly Identifier[];
  /** True for `!=`. */
  readonly negated: boolean;
}

/** `vcpu is hidden`, `vcpu.AVX is hidden`, `AVX is hidden` */
export interface AppliedExpression extends Node {
  readonly kind: "is";
  readonly path: Path;
  readonly class: Identifier;
}

/** `!x`, `~x` */
export interface NotExpression extends Node {
  readonly kind: "not";
  readonly operand: Expression;
}

/** `a & b & c`: a chain of one operator is one node of two or more operands. */
export interface NaryExpression extends Node {
  readonly kind: "and" | "or" | "xor";
  readonly operands: readonly Expression[];
}

/** `a -> b`; right-associative. */
export interface ImpliesExpression extends Node {
  readonly kind: "implies";
  readonly premise: Expression;
  readonly conclusion: Expression;
}

/** `c ? a : b`; right-associative. */
export interface ChoiceExpression extends Node {
  readonly kind: "choice";
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}
