/**
 * Decides what governs each bit of a capability set.
 *
 * Layers are applied in turn: the base's, then the set's own. Within a layer the plain statements
 * come first, so that an `override` replaces those of an earlier block of the same set as well.
 */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  ambiguousCounterpart,
  duplicateDefault,
  duplicateRule,
  noCounterpart,
  noDefault,
  overridesNothing,
} from "../diagnostics/rules.ts";
import type { BitRule, ClassApplication, DefaultRule } from "../../grammar/syntax-tree.ts";
import type { SetDraft } from "./collect-sets.ts";
import { counterpart } from "./counterpart.ts";
import { thisBitmaps } from "./expressions.ts";
import { findWord } from "./find-bit.ts";
import { bitCount, bitLabel, layoutBit, wordOf, type BitIndex } from "./layout.ts";
import { labelBits } from "./label-bits.ts";
import {
  isDefault,
  rulesOf,
  type BitGovernance,
  type Expr,
  type Rule,
  type RuleOrigin,
} from "./model.ts";
import { placeRules, type PlacedRule } from "./place-rules.ts";
import { expandClass, resolveExpression } from "./resolve-expression.ts";
import { resolveTargets } from "./resolve-targets.ts";
import { lookUp, type Scope } from "./scope.ts";
import { unknownName, wrongKind } from "../diagnostics/names.ts";
import { kindWords } from "./declarations.ts";
import { nearestName } from "../base/nearest-name.ts";

interface ExplicitRules {
  readonly rules: readonly Rule[];
  readonly also: readonly Rule[];
  readonly requires: readonly Rule[];
}

const NO_RULES: ExplicitRules = { rules: [], also: [], requires: [] };

/** What has been stated so far, layer by layer. */
interface Stated {
  default: Rule | undefined;
  readonly leafDefaults: Map<number, Rule>;
  unnamed: Rule | undefined;
  readonly bits: Map<BitIndex, ExplicitRules>;
}

/** Fills the draft's `bits`; `scope` is that of its expressions. */
export function govern(draft: SetDraft, scope: Scope): void {
  const stated: Stated = {
    default: undefined,
    leafDefaults: new Map(),
    unnamed: undefined,
    bits: new Map(),
  };
  for (const layer of layersOf(draft)) {
    const placed = placeRules(scope, layer.statements);
    applyDefaults(stated, scope, placed);
    applyPlain(stated, scope, placed);
    applyOverrides(stated, scope, placed);
    if (stated.default === undefined)
      applyDefaults(stated, scope, placeRules(scope, layer.fallback));
  }
  reportDuplicates(stated, scope);
  fillBits(draft, stated, scope);
  reportCounterparts(draft, scope);
}

function layersOf(draft: SetDraft): readonly SetDraft[] {
  return draft.base === undefined ? [draft] : [...layersOf(draft.base), draft];
}

function applyDefaults(stated: Stated, scope: Scope, placed: readonly PlacedRule[]): void {
  const byOverride = [...placed].sort(
    (a, b) => Number(a.statement.override) - Number(b.statement.override),
  );
  for (const rule of byOverride) {
    const { statement } = rule;
    if (statement.kind === "default") {
      if (statement.leaves.length > 0) applyLeafDefaults(stated, scope, rule, statement);
      else {
        stated.default = replaceDefault(scope, stated.default, rule, "the default");
        if (statement.override) stated.leafDefaults.clear();
      }
    } else if (statement.kind === "unnamed") {
      stated.unnamed = replaceDefault(scope, stated.unnamed, rule, "`unnamed`");
    }
  }
}

function applyLeafDefaults(
  stated: Stated,
  scope: Scope,
  rule: PlacedRule,
  statement: DefaultRule,
): void {
  const layout = ownLayout(scope);
  for (const leaf of statement.leaves) {
    const word = findWord(layout, leaf);
    if ("problem" in word) {
      if (!scope.brokenNames.has(leaf.text)) scope.diagnostics.push(word.problem);
      continue;
    }
    const what = `the default of \`${leaf.text}\``;
    const before = stated.leafDefaults.get(word.index);
    stated.leafDefaults.set(word.index, replaceDefault(scope, before, rule, what));
  }
}

function replaceDefault(
  scope: Scope,
  before: Rule | undefined,
  placed: PlacedRule,
  what: string,
): Rule {
  const { statement } = placed;
  if (statement.override && before === undefined) {
    scope.diagnostics.push(
      report(overridesNothing, statement.span, { what: `${what} is not given before` }),
    );
  }
  if (!statement.override && before !== undefined) {
    scope.diagnostics.push(
      report(
        duplicateDefault,
        statement.span,
        { what },
        {
          related: [{ span: before.span, label: "the first one is here" }],
        },
      ),
    );
  }
  return buildRule(scope, placed);
}

