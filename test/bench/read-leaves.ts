/** From a guest's CPUID entries to its capabilities, against "for each word, search the entries". */

import { strict as assert } from "node:assert";
import { definitely } from "../../src/base/unreachable.ts";
import { ENTRY_WORDS, entriesMemory, GUEST_SHAPES, guestEntries } from "./guests.ts";
import { loadModule, type Entry, type Leaf } from "./load-module.ts";
import { compareTimes, scale, type Work } from "./measure.ts";
import { printHeading, printRatio, printValue } from "./print.ts";
import { randomWords, ROW_COUNT } from "./rows.ts";

export async function benchReadLeaves(): Promise<void> {
  // The program has only a default, so that the search needs no exceptions.
  const { initVcpu, readLeaves, layout } = await loadModule("default = host & guest");
  const random = randomWords();
  const host = Uint32Array.from({ length: layout.length }, random);
  const shape = definitely(GUEST_SHAPES.get(41), "a guest of 41 entries");
  const guests = Array.from({ length: ROW_COUNT }, () => guestEntries(shape, random));
  const memories = guests.map(entriesMemory);
  const guest = new Uint32Array(layout.length);
  const out = new Uint32Array(layout.words.length);
  const { leaves } = layout;

  const forms: readonly { name: string; generated: Work; search: Work }[] = [
    {
      name: "objects",
      generated: () => {
        for (const entries of guests) initVcpu(out, { host, guest: readLeaves(guest, entries) });
      },
      search: () => {
        for (const entries of guests) searchObjects(out, host, entries, leaves);
      },
    },
    {
      name: "the ioctl's memory",
      generated: () => {
        for (const memory of memories) initVcpu(out, { host, guest: readLeaves(guest, memory) });
      },
      search: () => {
        for (const memory of memories) searchMemory(out, host, memory, leaves);
      },
    },
  ];
  guests.forEach((entries, at) => {
    const inputs = { host, guest: readLeaves(guest, entries) };
    const expected = initVcpu(new Uint32Array(layout.words.length), inputs);
    assert.deepEqual(searchObjects(out.fill(0), host, entries, leaves), expected);
    const memory = memories[at] ?? new Uint32Array();
    assert.deepEqual(searchMemory(out.fill(0), host, memory, leaves), expected);
    assert.deepEqual(initVcpu(out.fill(0), { host, guest: readLeaves(guest, memory) }), expected);
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
