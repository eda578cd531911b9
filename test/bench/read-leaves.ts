/** From a guest's CPUID entries to its capabilities, against "for each word, search the entries". */

import { strict as assert } from "node:assert";
import { loadModule, type Entry, type Leaf } from "./load-module.ts";
import { compareTimes, scale, type Work } from "./measure.ts";
import { printHeading, printRatio, printValue } from "./print.ts";
import { randomWords, ROW_COUNT } from "./rows.ts";

/** Words of an entry in the memory of KVM_SET_CPUID2. */
const ENTRY_WORDS = 10;

/** Function, and how many sub-leaves it has; 0 where the index is not significant. 41 entries. */
const GUEST_FUNCTIONS: readonly (readonly [number, number])[] = [
  [0x0, 0],
  [0x1, 0],
  [0x2, 0],
  [0x4, 4],
  [0x5, 0],
  [0x6, 0],
  [0x7, 3],
  [0xa, 0],
  [0xb, 2],
  [0xd, 8],
  [0x12, 2],
  [0x14, 2],
  [0x15, 0],
  [0x1e, 2],
  [0x24, 0],
  [0x40000000, 0],
  [0x40000001, 0],
  [0x80000000, 0],
  [0x80000001, 0],
  [0x80000006, 0],
  [0x80000007, 0],
  [0x80000008, 0],
  [0x8000000a, 0],
  [0x8000001f, 0],
  [0x80000021, 0],
];

export async function benchReadLeaves(): Promise<void> {
  // Nothing but the default, so that the search need not know any exception.
  const { initVcpu, readLeaves, x86 } = await loadModule("default = host & guest");
  const random = randomWords();
  const host = Uint32Array.from({ length: x86.length }, random);
  const guests = Array.from({ length: ROW_COUNT }, () => guestEntries(random));
  const memories = guests.map(entriesMemory);
  const guest = new Uint32Array(x86.length);
  const out = new Uint32Array(x86.words.length);
  const { leaves } = x86;

  const forms: readonly { name: string; generated: Work; search: Work }[] = [
    {
      name: "objects",
      generated: () => {
        for (const entries of guests) initVcpu(out, host, readLeaves(guest, entries));
      },
      search: () => {
        for (const entries of guests) searchObjects(out, host, entries, leaves);
      },
    },
    {
      name: "the ioctl's memory",
      generated: () => {
        for (const memory of memories) initVcpu(out, host, readLeaves(guest, memory));
      },
      search: () => {
        for (const memory of memories) searchMemory(out, host, memory, leaves);
      },
    },
  ];
  guests.forEach((entries, at) => {
    const expected = initVcpu(new Uint32Array(x86.words.length), host, readLeaves(guest, entries));
    assert.deepEqual(searchObjects(out.fill(0), host, entries, leaves), expected);
    const memory = memories[at] ?? new Uint32Array();
    assert.deepEqual(searchMemory(out.fill(0), host, memory, leaves), expected);
    assert.deepEqual(initVcpu(out.fill(0), host, readLeaves(guest, memory)), expected);
  });

  printHeading(`readLeaves + init: a guest of ${guests[0]?.length ?? 0} entries`);
  for (const { name, generated, search } of forms) {
    const { ratio, subject } = compareTimes(search, generated);
    printValue(`search the entries, ${name}`, scale(subject, 1e6 / ROW_COUNT), "ns");
    printRatio(`readLeaves + init is faster than the search, ${name}`, ratio, { least: 3 });
  }
}

/** `cpuid_entry2_find` for each word, then the AND. */
function searchObjects(
  out: Uint32Array,
  host: Uint32Array,
  entries: readonly Entry[],
  leaves: readonly Leaf[],
): Uint32Array {
  for (const { function: leafFunction, index = 0, register, word } of leaves) {
    let value = 0;
    for (const entry of entries) {
      if (entry.function !== leafFunction) continue;
      if ((entry.flags & 1) !== 0 && entry.index !== index) continue;
      value = entry[register];
      break;
    }
    out[word] = (host[word] ?? 0) & value;
  }
  return out;
}

const REGISTER_WORD = { eax: 3, ebx: 4, ecx: 5, edx: 6 };

function searchMemory(
  out: Uint32Array,
  host: Uint32Array,
  memory: Uint32Array,
  leaves: readonly Leaf[],
): Uint32Array {
  for (const { function: leafFunction, index = 0, register, word } of leaves) {
    let value = 0;
    for (let at = 0; at < memory.length; at += ENTRY_WORDS) {
      if (memory[at] !== leafFunction) continue;
      if (((memory[at + 2] ?? 0) & 1) !== 0 && memory[at + 1] !== index) continue;
      value = memory[at + REGISTER_WORD[register]] ?? 0;
      break;
    }
    out[word] = (host[word] ?? 0) & value;
  }
  return out;
}

function guestEntries(random: () => number): readonly Entry[] {
  return GUEST_FUNCTIONS.flatMap(([leafFunction, subLeaves]) =>
    Array.from({ length: Math.max(1, subLeaves) }, (_, index) => ({
      function: leafFunction,
      index,
      flags: Number(subLeaves > 0),
      eax: random(),
      ebx: random(),
      ecx: random(),
      edx: random(),
    })),
  );
}

function entriesMemory(entries: readonly Entry[]): Uint32Array {
  return Uint32Array.from(
    entries.flatMap((entry) => [
      entry.function,
      entry.index,
      entry.flags,
      entry.eax,
      entry.ebx,
      entry.ecx,
      entry.edx,
      0,
      0,
      0,
    ]),
  );
}
