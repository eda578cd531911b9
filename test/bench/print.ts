/** Prints one line a target: what was measured, the result, and what it should be. */

import type { Spread } from "./measure.ts";

export interface Target {
  readonly most?: number;
  readonly least?: number;
}

const LABEL_WIDTH = 74;
const RESULT_WIDTH = 32;

export function printHeading(heading: string): void {
  console.log(`\n${heading}`);
}

/** @param times how many times as long, or as fast if the target says "at least". */
export function printRatio(label: string, times: Spread, target: Target): void {
  const { median, lower, upper } = times;
  const result = `${digits(median)} × (${digits(lower)}–${digits(upper)})`;
  printLine(label, lower === upper ? `${digits(median)} ×` : result, describe(target, median, "×"));
}

export function printValue(label: string, values: Spread, unit: string, target: Target = {}): void {
  const { median, lower, upper } = values;
  const range = lower === upper ? "" : ` (${digits(lower)}–${digits(upper)})`;
  printLine(label, `${digits(median)} ${unit}${range}`, describe(target, median, unit));
}

/** Prints a result that is not a number. */
export function printRemark(label: string, remark: string): void {
  printLine(label, remark, "");
}

/** The same comparison from the other side: how many times as fast. */
export function inverse({ median, lower, upper }: Spread): Spread {
  return { median: 1 / median, lower: 1 / upper, upper: 1 / lower };
}

function printLine(label: string, result: string, remark: string): void {
  console.log(`  ${label.padEnd(LABEL_WIDTH)}${result.padEnd(RESULT_WIDTH)}${remark}`.trimEnd());
}

function describe({ most, least }: Target, value: number, unit: string): string {
  const isMissed = (most !== undefined && value > most) || (least !== undefined && value < least);
  const missed = isMissed ? "  MISSED" : "";
  if (most !== undefined) return `target: at most ${most} ${unit}${missed}`;
  return least === undefined ? "" : `target: at least ${least} ${unit}${missed}`;
}

/** Three significant digits. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
