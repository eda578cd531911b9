/** The same policy, feature by feature: in plain JavaScript, in JSON Logic, and in CEL. */

import { LogicEngine } from "json-logic-engine";
import type { Feature } from "./policies.ts";
import { hasBit, type Row } from "./rows.ts";

/** The used part of cel-js, whose own types import a file that it does not ship. */
interface CelJs {
  readonly parse: (
    expression: string,
  ) =>
    | { readonly isSuccess: true; readonly cst: unknown }
    | { readonly isSuccess: false; readonly errors: readonly string[] };
  readonly evaluate: (cst: unknown, context: Readonly<Record<string, unknown>>) => unknown;
}

// A name that is no literal, so that the type checker does not look for the types.
const celPackage: string = "cel-js";
const { evaluate, parse } = (await import(celPackage)) as CelJs; // see above

/** Plain JavaScript, on the bitmaps themselves. */
export function initByFeature(
  features: readonly Feature[],
  out: Uint32Array,
  host: Uint32Array,
  guest: Uint32Array,
): Uint32Array {
  out.fill(0);
  for (const feature of features) {
    if (isOn(feature, host, guest)) setBit(out, feature.bit);
  }
  return out;
}

function isOn({ bit, rule, other }: Feature, host: Uint32Array, guest: Uint32Array): boolean {
  const inHost = hasBit(host, bit);
  const inGuest = hasBit(guest, bit);
  switch (rule) {
    case "default":
      return inHost && inGuest;
    case "emulated":
      return inGuest;
    case "passthrough":
      return inHost;
    case "hidden":
      return false;
    case "requires":
      return inHost && inGuest && hasBit(host, other) && hasBit(guest, other);
    case "together":
      return inHost && hasBit(host, other) && hasBit(guest, other);
  }
}

function setBit(bitmap: Uint32Array, bit: number): void {
  bitmap[bit >>> 5] = (bitmap[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

/** A row as rule engines want it, by feature; making it of bitmaps is not measured. */
export interface NamedRow {
  readonly host: Readonly<Record<string, boolean>>;
  readonly guest: Readonly<Record<string, boolean>>;
}

export function namedRow(features: readonly Feature[], { host, guest }: Row): NamedRow {
  const byName = (bitmap: Uint32Array): Record<string, boolean> =>
    Object.fromEntries(features.map(({ bit }) => [keyOf(bit), hasBit(bitmap, bit)]));
  return { host: byName(host), guest: byName(guest) };
}

/** Computes whether each feature is on, in order. */
export type RuleEngine = (row: NamedRow) => readonly boolean[];

/** All features in one logic, compiled. */
export function jsonLogic(features: readonly Feature[]): RuleEngine {
  const logic = features.map(({ bit, rule, other }) => {
    const reads = readsOf(rule, bit, other).map((path) => ({ var: path }));
    return reads.length > 0 ? { and: reads } : false;
  });
  const run: unknown = new LogicEngine().build(logic);
  return run as RuleEngine; // the engine types all that it builds as `Function`
}

/** All features in one expression, parsed once. */
export function cel(features: readonly Feature[]): RuleEngine {
  const conditions = features.map(
    ({ bit, rule, other }) => readsOf(rule, bit, other).join(" && ") || "false",
  );
  const parsed = parse(`[${conditions.join(", ")}]`);
  if (!parsed.isSuccess) throw new Error(parsed.errors.join("\n"));
  // The expression is a list, so the result is a list.
  return (row) => evaluate(parsed.cst, { ...row }) as readonly boolean[];
}

/** The bits that must be set for the feature to be on; empty for a feature that is never on. */
function readsOf(rule: Feature["rule"], bit: number, other: number): readonly string[] {
  const host = `host.${keyOf(bit)}`;
  const guest = `guest.${keyOf(bit)}`;
  const otherInBoth = [`host.${keyOf(other)}`, `guest.${keyOf(other)}`];
  switch (rule) {
    case "default":
      return [host, guest];
    case "emulated":
      return [guest];
    case "passthrough":
      return [host];
    case "hidden":
      return [];
    case "requires":
      return [host, guest, ...otherInBoth];
    case "together":
      return [host, ...otherInBoth];
  }
}

/** An identifier in either language. */
function keyOf(bit: number): string {
  return `b${bit}`;
}
