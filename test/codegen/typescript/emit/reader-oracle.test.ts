/** Holds emitted readers and accessors against an oracle, and shows that it notices every change of them. */

import ts from "typescript";
import { expect, test } from "vitest";
import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import type { Layout, Register } from "../../../../src/model/layout.ts";
import { randomWords } from "../../../bench/rows.ts";
import { emittedMutants } from "./emitted-mutants.ts";
import { assign, inputOf, layoutOf, planOf, read, setOf, type WordSketch } from "./plans.ts";
import { guestBitmap, hostBitmap, memoryOf, namesOn, type Entry } from "./reader-oracle.ts";
import { argumentOf, wronglyAnswered, type Emitted } from "./reader-refusals.ts";

const random = randomWords();
const below = (limit: number): number => random() % limit;
const REGISTERS: readonly Register[] = ["eax", "ebx", "ecx", "edx"];
const FUNCTIONS = [0x0, 0x1, 0x7, 0xd, 0x8000_0001, 0x8001_0002];

/** Leaves of every register, with and without an index, between words that no leaf fills. */
function randomLayout(name: string, leafCount: number): Layout {
  // Behind the last entry of the memory stands nothing, which must not pass for an entry of function 0.
  const addresses = new Map<string, readonly [number, number | undefined, Register]>([
    ["first", [0x0, 0, "ebx"]],
    ["last", [0x8001_0002, undefined, "edx"]],
  ]);
  while (addresses.size < leafCount) {
    const leaf = FUNCTIONS[below(FUNCTIONS.length)] ?? 0;
    // A function's index is significant in all of its leaves, or in none.
    const index = leaf % 7 === 0 ? below(12) : undefined;
    const register = REGISTERS[below(4)] ?? "eax";
    addresses.set([leaf, index, register].join(), [leaf, index, register]);
  }
  const leaves = Array.from(addresses.values(), (leaf, at): WordSketch => ({
    name: `LEAF_${at}`,
    leaf,
    bits: { [below(32)]: `BIT_${at}` },
  }));
  return layoutOf(name, [{ name: "FIRST", bits: { 31: "LAST" } }, ...leaves]);
}

function randomEntries(): readonly Entry[] {
  const limits = [0x0, 0x8000_0000, 0x8001_0000].map((leaf) => entryOf(leaf, leaf + below(16)));
  const others = Array.from({ length: below(40) }, () =>
    entryOf(FUNCTIONS[below(FUNCTIONS.length)] ?? 0, random()),
  );
  const shuffled = [...limits.filter(() => below(4) > 0), ...others];
  return shuffled.sort((a, b) => (a.ecx % 64) - (b.ecx % 64));
}

function entryOf(leaf: number, eax: number): Entry {
  const flags = below(8);
  return {
    function: leaf,
    index: below(13),
    flags,
    eax,
    ebx: random(),
    ecx: random(),
    edx: random(),
  };
}

async function emit(layouts: readonly Layout[]): Promise<string> {
  const plans = layouts.map((layout) => {
    const input = inputOf(`of_${layout.name}`, layout);
    const steps = layout.words.map(({ index }) => assign(index, read(input, index)));
    return planOf(setOf(`set_${layout.name}`, layout), [input], steps);
  });
  const text = await emitModule({ files: [], plans });
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
    },
  });
  return outputText.replaceAll(/^export /gm, "");
}

function load(code: string, layouts: readonly Layout[]): Emitted {
  const isOne = layouts.length === 1;
  const tables = isOne ? "" : layouts.map(({ name }) => `${name}: ${name}.layout`).join();
  const exported = "has, set, clear, change, names, readLeaves, readHostLeaves";
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- emitted code is run
  return new Function(`${code}; return { ${exported}, tables: { ${tables} } };`)() as Emitted; // as it says
}

interface Sample {
  readonly layout: Layout;
  readonly entries: readonly Entry[];
}

/** The results of a module's functions as one text, including errors. */
function answers(emitted: Emitted, samples: readonly Sample[]): string[] {
  return samples.flatMap(({ layout, entries }) => {
    const table = emitted.tables[layout.name];
    const length = layout.words.length + Math.ceil(layout.entries.length / 32);
    const garbage = (): Uint32Array => new Uint32Array(length).fill(0xa5c3_960f);
    const asText = (action: () => unknown): string => {
      let answer = "";
      const argument = argumentOf(() => {
        answer = String(action());
      });
      return argument === "fine" ? answer : `refuses ${argument}`;
    };
    const memory = memoryOf(entries);
    const named = asText(() =>
      emitted.names(emitted.readLeaves(garbage(), entries, table), table).join(" "),
    );
    return [
      ...[entries, memory].flatMap((each) => [
        asText(() => emitted.readLeaves(garbage(), each, table)),
        asText(() => emitted.readHostLeaves(garbage(), each, table)),
      ]),
      named,
    ];
  });
}

function expectedAnswers(samples: readonly Sample[]): string[] {
  return samples.flatMap(({ layout, entries }) => {
    const guest = guestBitmap(layout, entries);
    const both = [guest.join(), hostBitmap(layout, entries).join()];
    return [...both, ...both, namesOn(layout, guest).join(" ")];
  });
}

/** Every bit of two words set and cleared, twice each, and asked for, as a text of digits. */
function accessed({ has, set, clear, change }: Emitted): string {
  const caps = new Uint32Array(2);
  const digits = (): string =>
    Array.from({ length: 64 }, (_, bit) => (has(caps, bit) ? "1" : "0")).join("");
  return Array.from({ length: 64 }, (_, bit) => {
    caps.fill(0);
    set(caps, bit);
    set(caps, bit);
    const alone = [...caps, digits()].join();
    change(caps, bit, false);
    const none = caps.join();
    caps.fill(0xffff_ffff);
    clear(caps, bit);
    clear(caps, bit);
    const others = caps.join();
    change(caps, bit, true);
    return [alone, none, others, caps.join()].join(" ");
  }).join("\n");
}

