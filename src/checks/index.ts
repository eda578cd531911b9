/** All checks that need the meaning of the rules, in the order in which they run. */

import { checkAssertions } from "./assertions.ts";
import { checkConflictingConditions } from "./conflicting-conditions.ts";
import { checkContradictoryAssumptions } from "./contradictory-assumptions.ts";
import { checkIdleRules } from "./idle-rules.ts";
import type { Check } from "./finding.ts";

export const checks: readonly Check[] = [
  checkContradictoryAssumptions,
  checkConflictingConditions,
  checkAssertions,
  checkIdleRules,
];
