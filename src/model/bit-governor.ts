/** Computes the rules that govern single bits of one set, from the table of its statements. */

import { remembered } from "../base/remembered.ts";
import { valueAt } from "../base/shared-list.ts";
import { definitely } from "../base/unreachable.ts";
import { governBit } from "./govern-bit.ts";
import { layoutBit, wordOf, type BitIndex } from "./layout.ts";
import type { BitGovernance, CapabilitySet, Rule, StatedRule } from "./model.ts";
import { isReadAlike, readPlaced } from "./read-statement.ts";
import type { Scope } from "./scope.ts";
import type { PlacedStatement, StatedRules } from "./stated-rules.ts";

type Placed = readonly PlacedStatement[];

export interface BitGovernor {
  /** Bits with the same statements share one object. */
  readonly governanceOf: (bit: BitIndex) => BitGovernance;
  /**
   * Like `governanceOf`, but the rules may read a base set's bit in place of an own bit of equal
   * value.
   */
  readonly sharedGovernanceOf: (bit: BitIndex) => BitGovernance;
  /** True if no statement about the bit reads bits of its own set, so all heirs share its rules. */
  readonly isReadAlike: (bit: BitIndex) => boolean;
  /** Stands in for the default that a set lacks. */
  readonly nothing: Rule;
}

/** @param scope the scope in which the set's expressions are resolved. */
export function bitGovernor(set: CapabilitySet, scope: Scope, table: StatedRules): BitGovernor {
  const statedOf = rememberStated(set, table);
  const nothing = noRule(set);
  const lacking: StatedRule = { part: "default", rule: nothing, replacedBy: [] };
  const governed = (stated: readonly StatedRule[]): BitGovernance =>
    definitely(governBit(stated) ?? governBit([...stated, lacking]), "a bit without a default");
  const shared = remembered<Placed, BitGovernance>(governed);
  const own = remembered((stated: Placed) =>
    governed(stated.map((each) => readPlaced(scope, each))),
  );
  return {
    nothing,
    isReadAlike: (bit) => statedOf(bit).every(isReadAlike),
    sharedGovernanceOf: (bit) => shared(statedOf(bit)),
    governanceOf: (bit) => own(statedOf(bit)),
  };
}

const NO_WORD = -1;

/** Bits that have defaults only share one list for each combination of defaults. */
function rememberStated(
  { layout }: CapabilitySet,
  { rules, also, requires, ...defaults }: StatedRules,
): (bit: BitIndex) => Placed {
  const ofLeaf = (word: number): Placed => valueAt(defaults["leaf default"], word) ?? [];
  const ofNamed = remembered((word: number): Placed => [
    ...ofLeaf(word),
    ...(valueAt(defaults.default, 0) ?? []),
  ]);
  const ofUnnamed = remembered((word: number): Placed => [
    ...(valueAt(defaults.unnamed, 0) ?? []),
    ...ofNamed(word),
  ]);
  const defaultsOf = (bit: BitIndex): Placed => {
    const word = ofLeaf(wordOf(bit)).length === 0 ? NO_WORD : wordOf(bit);
    return layoutBit(layout, bit) === undefined ? ofUnnamed(word) : ofNamed(word);
  };
  const parts = [rules, also, requires];
  return (bit) => {
    const ofDefaults = defaultsOf(bit);
    const isLeft = parts.every((part) => (valueAt(part, bit)?.length ?? 0) === 0);
    return isLeft
      ? ofDefaults
      : [...parts.flatMap((part) => valueAt(part, bit) ?? []), ...ofDefaults];
  };
}

/** The placeholder for a missing default, which CR0303 reports. */
function noRule({ span }: CapabilitySet): Rule {
  return {
    origin: "default",
    value: { kind: "constant", value: false, span },
    condition: undefined,
    because: undefined,
    className: undefined,
    lists: [],
    span,
    valueSpan: span,
    conditionSpans: [],
    exceptionSpans: [],
  };
}
