/** Finds tests without expectations, which pass whatever the rules say. */

import { report } from "../diagnostics/diagnostic.ts";
import { testExpectsNothing } from "../diagnostics/proofs.ts";
import type { CheckInput, Finding } from "./finding.ts";

export function checkHollowTests({ model }: CheckInput): readonly Finding[] {
  return model.tests
    .filter(({ expectations }) => expectations.length === 0)
    .map(({ title, span }) => ({ diagnostic: report(testExpectsNothing, span, { title }) }));
}
