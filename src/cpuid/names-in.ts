/** Splits a text into names at spaces. */

import { type Span, spanText } from "../base/span.ts";
import type { FeatureName, NameOrigin } from "./reading.ts";

/** @param from the offset within the span at which the first name may begin. */
export function namesIn(span: Span, from: number, origin: NameOrigin): readonly FeatureName[] {
  return [...spanText(span).slice(from).matchAll(/\S+/g)].map(({ 0: name, index }) => {
    const start = span.start + from + index;
    return { name, origin, span: { ...span, start, end: start + name.length } };
  });
}
