/** Random claims that the two sides of a pair assert, and by brute force what they say. */

import { caseOf, type Supports, type VariableName } from "./random-cases.ts";
import { makeExpression, operandsOf } from "./random-expression.ts";
import { Oracle, type Case } from "./random-oracle.ts";
import { printExpression } from "./random-print.ts";
import {
  assumedBy,
  bitsOf,
  counterpartIn,
  enumsOf,
  type Expression,
  type NamedClass,
  type Program,
  type ProgramBitmap,
  type ProgramSet,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** An assertion of a capability set. */
export interface Claim {
  readonly set: ProgramSet;
  readonly expression: Expression;
}

/** The bit of a claim; undefined if the claim does not name "this bit". */
export type ClaimBit = number | undefined;

export function makeClaim(tape: Tape, program: Program, depth: number = 1 + tape.below(2)): Claim {
  const { inputs, flags, lists, sets } = program;
  const set = tape.pick(sets);
  const { layout } = set;
  const bitmaps = [...inputs, ...sets].filter((bitmap) => bitmap.layout === layout);
  const named = { layout, inputs, flags, enums: enumsOf(program), lists, asked: sets, bitmaps };
  const context = {
    ...named,
    bits: bitsOf(layout),
    ownBelow: Infinity,
    classes: [],
    isDefault: false,
  };
  return { set, expression: makeExpression(tape, context, depth) };
}

/** Claims of another side: some are dropped, some say less or more, and one is new at times. */
export function makeOtherClaims(
  tape: Tape,
  program: Program,
  claims: readonly Claim[],
): readonly Claim[] {
  const joined = (operator: "->" | "&" | "|", left: Expression, right: Expression): Expression => ({
    kind: "binary",
    operator,
    left,
    right,
  });
  const kept = claims.flatMap(({ set, expression }): readonly Claim[] => {
    const other = (): Expression => makeClaim(tape, { ...program, sets: [set] }, 0).expression;
    switch (tape.below(6)) {
      case 1:
        return [];
      case 2:
        return [{ set, expression: joined("->", other(), expression) }];
      case 3:
        return [{ set, expression: joined("&", expression, other()) }];
      case 4:
        return [{ set, expression: joined("|", expression, other()) }];
      case 5:
        return [{ set, expression: joined("|", expression, expression) }];
      default:
        return [{ set, expression }];
    }
  });
  return tape.once(3) ? [...kept, makeClaim(tape, program)] : kept;
}

export function printClaim({ set, expression }: Claim): string {
  return `caps ${set.name} {\n  assert ${claimTextOf({ set, expression })}\n}\n`;
}

export function claimTextOf({ set, expression }: Claim): string {
  return printExpression(expression, set.layout);
}

export function bitsOfClaim({ set, expression }: Claim): readonly ClaimBit[] {
  return namesThisBit(expression) ? bitsOf(set.layout) : [undefined];
}

function namesThisBit(expression: Expression): boolean {
  if (expression.kind === "this" || expression.kind === "member") return true;
  if (expression.kind === "applied") return expression.bit === undefined;
  return operandsOf(expression).some(namesThisBit);
}

/** The same claim about the sets of another side. */
export function inProgram({ set, expression }: Claim, { sets }: Program): Claim {
  const there = (bitmap: ProgramSet): ProgramSet =>
    sets.find(({ name }) => name === bitmap.name) ?? bitmap;
  const rewrite = rewriteReads((read) => {
    if (read.kind === "applied") return { ...read, set: there(read.set) };
    const isOfSet = read.kind !== "own" && read.bitmap.kind === "caps";
    return isOfSet ? { ...read, bitmap: there(read.bitmap) } : read;
  });
  return { set: there(set), expression: rewrite(expression) };
}

/** `k0 5`, or `k0 5 c1` for an answer to `is`: what a claim says of sets, whatever their rules are. */
export type FreeName = string;

export class FreeOracle extends Oracle {
  readonly #isTrue: (name: FreeName) => boolean;

  constructor(given: Case, isTrue: (name: FreeName) => boolean) {
    super(given);
    this.#isTrue = isTrue;
  }

  override valueOf(bitmap: ProgramBitmap, bit: number): boolean {
    return bitmap.kind === "caps"
      ? this.#isTrue(`${bitmap.name} ${bit}`)
      : super.valueOf(bitmap, bit);
  }

  override isGovernedBy({ name }: ProgramSet, bit: number, asked: NamedClass): boolean {
    return this.#isTrue(`${name} ${bit} ${asked.name}`);
  }
}

/** The bits of sets that a claim about a bit reads, and answers to `is`. */
export function freeNames({ set, expression }: Claim, thisBit: ClaimBit): readonly FreeName[] {
  const at = (bitmap: ProgramBitmap, bit: number | undefined, more = ""): readonly FreeName[] => {
    const place = bit ?? counterpartIn(set.layout, thisBit ?? 0, bitmap.layout);
    return bitmap.kind === "caps" && typeof place === "number"
      ? [`${bitmap.name} ${place}${more}`]
      : [];
  };
  const read = (each: Expression): readonly FreeName[] => {
    if (each.kind === "this") return at(each.bitmap, undefined);
    if (each.kind === "bit") return at(each.bitmap, each.bit);
    if (each.kind === "own") return at(set, each.bit);
    if (each.kind === "applied") return at(each.set, each.bit, ` ${each.class.name}`);
    return operandsOf(each).flatMap(read);
  };
  return read(expression);
}

/** Cases of so many variables are all looked at. */
const MOST_VARIABLES = 8;

/** The program and claims whose cases are enumerated. */
export interface World {
  readonly program: Program;
  /** The variables of the program and of all examined claims. */
  readonly supports: Supports;
}

/**
 * True if `isWanted` holds in some case of the variables that assumptions, claims and free names
 * read; undefined if there are too many cases.
 * @param isWanted receives the values of free names.
 */
export function canBe(
  { program, supports }: World,
  reads: readonly { readonly claim: Claim; readonly bit: ClaimBit; readonly isFree: boolean }[],
  isWanted: (given: Case, isTrue: (name: FreeName) => boolean) => boolean,
): boolean | undefined {
  const assumed = assumedBy(program);
  const [set] = program.sets;
  if (set === undefined) throw new Error("a program has a set");
  const inputs: readonly VariableName[] = [
    ...assumed.flatMap((each) => [
      ...supports.ofExpression(each, { set, layout: set.layout, bit: 0 }),
    ]),
    ...reads.flatMap(({ claim, bit, isFree }) => [
      ...supports.ofExpression(isFree ? withoutSets(claim.expression) : claim.expression, {
        set: claim.set,
        layout: claim.set.layout,
        bit: bit ?? 0,
      }),
    ]),
  ];
  const free = reads.flatMap(({ claim, bit, isFree }) => (isFree ? freeNames(claim, bit) : []));
  const variables = [...new Set([...inputs, ...free])];
  if (variables.length > MOST_VARIABLES) return undefined;
  for (let row = 0; row < 2 ** variables.length; row++) {
    const on = new Set(variables.filter((_, column) => ((row >>> column) & 1) === 1));
    const isTrue = (name: string): boolean => on.has(name);
    if (isWanted(caseOf(program, supports, isTrue), isTrue)) return true;
  }
  return false;
}

/** Reads the same inputs, and nothing else. */
const withoutSets = rewriteReads((read) =>
  read.kind === "own" || read.kind === "applied" || read.bitmap.kind === "caps"
    ? { kind: "constant", value: false }
    : read,
);

/** An expression that reads bits of bitmaps, or asks for a class. */
type Read = Extract<Expression, { kind: "this" | "bit" | "own" | "applied" }>;

function rewriteReads(change: (read: Read) => Expression): (expression: Expression) => Expression {
  const rewrite = (each: Expression): Expression => {
    switch (each.kind) {
      case "this":
      case "bit":
      case "own":
      case "applied":
        return change(each);
      case "not":
        return { ...each, operand: rewrite(each.operand) };
      case "binary":
        return { ...each, left: rewrite(each.left), right: rewrite(each.right) };
      case "choice": {
        const [condition, yes, no] = [rewrite(each.condition), rewrite(each.yes), rewrite(each.no)];
        return { ...each, condition, yes, no };
      }
      default:
        return each;
    }
  };
  return rewrite;
}