function applyPlain(stated: Stated, scope: Scope, placed: readonly PlacedRule[]): void {
  for (const rule of placed) {
    if (!isExplicit(rule) || rule.statement.override) continue;
    const built = buildRule(scope, rule);
    const part = partOf(rule.statement);
    for (const bit of targetsOf(scope, rule)) {
      const before = stated.bits.get(bit) ?? NO_RULES;
      stated.bits.set(bit, { ...before, [part]: [...before[part], built] });
    }
  }
}

/** First everything that is overridden goes, then the overriding rules come. */
function applyOverrides(stated: Stated, scope: Scope, placed: readonly PlacedRule[]): void {
  const overriding = placed.filter(isExplicit).filter(({ statement }) => statement.override);
  const removed = new Set<string>();
  for (const rule of overriding) {
    const part = partOf(rule.statement);
    for (const bit of targetsOf(scope, rule)) {
      const key = `${part} ${bit}`;
      if (removed.has(key)) continue;
      removed.add(key);
      const before = stated.bits.get(bit) ?? NO_RULES;
      const hadAny = before[part].length > 0 || (part === "rules" && before.also.length > 0);
      if (!hadAny) scope.diagnostics.push(overrideOfNothing(scope, rule, bit));
      const cleared =
        part === "rules" ? { ...before, rules: [], also: [] } : { ...before, [part]: [] };
      stated.bits.set(bit, cleared);
    }
  }
  for (const rule of overriding) {
    const built = buildRule(scope, rule);
    const part = partOf(rule.statement);
    for (const bit of targetsOf(scope, rule)) {
      const before = stated.bits.get(bit) ?? NO_RULES;
      stated.bits.set(bit, { ...before, [part]: [...before[part], built] });
    }
  }
}

function overrideOfNothing(scope: Scope, rule: PlacedRule, bit: BitIndex): Diagnostic {
  const label = bitLabel(ownLayout(scope), bit);
  const lacks = { rules: "has no rule", also: "has no `also`", requires: "has no `requires`" };
  const what = `\`${label}\` ${lacks[partOf(rule.statement)]} to replace`;
  return report(overridesNothing, rule.statement.span, { what });
}

interface ExplicitPlacedRule extends PlacedRule {
  readonly statement: BitRule | ClassApplication;
}

function isExplicit(rule: PlacedRule): rule is ExplicitPlacedRule {
  return rule.statement.kind !== "default" && rule.statement.kind !== "unnamed";
}

function partOf(statement: PlacedRule["statement"]): keyof ExplicitRules {
  return statement.kind === "also" || statement.kind === "requires" ? statement.kind : "rules";
}

function targetsOf(scope: Scope, { statement }: ExplicitPlacedRule): ReadonlySet<BitIndex> {
  return resolveTargets(scope, ownLayout(scope), statement.targets);
}

function ownLayout(scope: Scope): NonNullable<Scope["thisLayout"]> {
  if (scope.thisLayout === undefined) throw new Error("caprules bug: rules outside of a set");
  return scope.thisLayout;
}

function buildRule(scope: Scope, { statement, conditions, because }: PlacedRule): Rule {
  const value =
    statement.kind === "apply"
      ? applyClass(scope, statement)
      : { expr: resolveExpression(scope, statement.value), span: statement.value.span };
  return {
    origin: originOf(statement),
    value: value.expr,
    condition: conjunction(conditions.map(({ expr }) => expr)),
    because: statement.because?.value ?? because ?? value.because,
    className: statement.kind === "apply" ? statement.class.text : undefined,
    span: statement.span,
    valueSpan: value.span,
    conditionSpans: conditions.map(({ span }) => span),
  };
}

interface AppliedClass {
  readonly expr: Expr;
  readonly span: Rule["valueSpan"];
  readonly because?: string | undefined;
}

function applyClass(scope: Scope, statement: ClassApplication): AppliedClass {
  const { text, span } = statement.class;
  const declared = lookUp(scope, text);
  if (declared?.kind === "class") {
    const { declaration } = declared;
    const expr: Expr = { kind: "class", name: text, body: expandClass(scope, declaration) };
    return { expr, span: declaration.value.span, because: declaration.because?.value };
  }
  if (!scope.brokenNames.has(text)) {
    scope.diagnostics.push(
      declared === undefined
        ? report(unknownName, span, {
            name: text,
            expected: "class",
            nearest: nearestName(text, classNames(scope)),
          })
        : report(wrongKind, span, {
            name: text,
            actual: kindWords(declared),
            expected: "a class",
          }),
    );
  }
  return { expr: { kind: "constant", value: false }, span };
}

