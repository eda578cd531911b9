/** Does every assertion hold for every bit, in every case that the assumptions allow? */

import { spanText } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { assertionFails } from "../diagnostics/proofs.ts";
import { alikeBits } from "../model/alike-bits.ts";
import type { CheckInput, Finding } from "./finding.ts";
import { freeClaim, isKnownTo } from "./vacuity.ts";
import { describeRefutation, readValues, refute } from "./refute.ts";

export function checkAssertions(input: CheckInput): readonly Finding[] {
  const alike = alikeBits(input.model);
  return input.model.assertions.flatMap((assertion) => {
    const refutation = refute(input, assertion, alike);
    if (refutation === undefined) return [];
    const values = readValues(input, assertion, refutation);
    const diagnostic = report(
      assertionFails,
      assertion.span,
      { claim: spanText(assertion.claimSpan).replace(/\s+/g, " ") },
      {
        notes: [
          ...describeRefutation(input.meaning, refutation, values),
          ...(isKnownTo(freeClaim(input.meaning, assertion, alike).cannotHold)
            ? ["no rules could make it hold in every case"]
            : []),
        ],
      },
    );
    return [{ diagnostic, witness: refutation.witness }];
  });
}
