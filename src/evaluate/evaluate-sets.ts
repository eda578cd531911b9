/**
 * The value of every bit of every capability set in one case, and the rule that gives it. Parts of the case may be
 * unknown.
 */

import { positionAt } from "../base/source-text.ts";
import { definitely, invariant } from "../base/unreachable.ts";
import { interpret, type Interpretation } from "../interpreter/interpret.ts";
import { atomName } from "../meaning/atom-name.ts";
import type { Meaning } from "../meaning/lower.ts";
import {
  complete,
  hasUnknown,
  isUnknown,
  partialValue,
  possibleCompletions,
  type PartialCase,
  type PartialValue,
} from "../meaning/partial-case.ts";
import { counterpart } from "../model/counterpart.ts";
import { bitCount, bitLabel, bitOf, layoutBit, wordOf, type BitIndex } from "../model/layout.ts";
import { isDefault, type CapabilitySet, type Model, type Rule } from "../model/model.ts";
import { ruleText } from "../model/rule-text.ts";
import { followedInputs, type FollowedInputs } from "./followed-inputs.ts";

export interface EvaluatedSet {
  readonly name: string;
  /** One element for each word of the layout: the bits that are on. */
  readonly words: Uint32Array;
  /** One element for each word: the bits that depend on unknown inputs. */
  readonly dependingWords: Uint32Array;
  /** Named bits, and unnamed bits that are on, by index. */
  readonly bits: readonly EvaluatedBit[];
}

export interface EvaluatedBit {
  /** The shortest name that says which bit it is. */
  readonly name: string;
  readonly leaf: string;
  /** word * 32 + bit. */
  readonly index: BitIndex;
  /** False if the bit depends on unknown inputs. */
  readonly isOn: boolean;
  /** True if the bit is the same in every case that the inputs and the assumptions allow. */
  readonly isKnown: boolean;
  readonly state: BitState;
  /** The unknown inputs on which the bit depends, such as `host.XSAVE`; none can be left out. */
  readonly dependsOn: readonly string[];
  /**
   * The values of the inputs that the bit follows (see `FollowedInputs`), in order of declaration.
   */
  readonly inputs: readonly InputValue[];
  /**
   * `withheld`: the bit is off although one of `inputs` has it. `granted`: the bit is on although
   * one of `inputs` lacks it. Undefined if all inputs agree with the bit, or if it depends on
   * unknown inputs.
   */
  readonly mark: "withheld" | "granted" | undefined;
  /**
   * The rule that decides the bit. If the bit depends on unknown inputs, the rule that decides it
   * when these are off.
   */
  readonly rule: StatedRule;
}

export type BitState = "on" | "off" | "depends";

export interface InputValue {
  readonly name: string;
  /** False if the value is unknown. */
  readonly isOn: boolean;
  readonly isKnown: boolean;
}

/** A rule, with its place. */
export interface StatedRule {
  /** `emulated = guest`, `requires XSAVE`. */
  readonly text: string;
  readonly because: string | undefined;
  /** True for a default, false for an exception. */
  readonly isDefault: boolean;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** @throws LimitExceeded if inputs are unknown and diagrams grow beyond their limit. */
export function evaluateSets(
  model: Model,
  meaning: Meaning,
  known: PartialCase,
): readonly EvaluatedSet[] {
  const followedBySet = followedInputs(model.sets);
  const possible = possibleCompletions(meaning, known);
  const interpretation = interpret(model, complete(meaning, known, possible, "off"));
  const valueOf = hasUnknown(known)
    ? (set: CapabilitySet, bit: BitIndex) =>
        partialValue(meaning, meaning.valueOf(set, bit), known, possible)
    : interpretation.valueOf;
  return model.sets.map((set) => {
    const followed = definitely(followedBySet.get(set), "a set of another model");
    const evaluation = { model, known, interpretation, valueOf, followed };
    const bits = Array.from({ length: bitCount(set.layout) }, (_, bit) =>
      evaluateBit(evaluation, set, bit),
    );
    return {
      name: set.name,
      words: wordsWith(set, bits, "on"),
      dependingWords: wordsWith(set, bits, "depends"),
      bits: bits.filter(({ index, isOn }) => isOn || layoutBit(set.layout, index) !== undefined),
    };
  });
}

interface Evaluation {
  readonly model: Model;
  readonly known: PartialCase;
  /** The case in which everything unknown is off, as far as the assumptions allow. */
  readonly interpretation: Interpretation;
  readonly valueOf: (set: CapabilitySet, bit: BitIndex) => PartialValue;
  /** The inputs that the evaluated set follows. */
  readonly followed: FollowedInputs;
}

function evaluateBit(
  { model, known, interpretation, valueOf, followed }: Evaluation,
  set: CapabilitySet,
  bit: BitIndex,
): EvaluatedBit {
  const value = valueOf(set, bit);
  invariant(
    typeof value !== "boolean" || value === interpretation.valueOf(set, bit),
    "diagrams and interpreter disagree about a bit that is known",
  );
  const ofBit = followed(bit);
  const inputs = model.inputs.flatMap((input): readonly InputValue[] => {
    if (!ofBit.has(input)) return [];
    const other = counterpart(set.layout, bit, input.layout);
    if (typeof other !== "number") return [];
    const isKnown = !isUnknown(known.unknown, { kind: "bit", input, bit: other });
    const isOn = known.assignment.bits.get(input)?.has(other) === true;
    return [{ name: input.name, isOn, isKnown }];
  });
  return {
    name: bitLabel(set.layout, bit),
    leaf: set.layout.words[wordOf(bit)]?.name ?? "",
    index: bit,
    isOn: value === true,
    isKnown: typeof value === "boolean",
    state: stateOf(value),
    dependsOn: typeof value === "boolean" ? [] : value.on.map(atomName),
    inputs,
    mark: markOf(value, inputs),
    rule: stateRule(interpretation.decidingRule(set, bit)),
  };
}

export function stateOf(value: PartialValue): BitState {
  if (typeof value !== "boolean") return "depends";
  return value ? "on" : "off";
}

function markOf(value: PartialValue, inputs: readonly InputValue[]): EvaluatedBit["mark"] {
  const differs = inputs.some(({ isOn, isKnown }) => isKnown && isOn !== value);
  if (typeof value !== "boolean" || !differs) return undefined;
  return value ? "granted" : "withheld";
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

function wordsWith(
  set: CapabilitySet,
  bits: readonly EvaluatedBit[],
  wanted: BitState,
): Uint32Array {
  const words = new Uint32Array(set.layout.words.length);
  for (const { index, state } of bits) {
    if (state === wanted) words[wordOf(index)] = (words[wordOf(index)] ?? 0) | (1 << bitOf(index));
  }
  return words;
}
