/**
 * A plug-in of Stryker that leaves most mutants out: of N it lets about one be tried.
 *
 * Stryker asks a "checker" whether a mutant is worth trying, once it knows all of them. Which are taken
 * depends on nothing but the mutant, so that a second run takes the same ones.
 */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import process from "node:process";

/** N. */
const oneIn = Number(process.env.MUTATE_ONE_IN);

/** Stryker knows no status for what was left out. `report.ts` gives this one that meaning. */
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
