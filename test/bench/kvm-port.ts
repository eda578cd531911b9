/**
 * The kernel's own way to a vCPU's capabilities, in TypeScript: for each word the first entry that
 * matches, AND-ed with what KVM supports or, in a bit of its own, emulates; then the exceptions by hand.
 */

import { ENTRY_WORDS } from "./guests.ts";
import type { Entry, Leaf } from "./load-module.ts";

/** The data that is the same for all guests. */
export interface Host {
  readonly leaves: readonly Leaf[];
  readonly boot: Uint32Array;
  readonly kvm: Uint32Array;
  readonly isIntel: boolean;
  readonly tdp: boolean;
}

export interface VcpuState {
  readonly cr4: number;
  readonly apicEnabled: boolean;
  readonly miscEnableMwait: boolean;
  readonly quirkNoMwait: boolean;
  readonly isAmdCompatible: boolean;
}

const APIC = 1 << 9;
const MWAIT = 1 << 3;
const MOVBE = 1 << 22;
const XSAVE = 1 << 26;
const OSXSAVE = 1 << 27;
const OSPKE = 1 << 4;
const GBPAGES = 1 << 26;
const XSAVES = 1 << 3;
const RDPID = 1 << 22;
const RDTSCP = 1 << 27;
const V_VMSAVE_VMLOAD = 1 << 15;
const CR4_OSXSAVE = 1 << 18;
const CR4_PKE = 1 << 22;

/** Finds the register that fills a word. */
export type FindRegister<Entries> = (entries: Entries, leaf: Leaf) => number | undefined;

export function portedVcpu<Entries>(
  out: Uint32Array,
  host: Host,
  state: VcpuState,
  entries: Entries,
  find: FindRegister<Entries>,
): Uint32Array {
  const { kvm, boot } = host;
  let hasLeaf1 = false;
  let hasLeaf7 = false;
  for (const leaf of host.leaves) {
    const register = find(entries, leaf);
    const supported = (kvm[leaf.word] ?? 0) | emulated(kvm, leaf);
    out[leaf.word] = supported & (register ?? 0);
    if (leaf.function === 0x1 && register !== undefined) hasLeaf1 = true;
    if (leaf.function === 0x7 && leaf.index === 0 && register !== undefined) hasLeaf7 = true;
  }
  if (hasLeaf1) {
    change(out, 4, OSXSAVE, (state.cr4 & CR4_OSXSAVE) !== 0);
    change(out, 0, APIC, state.apicEnabled);
    if (!state.quirkNoMwait) change(out, 4, MWAIT, state.miscEnableMwait);
  }
  if (hasLeaf7) change(out, 16, OSPKE, (state.cr4 & CR4_PKE) !== 0);
  if (host.tdp) change(out, 1, GBPAGES, ((boot[1] ?? 0) & GBPAGES) !== 0);

  const hasXsave = ((out[4] ?? 0) & XSAVE) !== 0;
  if (host.isIntel) {
    if (!hasXsave) change(out, 10, XSAVES, false);
  } else {
    change(out, 10, XSAVES, hasXsave && ((boot[10] ?? 0) & XSAVES) !== 0);
    if (!state.isAmdCompatible) change(out, 15, V_VMSAVE_VMLOAD, false);
  }
  return out;
}

/** Matches by function and register only, as Linux 7.1.5 does. */
function emulated(kvm: Uint32Array, { function: leafFunction, register }: Leaf): number {
  if (register !== "ecx") return 0;
  if (leafFunction === 0x1) return MOVBE | MWAIT;
  return leafFunction === 0x7 && ((kvm[1] ?? 0) & RDTSCP) !== 0 ? RDPID : 0;
}

function change(out: Uint32Array, word: number, mask: number, on: boolean): void {
  const value = out[word] ?? 0;
  out[word] = on ? value | mask : value & ~mask;
}

export function findInObjects(entries: readonly Entry[], leaf: Leaf): number | undefined {
  for (const entry of entries) {
    if (entry.function !== leaf.function) continue;
    if ((entry.flags & 1) !== 0 && entry.index !== (leaf.index ?? 0)) continue;
    return entry[leaf.register];
  }
  return undefined;
}

const REGISTER_WORD = { eax: 3, ebx: 4, ecx: 5, edx: 6 };

export function findInMemory(memory: Uint32Array, leaf: Leaf): number | undefined {
  for (let at = 0; at < memory.length; at += ENTRY_WORDS) {
    if (memory[at] !== leaf.function) continue;
    if (((memory[at + 2] ?? 0) & 1) !== 0 && memory[at + 1] !== (leaf.index ?? 0)) continue;
    return memory[at + REGISTER_WORD[leaf.register]];
  }
  return undefined;
}
