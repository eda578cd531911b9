/** Finds assertions that hold whatever the rules say and therefore promise nothing. */

import { LimitExceeded } from "../base/limit.ts";
import { FALSE } from "../bdd/bdd.ts";
import { spanText } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { lintSkipped } from "../diagnostics/proofs.ts";
import { vacuousClaim } from "../diagnostics/lints.ts";
import { alikeBits } from "../model/alike-bits.ts";
import { bitmapReads, visitNodes } from "../model/expressions.ts";
import { governanceAtOrigin } from "../model/inheritance.ts";
import { allBits } from "../model/layout.ts";
import { rulesOf, type Assertion, type CapabilitySet, type Model } from "../model/model.ts";
import type { CheckInput, Finding } from "./finding.ts";
import { freeClaim } from "./vacuity.ts";

export function checkVacuousClaims(input: CheckInput): readonly Finding[] {
  try {
    return vacuousClaims(input);
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    const what = "assertions that hold whatever the rules say";
    return [{ diagnostic: report(lintSkipped, error.place?.span, { what, limit: error.message }) }];
  }
}

function vacuousClaims({ model, meaning, roots }: CheckInput): readonly Finding[] {
  // Contradictory assumptions imply every claim; they are reported as CR0404.
  if (meaning.assumption === FALSE) return [];
  const alike = alikeBits(model);
  return model.assertions
    .filter(({ span }) => roots.has(span.source.name))
    .filter((assertion) => freeClaim(meaning, assertion, alike).alwaysHolds())
    .map((assertion) => {
      const claim = spanText(assertion.claimSpan).replace(/\s+/g, " ");
      const { namedBits, thisBitmaps } = bitmapReads(assertion.claim);
      const bitmaps = [...thisBitmaps, ...namedBits.map(({ bitmap }) => bitmap)];
      const readsSets = bitmaps.some(({ kind }) => kind === "caps");
      const question = questionMeant(model, assertion);
      return {
        diagnostic: report(vacuousClaim, assertion.claimSpan, { claim, readsSets, question }),
      };
    });
}

/** If the claim names a class that governs bits, the question that asks about these bits. */
function questionMeant(
  { sets }: Model,
  { claim, set, layout }: Assertion,
): { readonly className: string; readonly set: string } | undefined {
  const candidates = set === undefined ? sets.filter((each) => each.layout === layout) : [set];
  const names: string[] = [];
  visitNodes(claim, (expr) => {
    if (expr.kind === "class") names.push(expr.name);
  });
  for (const className of names) {
    const asked = candidates.find((each) => applies(each, className));
    if (asked !== undefined) return { className, set: asked.name };
  }
  return undefined;
}

function applies(set: CapabilitySet, className: string): boolean {
  return allBits(set.layout).some((bit) =>
    rulesOf(governanceAtOrigin({ set, bit })).some((rule) => rule.className === className),
  );
}