function expectedAccess(): string {
  const ALL = 0xffff_ffff;
  return Array.from({ length: 64 }, (_, bit) => {
    const low = bit < 32 ? 2 ** bit : 0;
    const high = bit < 32 ? 0 : 2 ** (bit - 32);
    const digits = "0".repeat(bit) + "1" + "0".repeat(63 - bit);
    return `${low},${high},${digits} 0,0 ${ALL - low},${ALL - high} ${ALL},${ALL}`;
  }).join("\n");
}

/** Each CPUID entry of the layout by itself, with its index and with its neighbours, and at the end of its range. */
function eachEntryAlone(layout: Layout): readonly Sample[] {
  return layout.entries.flatMap(({ function: leaf, index = 1 }) => {
    const alone = (each: number): Entry => ({
      ...entryOf(leaf, random()),
      index: each >>> 0,
      flags: 1,
    });
    const limit = (eax: number): Entry => entryOf(Math.floor(leaf / 0x1_0000) * 0x1_0000, eax);
    return [
      [alone(index - 1)],
      [alone(index)],
      [alone(index + 1)],
      [limit(leaf), alone(index)],
      [limit(Math.max(0, leaf - 1)), alone(index)],
    ].map((entries) => ({ layout, entries }));
  });
}

const READING =
  /^function (read|rowsOf|has|set|clear|change|names|wordOf|assert(Memory|Entry|Row|Bitmap|Array|Layout)\b)/;

/** Each entry of the layout at once, so that most changes are seen at first sight. */
function everyEntry(layout: Layout): Sample {
  const limits = [0x0, 0x8000_0000, 0x8001_0000].map((leaf) => entryOf(leaf, leaf + 15));
  const entries = layout.entries.map(({ function: leaf, index = 1 }) => ({
    ...entryOf(leaf, leaf % 0x1_0000 === 0 ? leaf + 15 : random()),
    index,
    flags: 1,
  }));
  return { layout, entries: [...entries, ...limits] };
}

/** No caller can see these. */
const MEANS_THE_SAME: ReadonlySet<string> = new Set([
  // The element after the last entry is skipped, and no other one is undefined.
  "- → + in at = entries.length - 1",
  "1 → 0 in entries.length - 1",
  "entry === undefined → false in if (entry === undefined)",
  // A layout has both readers or none.
  "|| → && in if (readObjects === undefined || readMemory === undefined) {",
  // No bitmap has so many bits that the two differ.
  ">>> → << in bit >>> 0 !== bit",
]);

const BARE = layoutOf("bare", [{ name: "ONE", bits: { 3: "A" } }]);

test("a module of one layout without leaves refuses to read them", async () => {
  const emitted = load(await emit([BARE]), [BARE]);
  expect(wronglyAnswered(emitted, BARE)).toEqual([]);
  expect(accessed(emitted)).toBe(expectedAccess());
});

/** The same where the module's only layout has leaves. */
const MEANS_THE_SAME_WITH_LEAVES: readonly string[] = [
  "readObjects === undefined || readMemory === undefined → false in if (readObjects === undefined || readMemory === undefined) {",
  "layout.leaves.length === 0 → false in if (layout.leaves.length === 0)",
  "0 → 1 in layout.leaves.length === 0",
];

test.each([
  ["one layout", [randomLayout("only", 36)]],
  [
    "several layouts",
    [randomLayout("first", 3), randomLayout("second", 5), randomLayout("third", 2), BARE],
  ],
] as const)(
  "readers and accessors of %s agree with the oracle, which notices each change",
  async (_, layouts) => {
    const read = layouts.filter(({ entries }) => entries.length > 0);
    const samples = [
      ...read.map(everyEntry),
      ...read.flatMap(eachEntryAlone),
      ...Array.from({ length: 12 }, () =>
        read.map((layout): Sample => ({ layout, entries: randomEntries() })),
      ).flat(),
    ];
    const code = await emit(layouts);
    const emitted = load(code, layouts);
    expect(answers(emitted, samples)).toEqual(expectedAnswers(samples));
    expect(layouts.flatMap((layout) => wronglyAnswered(emitted, layout))).toEqual([]);
    expect(accessed(emitted)).toBe(expectedAccess());

    const expected = samples.map((sample) => expectedAnswers([sample]).join("\n"));
    const isNoticed = (mutated: Emitted): boolean =>
      samples.some((sample, at) => answers(mutated, [sample]).join("\n") !== expected[at]) ||
      layouts.some((layout) => wronglyAnswered(mutated, layout).length > 0) ||
      argumentOf(() => accessed(mutated)) !== "fine" ||
      accessed(mutated) !== expectedAccess();
    // Many leaves are alike: every fourth change of them will do.
    const step = layouts.length > 1 ? 1 : 4;
    const survivors = emittedMutants(code, (statement) => READING.test(statement.getText()))
      .filter((_mutant, at) => at % step === 0)
      .filter(({ code: mutated }) => !isNoticed(load(mutated, layouts)))
      .map(({ what }) => what);
    const allowed = layouts.length > 1 ? [] : MEANS_THE_SAME_WITH_LEAVES;
    expect(
      survivors.filter((what) => !MEANS_THE_SAME.has(what) && !allowed.includes(what)),
    ).toEqual([]);
  },
  120_000,
);
