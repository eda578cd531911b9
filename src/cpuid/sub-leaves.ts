/**
 * Lists the sub-leaves of a CPUID leaf, after the description of CPUID in Intel's SDM and AMD's
 * APM. Each leaf encodes its own list, in its own way. A list that ends with a marker entry
 * includes that entry.
 */

import type { Register } from "../model/layout.ts";

/** Four unsigned 32-bit integers. */
export type Registers = Readonly<Record<Register, number>>;

/** Runs CPUID with `leaf` in EAX and `index` in ECX. */
export type AskCpuid = (leaf: number, index: number) => Registers;

/** The sub-leaves, ascending. */
type ListSubLeaves = (ask: (index: number) => Registers) => readonly number[];

/** The limit for one leaf. No processor has more; a hypervisor might answer without end. */
const MOST_SUB_LEAVES = 64;

/** Leaves whose sub-leaf 0 says in EAX which sub-leaf is the last one. */
const LEAVES_WITH_LAST = [0x7, 0x14, 0x17, 0x18, 0x1d, 0x1e, 0x20, 0x24];

const SUB_LEAVES: ReadonlyMap<number, ListSubLeaves> = new Map<number, ListSubLeaves>([
  ...LEAVES_WITH_LAST.map((leaf) => [leaf, upToLast] as const),
  // Caches, up to one without a type.
  [0x4, until(({ eax }) => (eax & 0x1f) === 0)],
  [0x8000_001d, until(({ eax }) => (eax & 0x1f) === 0)],
  // Levels of topology, up to one without a type.
  [0xb, until(({ ecx }) => (ecx & 0xff00) === 0)],
  [0x1f, until(({ ecx }) => (ecx & 0xff00) === 0)],
  [0x8000_0026, until(({ ecx }) => (ecx & 0xff00) === 0)],
  // SGX: two sub-leaves of facts, then sections of memory.
  [0x12, until(({ eax }) => (eax & 0xf) === 0, 2)],
  [0x1b, until(({ eax }) => (eax & 0xfff) === 0)],
  [0xd, stateComponents],
  // Resources that can be monitored or allocated, the second pair for cores of several types.
  [0xf, marked("edx")],
  [0x10, marked("ebx")],
  [0x27, marked("edx")],
  [0x28, marked("ebx")],
  [0x8000_0020, marked("ebx")],
  [0x23, marked("eax")],
]);

/** Undefined for a leaf that is not known to have sub-leaves. */
export function subLeavesOf(leaf: number, ask: AskCpuid): readonly number[] | undefined {
  return SUB_LEAVES.get(leaf)?.((index) => ask(leaf, index));
}

/** True if EAX of sub-leaf 0 is the number of the last sub-leaf. */
export function namesLastSubLeaf(leaf: number): boolean {
  return LEAVES_WITH_LAST.includes(leaf);
}

function upToLast(ask: (index: number) => Registers): readonly number[] {
  return upTo(Math.min(ask(0).eax, MOST_SUB_LEAVES - 1));
}

/** @param first the first sub-leaf that can be the end; earlier ones always exist. */
function until(isEnd: (registers: Registers) => boolean, first = 0): ListSubLeaves {
  return (ask) => {
    let last = first;
    while (last < MOST_SUB_LEAVES - 1 && !isEnd(ask(last))) last++;
    return upTo(last);
  };
}

/** Sub-leaf 0, and those whose bit is set in a register of it. */
function marked(register: Register): ListSubLeaves {
  return (ask) => [0, ...bitsOf(ask(0)[register]).filter((index) => index !== 0)];
}

/** Sub-leaves 0 and 1, and one for each component of XSAVE, by its bit in XCR0 or in IA32_XSS. */
function stateComponents(ask: (index: number) => Registers): readonly number[] {
  const [user, supervisor] = [ask(0), ask(1)];
  const low = bitsOf(user.eax | supervisor.ecx);
  const high = bitsOf(user.edx | supervisor.edx).map((bit) => bit + 32);
  return [0, 1, ...[...low, ...high].filter((index) => index > 1)];
}

function bitsOf(word: number): readonly number[] {
  return upTo(31).filter((bit) => ((word >>> bit) & 1) === 1);
}

/** 0 to `last`, which is included. */
function upTo(last: number): readonly number[] {
  return Array.from({ length: last + 1 }, (_, index) => index);
}
