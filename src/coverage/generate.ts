/**
 * Writes the tests that are missing for complete coverage. A test made for one atom may also show
 * later atoms, so there are fewer tests than gaps. The interpreter computes the expected values.
 */

import { invariant } from "../base/unreachable.ts";
import { bitLabel } from "../model/layout.ts";
import { describeAtom } from "./describe-atom.ts";
import type { Suite } from "./coverage.ts";
import { findGap, type Vector } from "./missing.ts";
import { sightingOf } from "./sightings.ts";
import { expectItems, givenItems, testText, type ListNames } from "./test-text.ts";

export interface GeneratedTests {
  /** `test` statements; empty if none is missing. */
  readonly text: string;
  /** The number of tests in `text`. */
  readonly count: number;
}

/** Also adds the evidence of the new tests to the suite. */
export function writeMissingTests(suite: Suite, lists: ListNames): GeneratedTests {
  const tests = new Map<string, Draft>();
  for (const vector of missingVectors(suite)) {
    const given = givenItems(suite.program.model, vector.given, lists);
    const key = JSON.stringify(given);
    const draft = tests.get(key) ?? { title: titleOf(vector), given, vectors: [] };
    tests.set(key, draft);
    draft.vectors.push(vector);
  }
  const texts = [...tests.values()].map(({ title, given, vectors }) =>
    testText(title, given, expectItems(vectors, lists)),
  );
  return { text: texts.join(""), count: texts.length };
}

interface Draft {
  readonly title: string;
  readonly given: readonly string[];
  readonly vectors: Vector[];
}

function missingVectors({ program, atoms, evidence }: Suite): readonly Vector[] {
  return atoms.flatMap((atom) => {
    if (evidence.isShown(atom)) return [];
    const gap = findGap(program, evidence, atom);
    if (gap.kind === "never") return [];
    for (const { given, target, isOn } of gap.vectors) {
      const sighting = sightingOf(program, { given, expected: [target] });
      invariant(
        sighting.seen.get(program.network.placeOf(target)) === isOn,
        "the interpreter and the decision diagrams disagree about a test",
      );
      evidence.add(sighting);
    }
    invariant(evidence.isShown(atom), "the missing tests do not show what they are for");
    return gap.vectors;
  });
}

/** `vcpu.XSAVES is off where host.XSAVE is off` */
function titleOf({ target, isOn, isAtomOn, occurrence }: Vector): string {
  const bit = `${target.set.name}.${bitLabel(target.set.layout, target.bit)}`;
  const atom = describeAtom(target, occurrence.expr, isAtomOn);
  return `${bit} is ${isOn ? "on" : "off"} where ${atom}`;
}
