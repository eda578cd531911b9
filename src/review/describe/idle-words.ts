/** Texts about acceptances that accept nothing, or more than the change that is made. */

import type { BroaderItem, StaleChange } from "../programs/idle-acceptances.ts";
import { nameList } from "../../base/words.ts";

const MOST_SHOWN = 8;

/** `acceptance 1 accepts more than the change that is made in cpu.rules: vcpu.AVX is not gained when …; write …` */
export function broaderText({ item, bit, excess, instead }: BroaderItem): string {
  const { acceptance, program, change } = item;
  const direction = "direction" in change ? change.direction : "";
  const how =
    instead === undefined
      ? "; remove it and accept what changes again"
      : `; write "condition": ${JSON.stringify(instead)}`;
  return `acceptance ${acceptance} accepts more than the change that is made in ${program}: ${bit} is not ${direction} when ${excess}${how}`;
}

/**
 * Lists the first few, such as `rules/cpu.rules: vcpu.XSAVES, vcpu.AVX gained, because "why"`, and
 * counts the others.
 */
export function firstOf(changes: readonly StaleChange[]): readonly string[] {
  const rest = changes.length - MOST_SHOWN;
  return [...changes.slice(0, MOST_SHOWN).map(staleText), ...(rest > 0 ? [`${rest} more`] : [])];
}

function staleText({ change, because, bits }: StaleChange): string {
  return `${change.program}${whatChanges(change, bits)}, because "${because}"`;
}

function whatChanges(change: StaleChange["change"], bits: readonly string[]): string {
  if (!("set" in change)) return ` ${change.change}`;
  if ("change" in change) return `: set ${change.set} ${change.change}`;
  return `: ${nameList(bits.map((bit) => `${change.set}.${bit}`))} ${change.direction}`;
}
