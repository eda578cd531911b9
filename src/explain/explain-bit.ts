/**
 * Explains why one bit is on or off in one case, and finds the smallest change of inputs that would
 * flip it.
 */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "../bdd/bdd.ts";
import { cheapestAssignment } from "../bdd/witness.ts";
import { stateOf, stateRule, type BitState, type StatedRule } from "../evaluate/evaluate-sets.ts";
import { interpret } from "../interpreter/interpret.ts";
import { valueOfVariable } from "../meaning/assignment-values.ts";
import { atomName } from "../meaning/atom-name.ts";
import { conditionText } from "../meaning/condition-text.ts";
import { enumDiagram } from "../meaning/variables.ts";
import type { Meaning } from "../meaning/lower.ts";
import {
  complete,
  isUnknown,
  knownValue,
  partialValue,
  possibleCompletions,
  restrictToKnown,
  type Dependence,
  type PartialCase,
} from "../meaning/partial-case.ts";
import { bitLabel, wordOf, type BitIndex } from "../model/layout.ts";
import type { Assignment, Enumeration, Input, Model, Rule, SetBit } from "../model/model.ts";
import { asksPresence } from "./asks-presence.ts";

export interface Explanation {
  readonly set: string;
  readonly bit: string;
  /** False if the bit depends on unknown inputs. */
  readonly isOn: boolean;
  /** True if the bit is the same in every case that the inputs and the assumptions allow. */
  readonly isKnown: boolean;
  readonly state: BitState;
  /** The unknown inputs on which the bit depends; none can be left out. */
  readonly dependsOn: readonly string[];
  /**
   * The cases in which the bit is on, as an expression over `dependsOn`; undefined if the bit is
   * known.
   */
  readonly onWhen: string | undefined;
  /**
   * The rule that decides the bit. If the bit depends on unknown inputs, the rule that decides it
   * when these are off.
   */
  readonly rule: StatedRule;
  /**
   * The inputs on which the bit depends in any case, with their values in this one. The presence of CPUID entries is
   * listed only if the bit's own rules ask for it.
   */
  readonly reads: readonly ReadValue[];
  /**
   * The fewest changes that flip the bit, whatever the remaining unknown inputs are. Undefined if
   * nothing flips it, or if the bit depends on unknown inputs.
   */
  readonly flip: Flip | undefined;
}

export interface ReadValue {
  /** `host.XSAVE`, `guest has CPUID_1_ECX`, `tdp`, `vendor`. */
  readonly name: string;
  /** `on`, `off`, the value of an enumeration, or `unknown`. */
  readonly value: string;
}

export interface Flip {
  /** `host.XSAVE on`, `vendor = amd`. */
  readonly changes: readonly string[];
  /** The rule that then decides the bit, if it is another one. */
  readonly rule: StatedRule | undefined;
  /** The case after the changes. */
  readonly assignment: Assignment;
}

/** @throws LimitExceeded where diagrams grow beyond their limit. */
export function explainBit(
  model: Model,
  meaning: Meaning,
  known: PartialCase,
  target: SetBit,
): Explanation {
  const { set, bit } = target;
  const diagram = meaning.valueOf(set, bit);
  const possible = possibleCompletions(meaning, known);
  const value = partialValue(meaning, diagram, known, possible);
  const rule = interpret(model, complete(meaning, known, possible, "off")).decidingRule(set, bit);
  const flip =
    typeof value === "boolean"
      ? findFlip(model, meaning, known, value ? meaning.bdd.not(diagram) : diagram)
      : undefined;
  return {
    set: set.name,
    bit: bitLabel(set.layout, bit),
    isOn: value === true,
    isKnown: typeof value === "boolean",
    state: stateOf(value),
    dependsOn: typeof value === "boolean" ? [] : value.on.map(atomName),
    onWhen: typeof value === "boolean" ? undefined : whenOn(meaning, value),
    rule: stateRule(rule),
    reads: readValues(meaning, known, diagram, asksPresence(target)),
    flip: flip && { ...flip, rule: flippingRule(model, flip.assignment, target, rule) },
  };
}

/**
 * Writes the condition over unknown inputs only. A bit is written as rules read it, off while its
 * entry is absent. If the bit matters and its entry does not, the entry is known to be present.
 */
