/**
 * On which of many hosts a change shows: those on which some guest, some flags and some values make it show.
 *
 * A dump fixes what it tells of its host. The change shows on the host if there is such a case whatever the
 * rest of the host is, and may show if that depends on what the dump does not tell.
 */

import { FALSE, type Diagram, type Variable } from "../../bdd/bdd.ts";
import { hasBit, isKnownBit, type CpuidBitmap } from "../../cpuid/cpuid-bitmap.ts";
import { VENDOR_ENUM, vendorValue } from "../../cpuid/vendor.ts";
import { atomName } from "../../meaning/atom-name.ts";
import type { Meaning } from "../../meaning/lower.ts";
import { withFewestVariables } from "../../meaning/partial-case.ts";
import type { VariableMeaning } from "../../meaning/variables.ts";
import type { Input } from "../../model/model.ts";

export interface Hosts {
  /** The names of the inputs that are the host's own. */
  readonly inputs: readonly string[];
  /** The name of each host. */
  readonly names: readonly string[];
  /** The vendor of each host as CPUID spells it; undefined if its dump does not contain it. */
  readonly vendors: readonly (string | undefined)[];
  /**
   * The bitmap of each host over the layout of an input, which is one of `inputs`. Called often.
   */
  readonly bitmapsOf: (input: Input) => readonly CpuidBitmap[];
}

export interface HostShare {
  /** Names of hosts on which it shows. */
  readonly on: readonly string[];
  /** Hosts on which it shows or not, depending on what their dumps do not tell. */
  readonly mayShow: readonly OpenHost[];
  /** The number of all hosts. */
  readonly of: number;
}

export interface OpenHost {
  readonly name: string;
  /** `host.SPEC_CTRL` */
  readonly dependsOn: readonly string[];
}

export interface Cases {
  /** The cases of the change. */
  readonly all: Diagram;
  /** The cases that are compared. */
  readonly assumption: Diagram;
}

export function hostsAmong(meaning: Meaning, cases: Cases, hosts: Hosts): HostShare {
  const on: string[] = [];
  const mayShow: OpenHost[] = [];
  // Hosts with equal restricted cases share one result.
  const known = new Map<string, Appearance>();
  for (const [host, name] of hosts.names.entries()) {
    const value = knownBits(meaning, hosts, host);
    const all = meaning.bdd.restrictAll(cases.all, value);
    if (all === FALSE) continue;
    const assumption = meaning.bdd.restrictAll(cases.assumption, value);
    const key = `${all} ${assumption}`;
    const appearance = known.get(key) ?? appear(meaning, { all, assumption }, hosts);
    known.set(key, appearance);
    if (appearance.shows) on.push(name);
    else mayShow.push({ name, dependsOn: appearance.dependsOn });
  }
  return { on, mayShow, of: hosts.names.length };
}

/** The value of a variable that the host's dump tells. */
type KnownBits = (variable: Variable) => boolean | undefined;

function knownBits(
  { variables }: Meaning,
  { inputs, vendors, bitmapsOf }: Hosts,
  host: number,
): KnownBits {
  return (variable) => {
    const atom = variables.meaning(variable);
    if (!isOfHost(atom, inputs)) return undefined;
    if (atom.kind === "enum") {
      const { values } = atom.enumeration;
      const vendor = vendorValue(vendors[host], values);
      return vendor === undefined ? undefined : values[atom.value] === vendor;
    }
    const bitmap = bitmapsOf(atom.input)[host];
    if (bitmap === undefined) return undefined;
    if (atom.kind === "bit") {
      return isKnownBit(bitmap, atom.bit) ? hasBit(bitmap, atom.bit) : undefined;
    }
    return bitmap.knownPresent[atom.entry] === 1 ? bitmap.present[atom.entry] === 1 : undefined;
  };
}

type HostAtom = Exclude<VariableMeaning, { kind: "flag" }>;

function isOfHost(atom: VariableMeaning, inputs: readonly string[]): atom is HostAtom {
  if (atom.kind === "flag") return false;
  if (atom.kind !== "enum") return inputs.includes(atom.input.name);
  return inputs.some((input) => atom.enumeration.name === `${input}.${VENDOR_ENUM}`);
}

interface Appearance {
  readonly shows: boolean;
  readonly dependsOn: readonly string[];
}

/** @param rest what is left of the cases, of which there are some, once what the dump tells is put in. */
function appear({ bdd, variables }: Meaning, rest: Cases, { inputs }: Hosts): Appearance {
  const overUnknown = (diagram: Diagram): Diagram =>
    bdd.existsAll(diagram, (variable) => !isOfHost(variables.meaning(variable), inputs));
  const shows = overUnknown(rest.all);
  const possible = overUnknown(rest.assumption);
  if (bdd.and(possible, bdd.not(shows)) === FALSE) return { shows: true, dependsOn: [] };
  const needed = bdd.support(withFewestVariables(bdd, shows, possible)).map(variables.meaning);
  return { shows: false, dependsOn: [...new Set(needed.map(atomName))] };
}
