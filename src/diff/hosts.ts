/** On which of many hosts a change can show. */

import { TRUE, type Diagram, type Variable } from "../bdd/bdd.ts";
import { hasBit, type CpuidBitmap } from "../cpuid/cpuid-bitmap.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { Input } from "../model/model.ts";

export interface Hosts {
  /** The name of the input that is the host's CPUID. */
  readonly input: string;
  /** Of each host. */
  readonly names: readonly string[];
  /** Of each host, over the layout of this input, which bears that name. Asked for often. */
  readonly bitmapsOf: (input: Input) => readonly CpuidBitmap[];
}

export interface HostShare {
  /** Names of hosts that have a case: some guest, some flags, some values. */
  readonly on: readonly string[];
  /** How many there are in all. */
  readonly of: number;
}

export function hostsAmong(
  { bdd, variables }: Meaning,
  cases: Diagram,
  { input, names, bitmapsOf }: Hosts,
): HostShare {
  const hostsBits = (variable: Variable): ((host: number) => boolean) | undefined => {
    const atom = variables.meaning(variable);
    if ((atom.kind !== "bit" && atom.kind !== "has") || atom.input.name !== input) return undefined;
    const bitmaps = bitmapsOf(atom.input);
    return (host) => {
      const bitmap = bitmaps[host];
      if (bitmap === undefined) return false;
      return atom.kind === "bit" ? hasBit(bitmap, atom.bit) : bitmap.present[atom.entry] === 1;
    };
  };
  const nodes = bdd
    .reachable(cases)
    .map((node) => ({ node, isOn: hostsBits(bdd.variableOf(node)) }));
  const on = names.filter((_, host) => {
    const possible = new Set<Diagram>([TRUE]);
    for (const { node, isOn } of nodes) {
      const value = isOn?.(host);
      const whenOff = value !== true && possible.has(bdd.low(node));
      const whenOn = value !== false && possible.has(bdd.high(node));
      if (whenOff || whenOn) possible.add(node);
    }
    return possible.has(cases);
  });
  return { on, of: names.length };
}
