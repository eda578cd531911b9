/** All checks that need the meaning of the rules, in the order in which they run. */

import { checkAssertions } from "./assertions.ts";
import { checkConflictingConditions } from "./conflicting-conditions.ts";
import { checkContradictoryAssumptions } from "./contradictory-assumptions.ts";
import { checkHollowTests } from "./hollow-tests.ts";
import { checkIdleRules } from "./idle-rules.ts";
import type { Check } from "./finding.ts";

/** Every command runs these: what they find is an error, and no answer is worth anything beside it. */
export const checks: readonly Check[] = [
  checkContradictoryAssumptions,
  checkConflictingConditions,
  checkAssertions,
];

/** The command `check` alone runs these, so that nothing is said twice. */
export const checksOnRequest: readonly Check[] = [checkHollowTests, checkIdleRules];