function whenOn(meaning: Meaning, { value, on }: Dependence): string {
  const { bdd, variables } = meaning;
  const entries = on.flatMap((atom) => {
    if (atom.kind !== "bit") return [];
    const { address } = atom.input.layout.words[wordOf(atom.bit)] ?? {};
    return address === undefined ? [] : [variables.has(atom.input, address.entry)];
  });
  const open = new Set(bdd.support(value));
  const within = entries
    .filter((entry) => !open.has(entry))
    .reduce((all, entry) => bdd.and(all, bdd.variable(entry)), TRUE);
  return conditionText(meaning, value, { within }).text;
}

/** Undefined if the same rule decides before and after. */
function flippingRule(
  model: Model,
  flipped: Assignment,
  { set, bit }: SetBit,
  present: Rule,
): StatedRule | undefined {
  const rule = interpret(model, flipped).decidingRule(set, bit);
  return rule === present ? undefined : stateRule(rule);
}

function readValues(
  meaning: Meaning,
  { assignment, unknown }: PartialCase,
  diagram: Diagram,
  isPresenceAsked: ReturnType<typeof asksPresence>,
): readonly ReadValue[] {
  const byName = new Map<string, string>();
  for (const variable of meaning.bdd.support(diagram)) {
    const atom = meaning.variables.meaning(variable);
    if (atom.kind === "has" && !isPresenceAsked(atom.input, atom.entry)) continue;
    const isOn = valueOfVariable(meaning, assignment, variable) === true;
    const value = atom.kind === "enum" ? enumValue(assignment, atom.enumeration) : onOff(isOn);
    byName.set(atomName(atom), isUnknown(unknown, atom) ? "unknown" : value);
  }
  return [...byName].map(([name, value]) => ({ name, value }));
}

function onOff(isOn: boolean): string {
  return isOn ? "on" : "off";
}

function enumValue({ values }: Assignment, enumeration: Enumeration): string {
  return enumeration.values[values.get(enumeration) ?? 0] ?? "";
}

/**
 * Slightly more than the cost of a bit, so that changing a bit, which has fewer side effects, is
 * preferred.
 */
const PRESENCE_COST = 1.001;

interface Candidate {
  readonly values: ReadonlyMap<Enumeration, number>;
  readonly changed: ReadonlyMap<Variable, boolean>;
  readonly cost: number;
}

/**
 * Changing an enumeration counts as one change, however many variables it has, so its values are
 * tried in turn. Fixing an unknown input counts as a change, too, so that the bit flips whatever
 * the remaining unknown inputs are.
 */
function findFlip(
  model: Model,
  meaning: Meaning,
  known: PartialCase,
  wanted: Diagram,
): Pick<Flip, "changes" | "assignment"> | undefined {
  const { bdd, assumption } = meaning;
  const isPossible = restrictToKnown(meaning, assumption, known) !== FALSE;
  const target = isPossible ? bdd.and(wanted, assumption) : wanted;
  const flips = { wanted, possible: isPossible ? assumption : TRUE };
  const best = enumChoices(meaning, target)
    .flatMap((values) => candidate(meaning, known, target, values))
    .map((each) => ({ ...each, needed: neededChanges(meaning, known, each, flips) }))
    .sort((a, b) => a.cost - a.needed.saved - (b.cost - b.needed.saved))[0];
  if (best === undefined) return undefined;
  return {
    changes: describeChanges(meaning, known, best.needed),
    assignment: apply(model, meaning, known.assignment, best),
  };
}

interface NeededChanges extends Pick<Candidate, "values" | "changed"> {
  /** The number of changes that are left out. */
  readonly saved: number;
}

/**
 * Drops changes that fix an unknown input without need, because the bit flips in every possible
 * case anyway.
 */
function neededChanges(
  meaning: Meaning,
  known: PartialCase,
  { values, changed }: Candidate,
  { wanted, possible }: { readonly wanted: Diagram; readonly possible: Diagram },
): NeededChanges {
  const { bdd, variables } = meaning;
  const needed = new Map(changed);
  const neededValues = new Map(values);
  const after = (diagram: Diagram): Diagram =>
    bdd.restrictAll(
      withEnums(bdd, meaning, diagram, neededValues),
      (variable) => needed.get(variable) ?? knownValue(meaning, known, variable),
    );
  const flips = (): boolean => bdd.and(after(possible), bdd.not(after(wanted))) === FALSE;
  for (const [variable, value] of changed) {
    if (!isUnknown(known.unknown, variables.meaning(variable))) continue;
    needed.delete(variable);
    if (!flips()) needed.set(variable, value);
  }
  for (const [enumeration, value] of values) {
    if (!known.unknown.enums.has(enumeration)) continue;
    neededValues.delete(enumeration);
    if (!flips()) neededValues.set(enumeration, value);
  }
  const saved = changed.size - needed.size + values.size - neededValues.size;
  return { values: neededValues, changed: needed, saved };
}

