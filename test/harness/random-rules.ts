/** Makes the statements of one capability set: without cycles, and if so wanted no two rules for a bit apply at once. */

import { aboutInputs, claimAtRest, not } from "./random-assumption.ts";
import { canUseClass, makeExpression, type ExpressionContext } from "./random-expression.ts";
import { makeTarget } from "./random-target.ts";
import { statedFor, type Stated } from "./random-oracle.ts";
import {
  bitsOf,
  bitsOfTargets,
  nameOfBit,
  rankOf,
  type Expression,
  type ProgramSet,
  type RuleStatement,
  type Statement,
  type Target,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** The branches of the `when`s around a statement. */
type BranchPath = readonly { readonly when: number; readonly branch: number }[];

/** The rules that are stated for a bit, by where they stand. */
type Claims = Map<number, BranchPath[]>;

interface Layer {
  readonly tape: Tape;
  readonly context: ExpressionContext;
  readonly anchor: number;
  readonly claims: Claims;
  readonly inherited: ReadonlyMap<number, Stated>;
  /** Bits of which rules of that part are stated with `override`. */
  readonly overridden: Readonly<Record<RuleStatement["part"], ReadonlySet<number>>>;
  readonly options: RuleOptions;
  whens: number;
}

export interface RuleOptions {
  /** Where rules under `when`s may apply at once: in any case, which is CR0401, or where assumptions exclude the case. */
  readonly overlaps: "nowhere" | "anywhere" | "where excluded";
}

export interface SetStatements {
  readonly statements: readonly Statement[];
  readonly patch: readonly Statement[];
  /** Without these assumptions, some of the rules might apply at once. */
  readonly exclusions: readonly Expression[];
}

export function makeStatements(
  tape: Tape,
  context: ExpressionContext,
  base: ProgramSet | undefined,
  anchor: number,
  options: RuleOptions,
): SetStatements {
  const inherited = inheritedRules(base);
  const layer: Layer = {
    tape,
    context,
    anchor,
    claims: new Map(),
    inherited,
    overridden: chooseOverridden(tape, inherited),
    options,
    whens: 0,
  };
  const statements = [
    ...(base === undefined ? makeDefaults(layer) : overrideDefaults(layer, base)),
    ...(base === undefined ? [makeAnchorRule(layer)] : []),
    ...makeBlock(layer, [], 0, 0),
  ];
  const { overlap, exclusions } = makeOverlap(layer);
  const all = [...statements, ...overlap];
  return { statements: all, patch: makePatch(layer, all, base), exclusions };
}

function inheritedRules(base: ProgramSet | undefined): ReadonlyMap<number, Stated> {
  if (base === undefined) return new Map();
  return new Map(bitsOf(base.layout).map((bit) => [bit, statedFor(base, bit)]));
}

function chooseOverridden(tape: Tape, stated: ReadonlyMap<number, Stated>): Layer["overridden"] {
  const is = new Set<number>();
  const also = new Set<number>();
  const requires = new Set<number>();
  for (const [bit, each] of stated) {
    const hasRule = each.is.length + each.also.length > 0;
    if (hasRule && tape.once(3)) is.add(bit);
    // An `also` under a `when` may already be replaced everywhere by an override with the same
    // condition.
    const hasAlso = each.also.some(({ conditions }) => conditions.length === 0);
    if (hasAlso && tape.once(3)) also.add(bit);
    if (each.requires.length > 0 && tape.once(3)) requires.add(bit);
  }
  return { is, also, requires };
}

/** A default for all, for leaves, and for bits without a name. */
function makeDefaults({ tape, context }: Layer): readonly Statement[] {
  const { layout } = context;
  const all = bitsOf(layout);
  const make = (bits: readonly number[]): Expression =>
    makeExpression(tape, { ...context, bits, isDefault: true }, 2);
  const statements: Statement[] = [
    { kind: "default", words: [], value: make(all), override: false },
  ];
  const words = layout.words.flatMap((_, word) => (tape.once(4) ? [word] : []));
  if (words.length > 0) {
    const bits = all.filter((bit) => words.includes(Math.floor(bit / 32)));
    statements.push({ kind: "default", words, value: make(bits), override: false });
  }
  if (tape.once(3)) {
    const bits = all.filter((bit) => nameOfBit(layout, bit) === undefined);
    statements.push({ kind: "unnamed", value: make(bits), override: false });
  }
  return statements;
}

/** Overrides defaults of the base. */
function overrideDefaults(
  { tape, context }: Layer,
  base: Pick<ProgramSet, "statements" | "patch" | "base">,
): readonly Statement[] {
  const stated = allStatements(base);
  const make = (): Expression =>
    makeExpression(tape, { ...context, bits: bitsOf(context.layout), isDefault: true }, 2);
  const statements: Statement[] = [];
  if (tape.once(3)) statements.push({ kind: "default", words: [], value: make(), override: true });
  if (!stated.some(isOverridingDefault)) {
    const words = new Set(stated.flatMap((each) => (each.kind === "default" ? each.words : [])));
    const chosen = [...words].filter(() => tape.once(2));
    if (chosen.length > 0) {
      statements.push({ kind: "default", words: chosen, value: make(), override: true });
    }
  }
  if (stated.some(({ kind }) => kind === "unnamed") && tape.once(2)) {
    statements.push({ kind: "unnamed", value: make(), override: true });
  }
  return statements;
}

function allStatements(
  set: Pick<ProgramSet, "statements" | "patch" | "base">,
): readonly Statement[] {
  const inherited = set.base === undefined ? [] : allStatements(set.base);
  return [...inherited, ...set.statements, ...set.patch];
}

function isOverridingDefault(statement: Statement): boolean {
  return statement.kind === "default" && statement.override && statement.words.length === 0;
}

function makeAnchorRule(layer: Layer): Statement {
  const { tape, context, anchor } = layer;
  claim(layer, new Set([anchor]), []);
  return {
    kind: "rule",
    part: "is",
    targets: [{ kind: "one", bit: anchor, spelling: "full" }],
    applies: undefined,
    value: makeExpression(tape, { ...context, bits: [anchor], ownBelow: 0 }, 2),
    override: false,
    because: undefined,
  };
}

/** A second block of the same set that adds to what the first states or inherits, and overrides some of it. */
function makePatch(
  layer: Layer,
  statements: readonly Statement[],
  base: ProgramSet | undefined,
): readonly Statement[] {
  if (!layer.tape.once(3)) return [];
  const { layout } = layer.context;
  const none = { lists: [], classes: [], patch: [], name: "", layout };
  const set: ProgramSet = { kind: "caps", ...none, base, statements };
  const stated = new Map(bitsOf(layout).map((bit) => [bit, statedFor(set, bit)]));
  const overridden = withoutBits(chooseOverridden(layer.tape, stated), layer.overridden);
  const patch: Layer = { ...layer, inherited: stated, claims: new Map(), overridden };
  return [
    ...(base === undefined ? overrideDefaults(patch, set) : []),
    ...makeBlock(patch, [], 0, 0),
  ];
}

/** Two blocks of one set do not override the same. */
function withoutBits(
  chosen: Layer["overridden"],
  others: Layer["overridden"],
): Layer["overridden"] {
  const left = (part: RuleStatement["part"]): ReadonlySet<number> =>
    new Set([...chosen[part]].filter((bit) => !others[part].has(bit)));
  return { is: left("is"), also: left("also"), requires: left("requires") };
}

function makeBlock(
  layer: Layer,
  path: BranchPath,
  minRank: number,
  depth: number,
): readonly Statement[] {
  const { tape } = layer;
  return tape
    .list(depth === 0 ? 1 : 0, depth === 0 ? 7 : 3, () =>
      depth < 2 && tape.once(4)
        ? makeWhens(layer, path, minRank, depth)
        : makeRule(layer, path, minRank),
    )
    .flat();
}

/** `when`s of which at most one holds. */
function makeWhens(
  layer: Layer,
  path: BranchPath,
  minRank: number,
  depth: number,
): readonly Statement[] {
  const { tape, context } = layer;
  const when = layer.whens++;
  const rank = tape.once(2) ? tape.below(context.layout.words.length * 32) : 0;
  const inside = Math.max(minRank, rank);
  const conditionContext = { ...context, bits: undefined, ownBelow: rank };
  return makeConditions(tape, conditionContext).flatMap((condition, branch): Statement[] => {
    if (branch > 0 && tape.once(3)) return [];
    const body = makeBlock(layer, [...path, { when, branch }], inside, depth + 1);
    return body.length === 0 ? [] : [{ kind: "when", condition, body }];
  });
}

/** They exclude each other: a condition and its opposite, or values of an enum. */
function makeConditions(tape: Tape, context: ExpressionContext): readonly Expression[] {
  const chosen = context.enums.length > 0 && tape.once(3) ? tape.pick(context.enums) : undefined;
  if (chosen === undefined) {
    const condition = makeExpression(tape, context, 2);
    return [condition, { kind: "not", sign: "!", operand: condition }];
  }
  const split = tape.below(chosen.values.length + 1);
  const positions = chosen.values.map((_, position) => position);
  return [positions.slice(0, split), positions.slice(split)]
    .filter((values) => values.length > 0)
    .map((values) => ({ kind: "enum", enum: chosen, values, test: "in" }));
}

/** Rules for one bit under `when`s whose conditions have nothing to do with each other, and what keeps them apart. */
function makeOverlap(layer: Layer): {
  readonly overlap: readonly Statement[];
  readonly exclusions: readonly Expression[];
} {
  const { tape, context, options } = layer;
  const nothing = { overlap: [], exclusions: [] };
  const isExcluded = options.overlaps === "where excluded";
  if (options.overlaps === "nowhere" || (isExcluded && !tape.once(2))) return nothing;
  const bit = tape.pick(bitsOf(context.layout));
  const path = [{ when: layer.whens++, branch: 0 }];
  const override = layer.overridden.is.has(bit);
  if (!mayClaim(layer, bit, path, override)) return nothing;
  claim(layer, new Set([bit]), path);
  const inside = { ...context, bits: [bit], ownBelow: 0 };
  const conditions = tape.list(2, 3, () => makeOverlapping(layer));
  const overlap = conditions.map((condition): Statement => {
    const targets: readonly Target[] = [{ kind: "one", bit, spelling: "full" }];
    const value = makeExpression(tape, inside, 1);
    const stated = { applies: undefined, override, because: undefined };
    return {
      kind: "when",
      condition,
      body: [{ kind: "rule", part: "is", targets, value, ...stated }],
    };
  });
  return { overlap, exclusions: isExcluded ? pairwiseExclusions(conditions) : [] };
}

function makeOverlapping({ tape, context, options }: Layer): Expression {
  if (options.overlaps === "anywhere") {
    return makeExpression(tape, { ...context, bits: undefined, ownBelow: 0 }, 1);
  }
  // None of the conditions holds in the case in which all assumptions hold.
  return not(claimAtRest(makeExpression(tape, aboutInputs(context), 1), context.layout));
}

function pairwiseExclusions(conditions: readonly Expression[]): readonly Expression[] {
  return conditions.flatMap((left, place) =>
    conditions.slice(place + 1).map((right) => not({ kind: "binary", operator: "&", left, right })),
  );
}

const REASONS = ['ends */ a "comment" \\', "`${1}` </script>", "why\u2028not"];

/** Makes one rule, or none if no rule is allowed for the bits that the tape chooses. */
function makeRule(layer: Layer, path: BranchPath, minRank: number): readonly Statement[] {
  const { tape, context } = layer;
  const { layout, lists } = context;
  const part = tape.pick(["is", "is", "also", "requires"] as const);
  const ownLists = lists.filter((list) => list.layout === layout);
  const proposed = tape.list(1, 4, (): Target =>
    ownLists.length > 0 && tape.once(4)
      ? { kind: "list", list: tape.pick(ownLists) }
      : makeTarget(tape, layout),
  );
  const [first] = proposed.flatMap((target) => [...bitsOfTargets([target])]);
  const override = first !== undefined && layer.overridden[part].has(first);
  const targets = proposed.filter((target) =>
    [...bitsOfTargets([target])].every(
      (bit) =>
        rankOf(layout, bit) >= minRank &&
        layer.overridden[part].has(bit) === override &&
        (part !== "is" || mayClaim(layer, bit, path, override)),
    ),
  );
  if (targets.length === 0) return [];

  const bits = bitsOfTargets(targets);
  if (part === "is") claim(layer, bits, path);
  const ownBelow = Math.min(...[...bits].map((bit) => rankOf(layout, bit)));
  const inside = { ...context, bits: [...bits], ownBelow };
  const usable = context.classes.filter((each) => canUseClass(inside, each));
  const applies =
    part === "is" && usable.length > 0 && tape.once(3) ? tape.pick(usable) : undefined;
  const value =
    applies === undefined
      ? makeExpression(tape, inside, 3)
      : ({ kind: "class", class: applies } as const);
  const because = tape.once(3) ? tape.pick(REASONS) : undefined;
  return [{ kind: "rule", part, targets, applies, value, override, because }];
}

/**
 * True if no other rule for the bit would apply at the same time, if overlaps are not wanted. An
 * unconditional rule is made last.
 */
function mayClaim(layer: Layer, bit: number, path: BranchPath, override: boolean): boolean {
  // Defaults may name it, so that it must not fall back on them.
  if (bit === layer.anchor && override && path.length > 0) return false;
  const isConditional = path.length > 0;
  // Statements of other blocks apply in any case.
  const { is = [], also = [] } = layer.inherited.get(bit) ?? {};
  if (!override && is.length + also.length > 0) return false;
  const mayStandBeside = (isOther: boolean): boolean =>
    isConditional !== isOther || (isConditional && layer.options.overlaps === "anywhere");
  return (layer.claims.get(bit) ?? []).every(
    (other) => mayStandBeside(other.length > 0) || (isConditional && exclude(path, other)),
  );
}

function claim({ claims }: Layer, bits: ReadonlySet<number>, path: BranchPath): void {
  for (const bit of bits) claims.set(bit, [...(claims.get(bit) ?? []), path]);
}

function exclude(a: BranchPath, b: BranchPath): boolean {
  return a.some(({ when, branch }) =>
    b.some((other) => other.when === when && other.branch !== branch),
  );
}
