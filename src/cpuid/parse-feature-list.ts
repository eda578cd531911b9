/**
 * A list of features, as a command line has it, as a bitmap: `all`, `none`, `+XSAVE,+XSAVES`,
 * `XSAVE XSAVES`, `host,-AVX512F`.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import {
  emptyFeature,
  hostNotKnown,
  misplacedBase,
  nothingToRemoveFrom,
} from "../diagnostics/cpuid.ts";
import { type Diagnostic, report } from "../diagnostics/diagnostic.ts";
import type { Layout } from "../model/layout.ts";
import {
  addFeature,
  copyBitmap,
  type CpuidBitmap,
  emptyBitmap,
  fullBitmap,
  removeFeature,
} from "./cpuid-bitmap.ts";
import { findFeature, reportUnknownFeature } from "./feature-names.ts";
import { Findings } from "./findings.ts";

interface ListItem {
  /** Empty where two commas have nothing between them. */
  readonly text: string;
  readonly span: Span;
}

export interface FeatureListResult {
  /** Undefined where a diagnostic is an error. */
  readonly bitmap: CpuidBitmap | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `all` has every bit and entry, `host` is the bitmap given; what follows adds (`+NAME`, `NAME`) and removes
 * (`-NAME`) in its order. Added features bring their entries with them, and removed ones leave theirs.
 */
export function parseFeatureList(
  source: SourceText,
  layout: Layout,
  host: CpuidBitmap | undefined,
): FeatureListResult {
  const findings = new Findings();
  const items = splitList(source);
  const base = findBase(items[0], layout, host);
  const bitmap = base ?? emptyBitmap(layout, undefined);
  for (const [position, item] of items.entries()) {
    if (position === 0 && base !== undefined) continue;
    const problem = isBase(item.text)
      ? reportBase(item, position)
      : applyItem(item, { layout, bitmap, hasBase: isBase(items[0]?.text ?? "") });
    if (problem !== undefined) findings.add(problem);
    if (findings.isFull()) break;
  }
  const { diagnostics } = findings;
  return { bitmap: findings.hasError() ? undefined : bitmap, diagnostics };
}

/** Commas part items, and so does white space; between two commas there must be one. */
function splitList(source: SourceText): readonly ListItem[] {
  const items: ListItem[] = [];
  let isNameDue = true;
  for (const { 0: text, index: start } of source.text.matchAll(/,|[^,\s]+/g)) {
    const span = { source, start, end: start + text.length };
    if (text !== ",") items.push({ text, span });
    else if (isNameDue) items.push({ text: "", span });
    isNameDue = text === ",";
  }
  const end = source.text.length;
  if (isNameDue) items.push({ text: "", span: { source, start: Math.max(0, end - 1), end } });
  return items;
}

function isBase(text: string): boolean {
  return text === "all" || text === "none" || text === "host";
}

function findBase(
  first: ListItem | undefined,
  layout: Layout,
  host: CpuidBitmap | undefined,
): CpuidBitmap | undefined {
  switch (first?.text) {
    case "all":
      return fullBitmap(layout);
    case "none":
      return emptyBitmap(layout, undefined);
    case "host":
      return host === undefined ? undefined : copyBitmap(host);
    default:
      return undefined;
  }
}

function reportBase({ text, span }: ListItem, position: number): Diagnostic {
  // Standing first, it would have been taken, but for a host that is not known.
  return position === 0
    ? report(hostNotKnown, span, {})
    : report(misplacedBase, span, { base: text });
}

/** Returns what is wrong with the item. */
function applyItem(
  { text, span }: ListItem,
  { layout, bitmap, hasBase }: { layout: Layout; bitmap: CpuidBitmap; hasBase: boolean },
): Diagnostic | undefined {
  const name = text.replace(/^[+-]/, "");
  if (name === "") return report(emptyFeature, span, {});
  const bits = findFeature(layout, name);
  if (bits.length === 0) return reportUnknownFeature(layout, name, span);
  if (!text.startsWith("-")) addFeature(bitmap, layout, bits);
  else if (hasBase) removeFeature(bitmap, bits);
  else return report(nothingToRemoveFrom, span, { name });
  return undefined;
}
