/** Why one bit is on or off in one case, and the smallest change of inputs that would flip it. */

import { FALSE, type Bdd, type Diagram, type Variable } from "../bdd/bdd.ts";
import { cheapestAssignment } from "../bdd/witness.ts";
import { stateRule, type StatedRule } from "../evaluate/evaluate.ts";
import { interpret, type Interpretation } from "../interpreter/interpret.ts";
import { restrictTo, valueOfVariable } from "../meaning/assignment-values.ts";
import { atomName } from "../meaning/atom-name.ts";
import { enumDiagram } from "../meaning/variables.ts";
import type { Meaning } from "../meaning/lower.ts";
import { bitLabel, wordOf, type BitIndex } from "../model/layout.ts";
import type { Assignment, Enumeration, Input, Model, Rule, SetBit } from "../model/model.ts";
import { asksPresence } from "./asks-presence.ts";

export interface Explanation {
  readonly set: string;
  readonly bit: string;
  readonly isOn: boolean;
  /** The rule to which the bit owes its value. */
  readonly rule: StatedRule;
  /**
   * What of the inputs the bit depends on at all, with its value in this case; presence of CPUID entries
   * only where the bit's own rules ask for it.
   */
  readonly reads: readonly ReadValue[];
  /** The fewest changes that flip the bit; undefined if nothing can. */
  readonly flip: Flip | undefined;
}

export interface ReadValue {
  /** `host.XSAVE`, `guest has CPUID_1_ECX`, `tdp`, `vendor`. */
  readonly name: string;
  /** `on`, `off`, or the value of an enumeration. */
  readonly value: string;
}

export interface Flip {
  /** `host.XSAVE on`, `vendor = amd`. */
  readonly changes: readonly string[];
  /** The rule to which the bit then owes its value, where that is another one. */
  readonly rule: StatedRule | undefined;
  /** The case with the changes made. */
  readonly assignment: Assignment;
}

export function explainBit(
  model: Model,
  meaning: Meaning,
  interpretation: Interpretation,
  assignment: Assignment,
  target: SetBit,
): Explanation {
  const { set, bit } = target;
  const diagram = meaning.valueOf(set, bit);
  const isOn = interpretation.valueOf(set, bit);
  const rule = interpretation.decidingRule(set, bit);
  const flipped = findFlip(model, meaning, assignment, isOn ? meaning.bdd.not(diagram) : diagram);
  return {
    set: set.name,
    bit: bitLabel(set.layout, bit),
    isOn,
    rule: stateRule(rule),
    reads: readValues(meaning, assignment, diagram, asksPresence(target)),
    flip: flipped && { ...flipped, rule: flippingRule(model, flipped.assignment, target, rule) },
  };
}

/** Undefined where it is the rule that decides now. */
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
  assignment: Assignment,
  diagram: Diagram,
  isPresenceAsked: ReturnType<typeof asksPresence>,
): readonly ReadValue[] {
  const byName = new Map<string, string>();
  for (const variable of meaning.bdd.support(diagram)) {
    const atom = meaning.variables.meaning(variable);
    if (atom.kind === "has" && !isPresenceAsked(atom.input, atom.entry)) continue;
    const isOn = valueOfVariable(meaning, assignment, variable) === true;
    byName.set(
      atomName(atom),
      atom.kind === "enum" ? enumValue(assignment, atom.enumeration) : onOff(isOn),
    );
  }
  return [...byName].map(([name, value]) => ({ name, value }));
}

function onOff(isOn: boolean): string {
  return isOn ? "on" : "off";
}

function enumValue({ values }: Assignment, enumeration: Enumeration): string {
  return enumeration.values[values.get(enumeration) ?? 0] ?? "";
}

/** A hair more than a bit's, which changes nothing else and so is the better answer where both would do. */
const PRESENCE_COST = 1.001;

interface Candidate {
  readonly values: ReadonlyMap<Enumeration, number>;
  readonly changed: ReadonlyMap<Variable, boolean>;
  readonly cost: number;
}

/** Changing an enumeration is one change, whatever its variables; so its values are tried in turn. */
function findFlip(
  model: Model,
  meaning: Meaning,
  assignment: Assignment,
  wanted: Diagram,
): Pick<Flip, "changes" | "assignment"> | undefined {
  const { bdd, assumption } = meaning;
  const isPossible = restrictTo(meaning, assumption, assignment) !== FALSE;
  const target = isPossible ? bdd.and(wanted, assumption) : wanted;
  const best = enumChoices(meaning, target)
    .flatMap((values) => candidate(meaning, assignment, target, values))
    .sort((a, b) => a.cost - b.cost)[0];
  if (best === undefined) return undefined;
  return {
    changes: describeChanges(meaning, assignment, best),
    assignment: apply(model, meaning, assignment, best),
  };
}

function candidate(
  meaning: Meaning,
  assignment: Assignment,
  target: Diagram,
  values: ReadonlyMap<Enumeration, number>,
): readonly Candidate[] {
  const rest = withEnums(meaning.bdd, meaning, target, values);
  const cheapest = cheapestAssignment(meaning.bdd, rest, (variable, value) =>
    valueOfVariable(meaning, assignment, variable) === value ? 0 : costOf(meaning, variable),
  );
  if (cheapest === undefined) return [];
  const changed = [...cheapest.values].filter(
    ([variable, value]) => valueOfVariable(meaning, assignment, variable) !== value,
  );
  const enumChanges = [...values].filter(([each, value]) => assignment.values.get(each) !== value);
  return [{ values, changed: new Map(changed), cost: cheapest.cost + enumChanges.length }];
}

function costOf({ variables }: Meaning, variable: Variable): number {
  return variables.meaning(variable).kind === "has" ? PRESENCE_COST : 1;
}

/** Every combination of values of the enumerations that matter. */
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
    return enumeration.values
      .slice(1)
      .map((_, place) => start + place)
      .reduce((each, variable) => bdd.exists(each, variable), chosen);
  }, diagram);
}

function describeChanges(
  { variables }: Meaning,
  assignment: Assignment,
  { values, changed }: Candidate,
): readonly string[] {
  return [
    ...[...values].flatMap(([each, value]) =>
      assignment.values.get(each) === value ? [] : [`${each.name} = ${each.values[value] ?? ""}`],
    ),
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

/** An entry that is not there has no bits. */
function dropEntry(bits: Set<BitIndex> | undefined, { layout }: Input, entry: number): void {
  for (const bit of bits ?? []) {
    if (layout.words[wordOf(bit)]?.address?.entry === entry) bits?.delete(bit);
  }
}
