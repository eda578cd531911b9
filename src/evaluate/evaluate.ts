/** What every bit of every capability set is in one case, and which rule made it so. */

import { positionAt } from "../base/source-text.ts";
import { definitely } from "../base/unreachable.ts";
import type { Interpretation } from "../interpreter/interpret.ts";
import { counterpart } from "../model/counterpart.ts";
import { bitCount, bitLabel, bitOf, layoutBit, wordOf, type BitIndex } from "../model/layout.ts";
import { isDefault, type CapabilitySet, type Model, type Rule } from "../model/model.ts";
import { ruleText } from "../model/rule-text.ts";
import { followedInputs, type FollowedInputs } from "./followed-inputs.ts";

export interface EvaluatedSet {
  readonly name: string;
  /** One element a word of the layout. */
  readonly words: Uint32Array;
  /** Named bits, and unnamed ones that are on, by index. */
  readonly bits: readonly EvaluatedBit[];
}

export interface EvaluatedBit {
  /** The shortest name that says which bit it is. */
  readonly name: string;
  readonly leaf: string;
  /** word * 32 + bit. */
  readonly index: BitIndex;
  readonly isOn: boolean;
  /** What the inputs that it follows (see `FollowedInputs`) say of it, in order of declaration. */
  readonly inputs: readonly { readonly name: string; readonly isOn: boolean }[];
  /**
   * `withheld`: off although one of `inputs` has it; `granted`: on although one has not; undefined
   * where the bit is what all of them say.
   */
  readonly mark: "withheld" | "granted" | undefined;
  /** The rule to which it owes its value. */
  readonly rule: StatedRule;
}

/** A rule as a reader would find it. */
export interface StatedRule {
  /** `emulated = guest`, `requires XSAVE`. */
  readonly text: string;
  readonly because: string | undefined;
  /** It is a default, not an exception. */
  readonly isDefault: boolean;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

export function evaluateSets(
  model: Model,
  interpretation: Interpretation,
): readonly EvaluatedSet[] {
  const followedBySet = followedInputs(model.sets);
  return model.sets.map((set) => {
    const followed = definitely(followedBySet.get(set), "a set of another model");
    const bits = Array.from({ length: bitCount(set.layout) }, (_, bit) =>
      evaluateBit({ model, interpretation, followed }, set, bit),
    );
    return {
      name: set.name,
      words: wordsOf(set, bits),
      bits: bits.filter(({ index, isOn }) => isOn || layoutBit(set.layout, index) !== undefined),
    };
  });
}

interface Evaluation {
  readonly model: Model;
  readonly interpretation: Interpretation;
  /** Of the set whose bits are evaluated. */
  readonly followed: FollowedInputs;
}

function evaluateBit(
  { model, interpretation, followed }: Evaluation,
  set: CapabilitySet,
  bit: BitIndex,
): EvaluatedBit {
  const isOn = interpretation.valueOf(set, bit);
  const ofBit = followed(bit);
  const inputs = model.inputs.flatMap((input) => {
    if (!ofBit.has(input)) return [];
    const other = counterpart(set.layout, bit, input.layout);
    return typeof other === "number"
      ? [{ name: input.name, isOn: interpretation.valueOf(input, other) }]
      : [];
  });
  return {
    name: bitLabel(set.layout, bit),
    leaf: set.layout.words[wordOf(bit)]?.name ?? "",
    index: bit,
    isOn,
    inputs,
    mark: inputs.every((each) => each.isOn === isOn) ? undefined : isOn ? "granted" : "withheld",
    rule: stateRule(interpretation.decidingRule(set, bit)),
  };
}

export function stateRule(rule: Rule): StatedRule {
  const { source, start } = rule.span;
  return {
    text: ruleText(rule),
    because: rule.because,
    isDefault: isDefault(rule),
    file: source.name,
    line: positionAt(source, start).line,
  };
}

function wordsOf(set: CapabilitySet, bits: readonly EvaluatedBit[]): Uint32Array {
  const words = new Uint32Array(set.layout.words.length);
  for (const { index, isOn } of bits) {
    if (isOn) words[wordOf(index)] = (words[wordOf(index)] ?? 0) | (1 << bitOf(index));
  }
  return words;
}