function classNames(scope: Scope): readonly string[] {
  const names: string[] = [];
  for (let set = scope.set; set !== undefined; set = set.base) {
    for (const [name, { kind }] of set.locals) if (kind === "class") names.push(name);
  }
  for (const [name, { kind }] of scope.namespace.names) if (kind === "class") names.push(name);
  return names;
}

function originOf(statement: PlacedRule["statement"]): RuleOrigin {
  switch (statement.kind) {
    case "apply":
      return "class";
    case "rule":
      return "bit";
    case "default":
      return statement.leaves.length > 0 ? "leaf default" : "default";
    default:
      return statement.kind;
  }
}

function conjunction(conditions: readonly Expr[]): Expr | undefined {
  return conditions.length > 1 ? { kind: "and", operands: conditions } : conditions[0];
}

/** One diagnostic for each pair of statements, whatever the number of bits. */
function reportDuplicates(stated: Stated, scope: Scope): void {
  const pairs = new Map<Rule, Map<Rule, BitIndex[]>>();
  for (const [bit, { rules }] of stated.bits) {
    const [first, ...others] = rules.filter(({ condition }) => condition === undefined);
    if (first === undefined) continue;
    for (const second of others) {
      const bySecond = pairs.get(second) ?? new Map<Rule, BitIndex[]>();
      pairs.set(second, bySecond.set(first, [...(bySecond.get(first) ?? []), bit]));
    }
  }
  for (const [second, byFirst] of pairs) {
    for (const [first, bits] of byFirst) {
      scope.diagnostics.push(
        report(
          duplicateRule,
          second.span,
          { bits: labelBits(ownLayout(scope), bits) },
          {
            related: [{ span: first.span, label: "the first rule is here" }],
          },
        ),
      );
    }
  }
}

function fillBits(draft: SetDraft, stated: Stated, scope: Scope): void {
  const { layout } = draft.scope.set;
  const shared = new Map<Rule, BitGovernance>();
  let isReported = false;
  for (let bit = 0; bit < bitCount(layout); bit++) {
    const explicit = stated.bits.get(bit);
    const own = explicit?.rules.find(({ condition }) => condition === undefined);
    const unnamed = layoutBit(layout, bit) === undefined ? stated.unnamed : undefined;
    const fallback = unnamed ?? stated.leafDefaults.get(wordOf(bit)) ?? stated.default;
    const base = own ?? fallback;
    if (base === undefined && !isReported) {
      isReported = true;
      const { name, span } = draft.scope.set;
      scope.diagnostics.push(report(noDefault, span, { set: name }));
    }
    const rules = { base: base ?? noRule(draft), fallback: fallback ?? noRule(draft) };
    draft.bits.push(governance(rules, explicit, shared));
  }
}

/** Bits without a rule of their own share one value for each default. */
function governance(
  rules: Pick<BitGovernance, "base" | "fallback">,
  explicit: ExplicitRules | undefined,
  shared: Map<Rule, BitGovernance>,
): BitGovernance {
  if (explicit !== undefined) {
    const conditional = explicit.rules.filter(({ condition }) => condition !== undefined);
    return { ...rules, conditional, also: explicit.also, requires: explicit.requires };
  }
  const known = shared.get(rules.base) ?? { ...rules, conditional: [], also: [], requires: [] };
  shared.set(rules.base, known);
  return known;
}

function noRule({ scope: { set } }: SetDraft): Rule {
  return {
    origin: "default",
    value: { kind: "constant", value: false },
    condition: undefined,
    because: undefined,
    className: undefined,
    span: set.span,
    valueSpan: set.span,
    conditionSpans: [],
  };
}

/** A rule that names a bit must mean something for it; a default may read zero, but not ambiguously. */
function reportCounterparts(draft: SetDraft, scope: Scope): void {
  const { layout, bits } = draft.scope.set;
  bits.forEach((bitRules, bit) => {
    for (const rule of rulesOf(bitRules)) {
      for (const bitmap of thisBitmaps(rule.value)) {
        if (bitmap.layout === layout) continue;
        const other = counterpart(layout, bit, bitmap.layout);
        if (other === "ambiguous" || (other === "none" && !isDefault(rule))) {
          const kind = other === "none" ? noCounterpart : ambiguousCounterpart;
          const names = { bit: bitLabel(layout, bit), bitmap: bitmap.name };
          scope.diagnostics.push(report(kind, rule.span, names));
        }
      }
    }
  });
}
