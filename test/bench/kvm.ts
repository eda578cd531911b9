/** A vCPU's capabilities by KVM's policy, from its CPUID entries on, against a port of the kernel's algorithm. */

import { strict as assert } from "node:assert";
import {
  initVcpu,
  initVcpuCommon,
  initVcpuEmulated,
  readLeaves,
  x86,
} from "../../generated/kvm-7.1.5.ts";
import { entriesMemory, GUEST_SHAPES, guestEntries } from "./guests.ts";
import {
  findInMemory,
  findInObjects,
  portedVcpu,
  type FindRegister,
  type Host,
  type VcpuState,
} from "./kvm-port.ts";
import type { Entry } from "./load-module.ts";
import { compareTimes, scale, type Work } from "./measure.ts";
import { printHeading, printRatio, printValue } from "./print.ts";
import { randomWords, ROW_COUNT } from "./rows.ts";

const WORDS = x86.words.length;

/** Two-dimensional paging, as setup has it. */
const TDP = 1;

export function benchKvm(): void {
  for (const entryCount of GUEST_SHAPES.keys()) benchGuests(entryCount);
}

function benchGuests(entryCount: number): void {
  const random = randomWords();
  const shape = GUEST_SHAPES.get(entryCount) ?? [];
  const guests = Array.from({ length: ROW_COUNT }, () => guestEntries(shape, random));
  const memories = guests.map(entriesMemory);
  printHeading(`KVM 7.1.5: readLeaves + init of a vCPU, from ${entryCount} entries`);
  benchForm("objects", guests, findInObjects, random);
  benchForm("the ioctl's memory", memories, findInMemory, random);
}

function benchForm<Entries extends readonly Entry[] | Uint32Array>(
  name: string,
  guests: readonly Entries[],
  find: FindRegister<Entries>,
  random: () => number,
): void {
  const bitmap = (words: number): Uint32Array => Uint32Array.from({ length: words }, random);
  const boot = bitmap(22);
  const kvm = bitmap(WORDS);
  const setup = Uint32Array.of(TDP, 0, 0);
  const cr4 = bitmap(1);
  const vcpu_emulated = initVcpuEmulated(new Uint32Array(WORDS), { kvm });
  const guest = new Uint32Array(x86.length);
  const common = new Uint32Array(WORDS);
  const out = new Uint32Array(WORDS);
  const flags = {
    apic_enabled: true,
    misc_enable_mwait: false,
    quirk_misc_enable_no_mwait: true,
    guest_is_amd_compatible: false,
    module: "intel",
  } as const;
  // One object serves both stages: each takes the members that it reads.
  const inputs = { boot, kvm, setup, cr4, guest, vcpu_emulated, vcpu_common: common, ...flags };
  const compute = (entries: Entries): Uint32Array => {
    readLeaves(guest, entries, x86);
    initVcpuCommon(common, inputs);
    return initVcpu(out, inputs);
  };

  const { leaves } = x86;
  const host: Host = { leaves, boot, kvm, isIntel: true, tdp: true };
  const state: VcpuState = {
    cr4: cr4[0] ?? 0,
    apicEnabled: flags.apic_enabled,
    miscEnableMwait: flags.misc_enable_mwait,
    quirkNoMwait: flags.quirk_misc_enable_no_mwait,
    isAmdCompatible: flags.guest_is_amd_compatible,
  };
  const ported = new Uint32Array(WORDS);
  for (const entries of guests) {
    const expected = portedVcpu(ported, host, state, entries, find);
    for (const { word } of leaves) assert.equal(compute(entries)[word], expected[word]);
  }
  const generated: Work = () => {
    for (const entries of guests) compute(entries);
  };
  const port: Work = () => {
    for (const entries of guests) portedVcpu(ported, host, state, entries, find);
  };
  const { ratio, baseline } = compareTimes(port, generated);
  printValue(`readLeaves + init, ${name}`, scale(baseline, 1e6 / ROW_COUNT), "ns");
  printRatio(`faster than the kernel's algorithm, ${name}`, ratio, { least: 4 });
}
