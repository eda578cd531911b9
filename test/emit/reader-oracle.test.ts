/** Holds emitted readers and accessors against an oracle, and shows that it notices every change of their numbers and fields. */

import ts from "typescript";
import { expect, test } from "vitest";
import { emitModule } from "../../src/emit/module.ts";
import type { Layout, Register } from "../../src/model/layout.ts";
import { randomWords } from "../bench/rows.ts";
import { assign, inputOf, layoutOf, planOf, read, setOf, type WordSketch } from "./plans.ts";
import { guestBitmap, hostBitmap, memoryOf, namesOn, type Entry } from "./reader-oracle.ts";

type Reader = (out: Uint32Array, entries: unknown, layout?: unknown) => Uint32Array;

interface Emitted {
  readonly has: (caps: Uint32Array, bit: number) => boolean;
  readonly set: (caps: Uint32Array, bit: number) => void;
  readonly clear: (caps: Uint32Array, bit: number) => void;
  readonly change: (caps: Uint32Array, bit: number, on: boolean) => void;
  readonly names: (caps: Uint32Array, layout?: unknown) => readonly string[];
  readonly readLeaves: Reader;
  readonly readHostLeaves: Reader;
  /** By the layout's name; none where the module has one layout. */
  readonly tables: Readonly<Record<string, unknown>>;
}

const random = randomWords();
const below = (limit: number): number => random() % limit;
const REGISTERS: readonly Register[] = ["eax", "ebx", "ecx", "edx"];
const FUNCTIONS = [0x0, 0x1, 0x7, 0xd, 0x8000_0001, 0x8001_0002];

