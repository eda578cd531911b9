/** Names that spaces part. */

import { type Span, spanText } from "../base/span.ts";
import type { FeatureName, NameOrigin } from "./reading.ts";

/** @param from where the first name may begin, within the span. */
export function namesIn(span: Span, from: number, origin: NameOrigin): readonly FeatureName[] {
  return [...spanText(span).slice(from).matchAll(/\S+/g)].map(({ 0: name, index }) => {
    const start = span.start + from + index;
    return { name, origin, span: { ...span, start, end: start + name.length } };
  });
}
