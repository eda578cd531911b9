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
import {
  featureOnAndOff,
  modelName,
  propertiesWithoutBit,
  valueOfFeature,
} from "../diagnostics/feature-lists.ts";
import { type BitIndex, bitLabel, type Layout } from "../model/layout.ts";
import {
  addFeature,
  bitsWithFeature,
  copyBitmap,
  type CpuidBitmap,
  emptyBitmap,
  fullBitmap,
  removeFeature,
} from "./cpuid-bitmap.ts";
import { type ListItem, parseSetting, splitList } from "./feature-list-items.ts";
import { reportUnknownFeature } from "./feature-names.ts";
import { findWrittenBits, reportNameOfTwoBits } from "./find-written-bits.ts";
import { Findings } from "./findings.ts";
import { shorten } from "./numbers.ts";
import { featureOfProperty, isQemuModel } from "./qemu-names.ts";

export interface FeatureListResult {
  /** Undefined if a diagnostic is an error. */
  readonly bitmap: CpuidBitmap | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `all` has every bit and entry, and `host` is the given bitmap. The items after it add (`+NAME`,
 * `NAME`, `NAME=on`) and remove features (`-NAME`, `NAME=off`); their order does not matter. An added feature makes
 * its entry present; a removed one leaves it present. The four names with two meanings have QEMU's meaning: see
 * `findWrittenBits`.
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
  const hasBase = isBase(items[0]?.text ?? "");
  const context: ListContext = { layout, bitmap, hasBase, changes: new Map(), withoutBit: [] };
  for (const [position, item] of items.entries()) {
    if (position === 0 && base !== undefined) continue;
    const problem = isBase(item.text) ? reportBase(item, position) : applyItem(item, context);
    if (problem !== undefined) findings.add(problem);
    if (findings.isFull()) break;
  }
  const [first] = context.withoutBit;
  if (first !== undefined) {
    const names = context.withoutBit.map(({ name }) => name);
    findings.add(report(propertiesWithoutBit, first.span, { names, layout: layout.name }));
  }
  const { diagnostics } = findings;
  return { bitmap: findings.hasError() ? undefined : bitmap, diagnostics };
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

interface ListContext {
  readonly layout: Layout;
  readonly bitmap: CpuidBitmap;
  /** True if the list begins with features that later items can remove. */
  readonly hasBase: boolean;
  /** What items so far have turned on and off. */
  readonly changes: Map<BitIndex, Change>;
  /** Properties of QEMU so far for which the layout has no bit. */
  readonly withoutBit: { readonly name: string; readonly span: Span }[];
}

interface Change {
  readonly isOn: boolean;
  readonly span: Span;
}

/** Returns an error or warning about the item, if any. */
function applyItem({ text, span }: ListItem, context: ListContext): Diagnostic | undefined {
  const { layout, bitmap } = context;
  const { name, isOn, value } = parseSetting(text);
  if (name === "") return report(emptyFeature, span, {});
  const bits = findWrittenBits(layout, name);
  if (bits.length === 0) {
    if (name === text && isQemuModel(name)) return report(modelName, span, { name });
    const kind = kindOfProperty(name, span);
    if (kind === "unknown") return reportUnknownFeature(layout, name, span);
    if (isOn !== undefined || kind === "of any value") {
      context.withoutBit.push({ name, span });
      return undefined;
    }
  }
  if (isOn === undefined) {
    return report(valueOfFeature, span, { name: shorten(name), value: shorten(value) });
  }
  if (!isOn && !context.hasBase) {
    return report(nothingToRemoveFrom, span, { name, list: shorten(span.source.text.trim()) });
  }
  const contradiction = noteChange(bits, { isOn, span }, context);
  if (contradiction !== undefined) return contradiction;
  if (isOn) addFeature(bitmap, layout, bits);
  else removeFeature(bitmap, bits);
  return reportNameOfTwoBits(layout, { name, span });
}

/**
 * Reports a feature that the list turns both on and off. QEMU lets `-NAME` and `NAME=off` win wherever they stand,
 * which a reader would not expect.
 */
function noteChange(
  bits: readonly BitIndex[],
  change: Change,
  { layout, bitmap, changes }: ListContext,
): Diagnostic | undefined {
  const changed = change.isOn ? bitsWithFeature(bitmap, layout, bits) : bits;
  for (const bit of changed) {
    const other = changes.get(bit);
    if (other !== undefined && other.isOn !== change.isOn) {
      const feature = { feature: bitLabel(layout, bit) };
      const label = other.isOn ? "here it is turned on" : "here it is turned off";
      return report(featureOnAndOff, change.span, feature, {
        related: [{ span: other.span, label }],
      });
    }
    changes.set(bit, change);
  }
  return undefined;
}

/** Settings of a model and enlightenments of a hypervisor may have values, such as `phys-bits=40`. */
function kindOfProperty(name: string, span: Span): "unknown" | "on or off" | "of any value" {
  const feature = featureOfProperty(name, span);
  switch (feature?.origin) {
    case undefined:
    case "paravirtual":
      return "of any value";
    case "name":
      return "unknown";
    default:
      return "on or off";
  }
}
