/** Prepares the thread for the tests of one mutant. */

import * as fc from "fast-check";
import { inject } from "vitest";

import { bundledNames, bundledTree } from "../../src/names/bundled.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The name of the global variable in which Stryker says which mutant is on. */
    globalNamespace: string;
    /** A dry run finds out which test reaches which mutant; otherwise one mutant is tried. */
    mode: "dry-run" | "mutant";
  }
}

// Code of a test file outside of its tests must not see the mutant of the previous run.
const namespace: unknown = Reflect.get(globalThis, inject("globalNamespace"));
if (typeof namespace === "object" && namespace !== null) {
  Reflect.set(namespace, "activeMutant", undefined);
}

// Trees of bundled files are kept from test to test. They are made here, so that no mutant of the grammar makes them.
if (inject("mode") === "mutant") bundledNames.forEach(bundledTree);

// The same cases for every mutant, and no search for the smallest one that fails.
fc.configureGlobal({ seed: 1, endOnFailure: true });