/** Leaves of every register, with and without an index, between words that no leaf fills. */
function randomLayout(name: string, leafCount: number): Layout {
  const addresses = new Map<string, readonly [number, number | undefined, Register]>();
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

/** What the functions of a module answer, in one text; errors are answers, too. */
function answers(emitted: Emitted, samples: readonly Sample[]): string[] {
  return samples.flatMap(({ layout, entries }) => {
    const table = emitted.tables[layout.name];
    const length = layout.words.length + Math.ceil(layout.entries.length / 32);
    const garbage = (): Uint32Array => new Uint32Array(length).fill(0xa5c3_960f);
    const asText = (action: () => unknown): string => {
      try {
        return String(action());
      } catch (error) {
        return String((error as { argument?: unknown }).argument); // a CapabilityError, or undefined
      }
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

const FIELDS = ["function", "index", "flags", ...REGISTERS];

/** What is refused, by the argument that is named. */
function refusals(emitted: Emitted, layout: Layout): string[] {
  const table = emitted.tables[layout.name];
  const length = layout.words.length + Math.ceil(layout.entries.length / 32);
  const out = (): Uint32Array => new Uint32Array(length);
  const without = (field: string): object =>
    Object.fromEntries(Object.entries(entryOf(1, 1)).filter(([name]) => name !== field));
  const calls: (() => unknown)[] = [
    ...[emitted.readLeaves, emitted.readHostLeaves].flatMap((reader) => [
      ...FIELDS.map((field) => () => reader(out(), [without(field)], table)),
      () => reader(out(), [null], table),
      () => reader(out(), new Uint32Array(9), table),
      () => reader(out(), new Uint32Array(11), table),
      () => reader(out(), new Uint32Array(30), table),
      () => reader(new Uint32Array(length - 1), [], table),
      () => reader(new Uint32Array(length + 1), [], table),
    ]),
    () => emitted.names(new Uint32Array(length + 1), table),
    () => emitted.names(new Uint32Array(layout.words.length - 1), table),
    () => emitted.names(new Uint32Array(layout.words.length), table),
    ...[-1, 0.5, length * 32].map((bit) => () => emitted.has(out(), bit)),
  ];
  return calls.map((call) => {
    try {
      call();
      return "fine";
    } catch (error) {
      return String((error as { argument?: unknown }).argument); // a CapabilityError
    }
  });
}

const EXPECTED_REFUSALS = [
  ...[true, false].flatMap((needsFlags) => [
    ...FIELDS.map((field) => (field === "flags" && !needsFlags ? "fine" : "entries")),
    ...["entries", "entries", "entries", "fine", "out", "out"],
  ]),
  ...["caps", "caps", "fine"],
  ...["bit", "bit", "bit"],
];

/** Every bit of two words set, cleared and asked for, as a text of digits. */
function accessed({ has, set, clear, change }: Emitted): string {
  const caps = new Uint32Array(2);
  const digits = (): string =>
    Array.from({ length: 64 }, (_, bit) => (has(caps, bit) ? "1" : "0")).join("");
  return Array.from({ length: 64 }, (_, bit) => {
    caps.fill(0);
    set(caps, bit);
    const alone = [...caps, digits()].join();
    change(caps, bit, false);
    const none = caps.join();
    caps.fill(0xffff_ffff);
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

/** Each CPUID entry of the layout by itself, with its index and with its neighbours. */
function eachEntryAlone(layout: Layout): readonly Sample[] {
  return layout.entries.flatMap(({ function: leaf, index = 1 }) =>
    [index - 1, index, index + 1].map((each) => ({
      layout,
      entries: [{ ...entryOf(leaf, random()), index: each >>> 0, flags: 1 }],
    })),
  );
}

function fieldAfter(field: string): string {
  return FIELDS[(FIELDS.indexOf(field) + 1) % FIELDS.length] ?? field;
}

interface Mutant {
  readonly what: string;
  readonly code: string;
}

const READING =
  /^function (read|rowsOf|has|set|clear|change|names|wordOf|assert(Memory|Entry|Row|Bitmap)\b)/;

/** Every number moved by one, every field and comparison exchanged, in the functions that read. */
function mutantsOf(code: string): readonly Mutant[] {
  const source = ts.createSourceFile("m.js", code, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const replace = (node: ts.Node, texts: readonly string[]): void => {
    for (const text of texts) {
      mutants.push({
        what: `${node.getText()} → ${text} in ${node.parent.getText().split("\n")[0] ?? ""}`,
        code: `${code.slice(0, node.getStart())} ${text} ${code.slice(node.end)}`,
      });
    }
  };
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    // What stands after `??` is for the type checker: every element that is read exists.
    const isFallback =
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
      parent.right === node;
    if (isFallback && ts.isNumericLiteral(node)) return;
    if (ts.isNumericLiteral(node)) {
      const value = Number(node.text);
      replace(node, [value + 1, value - 1].filter((each) => each >= 0).map(String));
    }
    if (ts.isIdentifier(node) && ts.isPropertyAccessExpression(parent) && parent.name === node) {
      if (FIELDS.includes(node.text)) replace(node, [fieldAfter(node.text)]);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    if (READING.test(statement.getText())) visit(statement);
  }
  return mutants;
}

/** The element after the last entry is skipped; and the one layout of a module has more leaves than one. */
const MEANS_THE_SAME: ReadonlySet<string> = new Set([
  "1 → 0 in entries.length - 1",
  "0 → 1 in layout.leaves.length === 0",
]);

test.each([
  ["one layout", [randomLayout("only", 36)]],
  [
    "several layouts",
    [randomLayout("first", 10), randomLayout("second", 12), randomLayout("third", 1)],
  ],
] as const)(
  "readers and accessors of %s are what the oracle says, and it notices each change",
  async (_, layouts) => {
    const samples = [
      ...layouts.flatMap(eachEntryAlone),
      ...Array.from({ length: 20 }, () =>
        layouts.map((layout): Sample => ({ layout, entries: randomEntries() })),
      ).flat(),
    ];
    const code = await emit(layouts);
    const emitted = load(code, layouts);
    expect(answers(emitted, samples)).toEqual(expectedAnswers(samples));
    expect(refusals(emitted, layouts[0])).toEqual(EXPECTED_REFUSALS);
    expect(accessed(emitted)).toBe(expectedAccess());

    const mutants = mutantsOf(code);
    expect(mutants.length).toBeGreaterThan(200);
    const expected = samples.map((sample) => expectedAnswers([sample]).join("\n"));
    const isNoticed = (mutated: Emitted): boolean =>
      samples.some((sample, at) => answers(mutated, [sample]).join("\n") !== expected[at]) ||
      refusals(mutated, layouts[0]).join() !== EXPECTED_REFUSALS.join() ||
      accessed(mutated) !== expectedAccess();
    const survivors = mutants.filter((mutant) => !isNoticed(load(mutant.code, layouts)));
    expect(survivors.map(({ what }) => what).filter((what) => !MEANS_THE_SAME.has(what))).toEqual(
      [],
    );
  },
  60_000,
);
