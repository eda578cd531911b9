/** What governs single bits of one set, from the table of all that is stated about it. */

import { valueAt } from "../base/shared-list.ts";
import { definitely } from "../base/unreachable.ts";
import { governBit } from "./govern-bit.ts";
import { layoutBit, wordOf, type BitIndex } from "./layout.ts";
import type { BitGovernance, CapabilitySet, Rule, StatedRule } from "./model.ts";
import { isReadAlike, readPlaced } from "./read-statement.ts";
import type { Scope } from "./scope.ts";
import type { PlacedStatement, StatedRules } from "./stated-rules.ts";

export interface BitGovernor {
  /** One object for bits that are governed alike. */
  readonly governanceOf: (bit: BitIndex) => BitGovernance;
  /** The same, but its rules may name bits of sets that this one extends instead of its own which have the same values. */
  readonly sharedGovernanceOf: (bit: BitIndex) => BitGovernance;
  /** Sets that inherit all that is stated about the bit have the same rules for it. */
  readonly isReadAlike: (bit: BitIndex) => boolean;
  /** The rule of bits for which no default is stated. */
  readonly nothing: Rule;
}

/** @param scope of the set's expressions. */
export function bitGovernor(set: CapabilitySet, scope: Scope, table: StatedRules): BitGovernor {
  const statedOf = rememberStated(set, table);
  const nothing = noRule(set);
  const lacking: StatedRule = { part: "default", rule: nothing, replacedBy: [] };
  const governed = (stated: readonly StatedRule[]): BitGovernance =>
    definitely(governBit(stated) ?? governBit([...stated, lacking]), "a bit without a default");
  const shared = new Map<readonly PlacedStatement[], BitGovernance>();
  const own = new Map<readonly PlacedStatement[], BitGovernance>();
  return {
    nothing,
    isReadAlike: (bit) => statedOf(bit).every(isReadAlike),
    sharedGovernanceOf: (bit) => remembered(shared, statedOf(bit), governed),
    governanceOf: (bit) =>
      remembered(own, statedOf(bit), (stated) =>
        governed(stated.map((each) => readPlaced(scope, each))),
      ),
  };
}

type Placed = readonly PlacedStatement[];

const NO_LEAF = -1;

function remembered<Key, Value>(
  known: Map<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make(key)));
  return value;
}

/** Bits for which nothing but defaults is stated share one list for each of the defaults' places. */
function rememberStated(
  { layout }: CapabilitySet,
  { rules, also, requires, ...defaults }: StatedRules,
): (bit: BitIndex) => readonly PlacedStatement[] {
  const shared = { named: new Map<number, Placed>(), unnamed: new Map<number, Placed>() };
  const defaultsOf = (bit: BitIndex): Placed => {
    const isNamed = layoutBit(layout, bit) !== undefined;
    const ofLeaf = valueAt(defaults["leaf default"], wordOf(bit)) ?? [];
    const byLeaf = isNamed ? shared.named : shared.unnamed;
    const leaf = ofLeaf.length === 0 ? NO_LEAF : wordOf(bit);
    return remembered(byLeaf, leaf, () => [
      ...(isNamed ? [] : (valueAt(defaults.unnamed, 0) ?? [])),
      ...ofLeaf,
      ...(valueAt(defaults.default, 0) ?? []),
    ]);
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

/** Stands where no default does, which is reported. */
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