function candidate(
  meaning: Meaning,
  known: PartialCase,
  target: Diagram,
  values: ReadonlyMap<Enumeration, number>,
): readonly Candidate[] {
  const rest = withEnums(meaning.bdd, meaning, target, values);
  const cheapest = cheapestAssignment(meaning.bdd, rest, (variable, value) =>
    knownValue(meaning, known, variable) === value ? 0 : costOf(meaning, variable),
  );
  if (cheapest === undefined) return [];
  const changed = [...cheapest.values].filter(
    ([variable, value]) => knownValue(meaning, known, variable) !== value,
  );
  const enumChanges = [...values].filter((each) => isEnumChange(known, each));
  return [{ values, changed: new Map(changed), cost: cheapest.cost + enumChanges.length }];
}

function isEnumChange(
  { assignment, unknown }: PartialCase,
  [enumeration, value]: readonly [Enumeration, number],
): boolean {
  return unknown.enums.has(enumeration) || assignment.values.get(enumeration) !== value;
}

function costOf({ variables }: Meaning, variable: Variable): number {
  return variables.meaning(variable).kind === "has" ? PRESENCE_COST : 1;
}

/** All combinations of values of the enumerations that matter. */
function enumChoices(
  { bdd, variables }: Meaning,
  diagram: Diagram,
): readonly ReadonlyMap<Enumeration, number>[] {
  const enumerations = new Set(
    bdd.support(diagram).flatMap((variable) => {
      const atom = variables.meaning(variable);
      return atom.kind === "enum" ? [atom.enumeration] : [];
    }),
  );
  return [...enumerations].reduce<readonly ReadonlyMap<Enumeration, number>[]>(
    (choices, enumeration) =>
      choices.flatMap((choice) =>
        enumeration.values.map((_, value) => new Map([...choice, [enumeration, value]])),
      ),
    [new Map()],
  );
}

function withEnums(
  bdd: Bdd,
  { variables }: Meaning,
  diagram: Diagram,
  values: ReadonlyMap<Enumeration, number>,
): Diagram {
  return [...values].reduce((rest, [enumeration, value]) => {
    const chosen = bdd.and(rest, enumDiagram(bdd, variables, enumeration, value));
    const start = variables.enumStart(enumeration);
    const end = start + enumeration.values.length - 1;
    return bdd.existsAll(chosen, (variable) => variable >= start && variable < end);
  }, diagram);
}

function describeChanges(
  { variables }: Meaning,
  known: PartialCase,
  { values, changed }: Pick<Candidate, "values" | "changed">,
): readonly string[] {
  return [
    ...[...values]
      .filter((each) => isEnumChange(known, each))
      .map(([each, value]) => `${each.name} = ${each.values[value] ?? ""}`),
    ...[...changed].map(
      ([variable, value]) => `${atomName(variables.meaning(variable))} ${onOff(value)}`,
    ),
  ];
}

function apply(
  model: Model,
  { variables }: Meaning,
  assignment: Assignment,
  { values, changed }: Candidate,
): Assignment {
  const bits = new Map(model.inputs.map((each) => [each, new Set(assignment.bits.get(each))]));
  const present = new Map(
    model.inputs.map((each) => [each, new Set(assignment.present.get(each))]),
  );
  const flags = new Set(assignment.flags);
  const toggle = <T>(set: Set<T> | undefined, member: T, isOn: boolean): void => {
    if (isOn) set?.add(member);
    else set?.delete(member);
  };
  for (const [variable, isOn] of changed) {
    const atom = variables.meaning(variable);
    if (atom.kind === "flag") toggle(flags, atom.flag, isOn);
    else if (atom.kind === "has") {
      toggle(present.get(atom.input), atom.entry, isOn);
      if (!isOn) dropEntry(bits.get(atom.input), atom.input, atom.entry);
    } else if (atom.kind === "bit") toggle(bits.get(atom.input), atom.bit, isOn);
  }
  return { bits, present, flags, values: new Map([...assignment.values, ...values]) };
}

/** Removes the bits of an absent entry. */
function dropEntry(bits: Set<BitIndex> | undefined, { layout }: Input, entry: number): void {
  for (const bit of bits ?? []) {
    if (layout.words[wordOf(bit)]?.address?.entry === entry) bits?.delete(bit);
  }
}
