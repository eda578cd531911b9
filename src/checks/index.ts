/** All checks that need the meaning of the rules, in the order in which they run. */

import { checkAssertions } from "./assertions.ts";
import { checkConflictingConditions } from "./conflicting-conditions.ts";
import { checkContradictoryAssumptions } from "./contradictory-assumptions.ts";
import { checkHollowTests } from "./hollow-tests.ts";
import { checkIdleRules } from "./idle-rules.ts";
import { checkVacuousClaims } from "./vacuous-claims.ts";
import type { Check } from "./finding.ts";

/** Every command runs these. Their findings are errors, which make any other answer worthless. */
export const checks: readonly Check[] = [
  checkContradictoryAssumptions,
  checkConflictingConditions,
  checkAssertions,
];

/**
 * Only the command `check` runs these, so that commands which run one after another do not repeat
 * them.
 */
export const checksOnRequest: readonly Check[] = [
  checkHollowTests,
  checkVacuousClaims,
  checkIdleRules,
];
