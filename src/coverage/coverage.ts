/**
 * Measures which atoms of the rules the tests show to matter (masking MC/DC), and finds the cases
 * that are missing for the others.
 */

import { collectAtoms, type Atom } from "./atoms.ts";
import { gatherEvidence, type Evidence } from "./evidence.ts";
import { findGap, type Gap } from "./missing.ts";
import type { CoveredProgram } from "./covered-program.ts";
import { measureRules, type RuleCoverage } from "./rule-coverage.ts";
import { sightingOf, type Sighting } from "./sightings.ts";

export interface AtomCoverage {
  readonly atom: Atom;
  /** The number of tests that show the atom in one of the two cases. */
  readonly tests: number;
  /** Undefined if the tests show that the atom matters. */
  readonly gap: Gap | undefined;
}

export interface Coverage {
  /** Sorted by file and place. */
  readonly atoms: readonly AtomCoverage[];
  /** Sorted by file and place. */
  readonly rules: readonly RuleCoverage[];
  /** The number of atoms left out because a bit has too many. */
  readonly leftOut: number;
}

/** The atoms of a program, and the evidence of its tests about them. */
export interface Suite {
  readonly program: CoveredProgram;
  readonly atoms: readonly Atom[];
  readonly leftOut: number;
  readonly evidence: Evidence;
  readonly sightings: readonly Sighting[];
}

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function readSuite(program: CoveredProgram): Suite {
  const { model, meaning, network, files } = program;
  const { atoms, leftOut } = collectAtoms(model, files);
  const evidence = gatherEvidence(meaning, network, atoms);
  const sightings = model.tests.map(({ given, expectations }) =>
    sightingOf(program, { given, expected: expectations }),
  );
  for (const each of sightings) evidence.add(each);
  return { program, atoms, leftOut, evidence, sightings };
}

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function measureCoverage({ program, atoms, leftOut, evidence, sightings }: Suite): Coverage {
  return {
    atoms: atoms.map((atom) => ({
      atom,
      tests: evidence.testsOf(atom),
      gap: evidence.isShown(atom) ? undefined : findGap(program, evidence, atom),
    })),
    rules: measureRules(program.model, sightings, program.files),
    leftOut,
  };
}
