/**
 * A plug-in of Stryker that lets about one mutant of N be tried, and leaves the others out.
 *
 * Stryker asks a "checker" whether a mutant is worth trying, once it knows all of them. The choice
 * depends on the mutant alone, so that a second run tries the same ones.
 */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import process from "node:process";

/** N. */
const oneIn = Number(process.env.MUTATE_ONE_IN);

/** Stryker has no status for a mutant that was left out. `report.ts` gives this one that meaning. */
const LEFT_OUT = { status: "compileError", reason: "not in the sample" };
const TAKEN = { status: "passed" };

export const strykerPlugins = [
  {
    kind: "Checker",
    name: "sample",
    value: {
      init: () => Promise.resolve(),
      check: (mutants) =>
        Promise.resolve(
          Object.fromEntries(
            mutants.map((mutant) => [mutant.id, isTaken(mutant) ? TAKEN : LEFT_OUT]),
          ),
        ),
      group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
    },
  },
];

function isTaken({ fileName, location, replacement }) {
  const identity = JSON.stringify([basename(fileName), location, replacement]);
  const hash = createHash("sha256").update(identity).digest();
  return hash.readUInt32BE() % oneIn === 0;
}
