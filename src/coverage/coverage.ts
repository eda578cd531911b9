/** Which atoms of the rules the tests show to matter (masking MC/DC), and what is missing for the others. */

import { collectAtoms, type Atom } from "./atoms.ts";
import { gatherEvidence, type Evidence } from "./evidence.ts";
import { findGap, type Gap } from "./missing.ts";
import type { Program } from "./program.ts";
import { measureRules, type RuleCoverage } from "./rule-coverage.ts";
import { sightingOf, type Sighting } from "./sightings.ts";

export interface AtomCoverage {
  readonly atom: Atom;
  /** How many tests show it, each in one case. */
  readonly tests: number;
  /** Undefined where the tests show that it matters. */
  readonly gap: Gap | undefined;
}

export interface Coverage {
  /** By file and place. */
  readonly atoms: readonly AtomCoverage[];
  /** By file and place. */
  readonly rules: readonly RuleCoverage[];
  /** Atoms of bits with too many rules to be looked at. */
  readonly leftOut: number;
}

/** The atoms of a program, and what its tests show of them. */
export interface Suite {
  readonly program: Program;
  readonly atoms: readonly Atom[];
  readonly leftOut: number;
  readonly evidence: Evidence;
  readonly sightings: readonly Sighting[];
}

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function readSuite(program: Program): Suite {
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
