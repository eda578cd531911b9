/**
 * Converts a list of features from a command line to a bitmap: `all`, `none`, `+XSAVE,+XSAVES`,
 * `XSAVE XSAVES`, `host,-AVX512F`, `host,hle=off` as in QEMU's `-cpu`.
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
import { modelName, propertyWithoutBit, valueOfFeature } from "../diagnostics/feature-lists.ts";
import type { Layout } from "../model/layout.ts";
import {
  addFeature,
  copyBitmap,
  type CpuidBitmap,
  emptyBitmap,
  fullBitmap,
  removeFeature,
} from "./cpuid-bitmap.ts";
import { reportUnknownFeature } from "./feature-names.ts";
import { findWrittenBits, reportNameOfTwoBits } from "./find-written-bits.ts";
import { Findings } from "./findings.ts";
import { shorten } from "./numbers.ts";
import { featureOfProperty, isQemuModel } from "./qemu-names.ts";

interface ListItem {
  /** Empty if there is nothing between two commas. */
  readonly text: string;
  readonly span: Span;
}

export interface FeatureListResult {
  /** Undefined if a diagnostic is an error. */
  readonly bitmap: CpuidBitmap | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `all` has every bit and entry, and `host` is the given bitmap. The items after it add (`+NAME`,
 * `NAME`, `NAME=on`) and remove features (`-NAME`, `NAME=off`) in order. An added feature makes its
 * entry present; a removed one leaves it present. The four names with two meanings have QEMU's
 * meaning: see `findWrittenBits`.
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

/**
 * Splits the list at commas and white space. Two commas without an item between them are a mistake.
 */
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
  // `host` as the first item gets here only if the host is unknown.
  return position === 0
    ? report(hostNotKnown, span, {})
    : report(misplacedBase, span, { base: text });
}

/** Returns an error or warning about the item, if any. */
function applyItem(item: ListItem, context: ListContext): Diagnostic | undefined {
  const { text, span } = item;
  const { layout, bitmap } = context;
  const [, sign = "", name = "", value] = ITEM.exec(text) ?? [];
  if (name === "") return report(emptyFeature, span, {});
  const isOn = value === undefined ? sign !== "-" : SETTINGS.get(value);
  if (isOn === undefined || (sign !== "" && value !== undefined)) {
    return report(valueOfFeature, span, { name: shorten(name), value: shorten(value ?? "") });
  }
  const bits = findWrittenBits(layout, name);
  if (bits.length === 0) return reportNoBit(name, item, layout);
  if (isOn) addFeature(bitmap, layout, bits);
  else if (context.hasBase) removeFeature(bitmap, bits);
  else return report(nothingToRemoveFrom, span, { name, list: shorten(span.source.text.trim()) });
  return reportNameOfTwoBits(layout, { name, span });
}

interface ListContext {
  readonly layout: Layout;
  readonly bitmap: CpuidBitmap;
  /** True if the list begins with features that later items can remove. */
  readonly hasBase: boolean;
}

const ITEM = /^([+-]?)([^=]*)(?:=(.*))?$/s;

/** The values of a property as QEMU spells them. */
const SETTINGS: ReadonlyMap<string, boolean> = new Map([
  ...["on", "yes", "true", "y"].map((word) => [word, true] as const),
  ...["off", "no", "false", "n"].map((word) => [word, false] as const),
]);

function reportNoBit(name: string, { text, span }: ListItem, layout: Layout): Diagnostic {
  if (name === text && isQemuModel(name)) return report(modelName, span, { name });
  return isOtherProperty(name, span)
    ? report(propertyWithoutBit, span, { name, layout: layout.name })
    : reportUnknownFeature(layout, name, span);
}

/**
 * True if QEMU has a property of this name that is not a CPUID feature, so a layout need not have
 * it.
 */
function isOtherProperty(name: string, span: Span): boolean {
  return featureOfProperty(name, span)?.origin !== "name";
}
