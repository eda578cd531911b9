/** Runs the case of each change through the interpreter and the generated code of both sides, before it is shown. */

import { addToList } from "../../base/add-to-list.ts";
import { definitely } from "../../base/unreachable.ts";
import { report, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { emissionDiffers } from "../../diagnostics/proofs.ts";
import { interpret, type Interpretation } from "../../interpreter/interpret.ts";
import { NO_VALUE } from "../../meaning/lower-together.ts";
import type { Model } from "../../model/model.ts";
import { sliceModel } from "../../model/slice.ts";
import type { Replay, ReplayCase } from "../../replay/replay.ts";
import type { BothSides } from "./both-sides.ts";
import type { BitChange, SetDiff } from "./change.ts";

interface ChangeOfSet {
  readonly set: SetDiff;
  readonly change: BitChange;
}

/**
 * @param claimed further cases of the new program, in which generated code and rules must agree. The code of a
 *   program is generated once for all cases.
 * @returns a diagnostic for each case that does not show its change, which is a bug in caprules.
 * @throws LimitExceeded when the rules of one word are too large for diagrams.
 */
export async function replayChanges(
  models: BothSides<Model>,
  sets: readonly SetDiff[],
  claimed: readonly ReplayCase[],
): Promise<readonly Diagnostic[]> {
  const byCase = new Map<string, ChangeOfSet[]>();
  for (const set of sets) {
    for (const change of set.changes) addToList(byCase, change.witness.text, { set, change });
  }
  const cases = [...byCase.values()];
  const casesOn = (side: keyof BothSides<unknown>): readonly ReplayCase[] =>
    cases.map((changes) => ({
      assignment: definitely(changes[0], "a case has a change").change.witness[side],
      about: changes.flatMap(({ set, change: { indices } }) => {
        const bit = indices[side];
        return bit === undefined ? [] : [{ set: set[side], bit }];
      }),
    }));
  const replays = {
    old: await replayKnown(models.old, casesOn("old")),
    new: await replayKnown(models.new, [...casesOn("new"), ...claimed]),
  };
  const problems = cases.map((changes, position) => {
    const before = definitely(replays.old[position], "every case is run");
    const after = definitely(replays.new[position], "every case is run");
    const interpretations = { old: before.interpretation, new: after.interpretation };
    return before.disagreement ?? after.disagreement ?? contradiction(interpretations, changes);
  });
  const ofClaimed = replays.new.slice(cases.length).map(({ disagreement }) => disagreement);
  return [...problems, ...ofClaimed].flatMap((what) =>
    what === undefined ? [] : [report(emissionDiffers, undefined, { what })],
  );
}

/**
 * Replays the cases in order. A case with a value that the model lacks is interpreted only, since
 * there is no code for it.
 */
export async function replayKnown(
  model: Model,
  cases: readonly ReplayCase[],
): Promise<readonly Replay[]> {
  if (cases.length === 0) return [];
  const { replayCases } = await import("../../replay/replay.ts");
  const own = cases.filter(isOwnCase);
  const replays = await replayCases(model, own);
  const byCase = new Map(own.map((each, position) => [each, replays[position]]));
  return cases.map(
    (each) =>
      byCase.get(each) ?? { interpretation: interpretCase(model, each), disagreement: undefined },
  );
}

/** Every enumeration has a value that its side has. */
export function isOwnCase({ assignment: { values } }: ReplayCase): boolean {
  return [...values.values()].every((value) => value !== NO_VALUE);
}

function interpretCase(model: Model, { assignment, about = [] }: ReplayCase): Interpretation {
  return interpret(model, assignment, { order: sliceModel(model, about) });
}

/** Describes how the interpreter disagrees with the diagrams. */
function contradiction(
  { old, new: fresh }: BothSides<Interpretation>,
  changes: readonly ChangeOfSet[],
): string | undefined {
  const wrong = changes.find(({ set, change: { witness, indices } }) => {
    const before = indices.old !== undefined && old.valueOf(set.old, indices.old);
    const after = indices.new !== undefined && fresh.valueOf(set.new, indices.new);
    return before !== witness.before || after !== witness.after;
  });
  if (wrong === undefined) return undefined;
  const { set, change } = wrong;
  return `${set.new.name}.${change.bit} does not change in this case: ${change.witness.text}`;
}
