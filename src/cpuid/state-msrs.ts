/** Converts the MSRs of one dump to features. */

import { duplicateSection } from "../diagnostics/cpuid.ts";
import { type Findings, reportSecond } from "./findings.ts";
import { featuresOfMsrs, type MsrValue } from "./msr-features.ts";
import { hexadecimal } from "./numbers.ts";
import type { StatedFeatures } from "./reading.ts";

/** Reports an MSR that is listed twice. */
export function stateMsrs(msrs: readonly MsrValue[], findings: Findings): StatedFeatures {
  const byIndex = new Map<number, MsrValue>();
  for (const msr of msrs) {
    const first = byIndex.get(msr.index);
    if (first === undefined) byIndex.set(msr.index, msr);
    else {
      const what = `MSR \`${hexadecimal(msr.index)}\``;
      const places = { first: first.span, second: msr.span };
      findings.add(reportSecond(duplicateSection, { what }, places));
    }
  }
  return featuresOfMsrs([...byIndex.values()]);
}
