/** The parts of a generated module that are the same for all rules, as TypeScript text. */

/** The error class for invalid arguments. */
export const ERROR_CLASS = `
/** Thrown for an invalid argument. */
export class CapabilityError extends TypeError {
  override readonly name = "CapabilityError";
  /** The parameter, or the member of \`inputs\`: \`out\`, \`inputs.host\`. */
  readonly argument: string;

  constructor(argument: string, problem: string) {
    super(\`\${argument} \${problem}\`);
    this.argument = argument;
  }
}
`;

/**
 * The number of layouts of a module. With several there is no default: the caller passes the
 * layout.
 */
export type LayoutCount = "one" | "several";

/**
 * Types that distinguish the bitmaps and bits of several layouts. They do not exist at run time.
 */
const SEVERAL_LAYOUTS = `
/** Marks a bitmap or a bit with its layout. A value without a mark, such as a new array or a number, fits any layout. */
interface OfLayout<Name extends string> {
  readonly "of layout"?: (name: Name) => Name;
}

/** The words of a bitmap of the layout, and its presence bits. */
export type Bitmap<Name extends string> = Uint32Array & OfLayout<Name>;

/** The number of a bit of the layout. */
export type Position<Name extends string> = number & OfLayout<Name>;

type Members<Name extends string, Values> = {
  readonly [Key in keyof Values]: Values[Key] extends number
    ? Values[Key] & OfLayout<Name>
    : Values[Key];
};
`;

export function emitLayoutTypes(layouts: LayoutCount): string {
  const isOne = layouts === "one";
  return `${isOne ? "" : SEVERAL_LAYOUTS}
/** The words of a bitmap, and the names of its bits. */
export interface Layout${isOne ? "" : "<Name extends string = string>"} {
  readonly name: ${isOne ? "string" : "Name"};
  /** How many elements a bitmap has: its words, then one presence bit for each CPUID entry. */
  readonly length: number;
  readonly words: readonly string[];
  /** Names by position. */
  readonly bits: ReadonlyMap<number, string>;
  readonly leaves: readonly Leaf[];
  /** Fill the words and presence bits of a zeroed bitmap; undefined if the layout has no leaf. */
  readonly readObjects?: (out: Uint32Array, entries: readonly CpuidEntry[]) => void;
  readonly readMemory?: (out: Uint32Array, memory: Uint32Array) => void;
}

/** A CPUID register that fills a word. */
export interface Leaf {
  readonly function: number;
  /** Undefined if the sub-leaf is not significant. */
  readonly index: number | undefined;
  readonly register: "eax" | "ebx" | "ecx" | "edx";
  readonly word: number;
  /** Number of its presence bit; the leaves of one CPUID entry share it. */
  readonly entry: number;
}

/** The result of CPUID for a function and an index. */
export interface CpuidRow {
  readonly function: number;
  readonly index: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

/** An entry of KVM_SET_CPUID2. */
export interface CpuidEntry extends CpuidRow {
  /** Bit 0: the index is significant. */
  readonly flags: number;
}
`;
}

export function emitAccessors(layouts: LayoutCount): string {
  const { ofLayout, bitmap, position } = typesFor(layouts);
  return `
/** True if the bit is set. */
export function has${ofLayout}(caps: ${bitmap}, bit: ${position}): boolean {
  return ((wordOf(caps, bit) >>> (bit & 31)) & 1) === 1;
}

export function set${ofLayout}(caps: ${bitmap}, bit: ${position}): void {
  caps[bit >>> 5] = wordOf(caps, bit) | (1 << (bit & 31));
}

export function clear${ofLayout}(caps: ${bitmap}, bit: ${position}): void {
  caps[bit >>> 5] = wordOf(caps, bit) & ~(1 << (bit & 31));
}

export function change${ofLayout}(caps: ${bitmap}, bit: ${position}, on: boolean): void {
  if (on) set(caps, bit);
  else clear(caps, bit);
}

/**
 * The names of the bits that are set, in order of position; \`CPUID_1_ECX[27]\` for a bit without one.
 *
 * @throws CapabilityError if \`caps\` has another length than a bitmap of the layout, with or without presence bits.
 */
export function names${ofLayout}(caps: ${bitmap}${layoutParameter(layouts)}): string[] {${checkLayout(layouts)}
  assertBitmap("caps", caps, [layout.words.length, layout.length]);
  return layout.words.flatMap((word, index) =>
    Array.from({ length: 32 }, (_, bit) => index * 32 + bit)
      .filter((position) => has(caps, position))
      .map((position) => layout.bits.get(position) ?? \`\${word}[\${String(position & 31)}]\`),
  );
}

function wordOf(caps: Uint32Array, bit: number): number {
  if (!(caps instanceof Uint32Array)) throw new CapabilityError("caps", "is no Uint32Array");
  const word = caps[bit >>> 5];
  if (word === undefined || bit >>> 0 !== bit) {
    throw new CapabilityError("bit", \`\${String(bit)} is not in the bitmap\`);
  }
  return word;
}
`;
}

export function emitReadLeaves(layouts: LayoutCount): string {
  const { ofLayout, bitmap } = typesFor(layouts);
  return `
/** Words of an entry in the memory of KVM_SET_CPUID2: function, index, flags, eax to edx, padding. */
const ENTRY_WORDS = 10;

/**
 * Fills a bitmap from a guest's CPUID as KVM_SET_CPUID2 has it, given as objects or as the entries'
 * memory: each leaf from the first entry whose function matches and whose index matches or is not
 * significant. Words that no entry fills are zero.
 *
 * @throws CapabilityError naming an invalid argument; nothing is written then.
 */
export function readLeaves${ofLayout}(
  out: ${bitmap},
  entries: readonly CpuidEntry[] | Uint32Array,
  ${layoutParameterLine(layouts)}
): ${bitmap} {${checkLayout(layouts)}
  const { length, readObjects, readMemory } = layout;
  assertBitmap("out", out, [length]);
  if (readObjects === undefined || readMemory === undefined) {
    throw new CapabilityError("layout", "has no CPUID leaves");
  }
  if (entries instanceof Uint32Array) {
    assertMemory(entries, out);
    out.fill(0, 0, length);
    readMemory(out, entries);
  } else {
    assertArray("entries", entries);
    for (const entry of entries) assertEntry(entry);
    out.fill(0, 0, length);
    readObjects(out, entries);
  }
  return out;
}

/**
 * The same from a physical CPU's CPUID, where the index of a leaf that has one is always significant.
 * A leaf above the maximum of its range, EAX of function 0x0, 0x80000000 and so on, is absent.
 */
export function readHostLeaves${ofLayout}(
  out: ${bitmap},
  entries: readonly CpuidRow[] | Uint32Array,
  ${layoutParameterLine(layouts)}
): ${bitmap} {${checkLayout(layouts)}
  assertBitmap("out", out, [layout.length]);
  if (layout.leaves.length === 0) throw new CapabilityError("layout", "has no CPUID leaves");
  const rows = rowsOf(entries, out);
  out.fill(0, 0, layout.length);
  for (const leaf of layout.leaves) {
    const range = rows.find((row) => row.function === (leaf.function & 0xffff0000) >>> 0);
    if (range === undefined || range.eax >>> 0 < leaf.function) continue;
    const row = rows.find(
      ({ function: leafFunction, index }) =>
        leafFunction === leaf.function && (leaf.index === undefined || leaf.index === index),
    );
    if (row === undefined) continue;
    out[leaf.word] = row[leaf.register];
    set(out, layout.words.length * 32 + leaf.entry);
  }
  return out;
}

function rowsOf(entries: readonly CpuidRow[] | Uint32Array, out: Uint32Array): readonly CpuidRow[] {
  if (!(entries instanceof Uint32Array)) {
    assertArray("entries", entries);
    for (const row of entries) assertRow(row);
    return entries;
  }
  assertMemory(entries, out);
  return Array.from({ length: entries.length / ENTRY_WORDS }, (_, row) => {
    const at = row * ENTRY_WORDS;
    return {
      function: entries[at] ?? 0,
      index: entries[at + 1] ?? 0,
      eax: entries[at + 3] ?? 0,
      ebx: entries[at + 4] ?? 0,
      ecx: entries[at + 5] ?? 0,
      edx: entries[at + 6] ?? 0,
    };
  });
}

function assertMemory(entries: Uint32Array, out: Uint32Array): void {
  if (entries === out) throw new CapabilityError("out", "is the same array as entries");
  if (entries.length % ENTRY_WORDS !== 0) {
    throw new CapabilityError("entries", \`is no multiple of \${String(ENTRY_WORDS)} words\`);
  }
}

function assertEntry(entry: Partial<CpuidEntry>): void {
  assertRow(entry);
  if (typeof entry.flags !== "number") {
    throw new CapabilityError("entries", "has an element without flags");
  }
}

function assertRow(row: Partial<CpuidRow> | null): void {
  if (
    typeof row !== "object" ||
    row === null ||
    typeof row.function !== "number" ||
    typeof row.index !== "number" ||
    typeof row.eax !== "number" ||
    typeof row.ebx !== "number" ||
    typeof row.ecx !== "number" ||
    typeof row.edx !== "number"
  ) {
    throw new CapabilityError("entries", "has an element that is no CPUID entry");
  }
}
`;
}

export const ASSERTIONS = `
/** An array of at least \`Length\` words: reading one of them gives a number. */
type Words<Length extends number, Indices extends number[] = []> =
  Indices["length"] extends Length
    ? Uint32Array & Record<Indices[number], number>
    : Words<Length, [...Indices, Indices["length"]]>;

function assertWords<Length extends number>(
  argument: string,
  words: Uint32Array | null | undefined,
  length: Length,
): asserts words is Words<Length> {
  if (
    words === undefined ||
    words === null ||
    // The length is read first: V8 then knows the type, so that \`instanceof\` costs nothing.
    words.length < length ||
    !(words instanceof Uint32Array)
  ) {
    throw new CapabilityError(argument, \`is no Uint32Array of \${String(length)} elements or more\`);
  }
}

function assertRows(out: Uint32Array, stride: number, rows: number): void {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new CapabilityError("rows", "is no count");
  assertWords("out", out, rows * stride);
}

/** Rejects a bitmap of the wrong length, which usually belongs to another layout. */
function assertBitmap(argument: string, words: unknown, lengths: readonly number[]): void {
  if (!(words instanceof Uint32Array) || !lengths.includes(words.length)) {
    throw new CapabilityError(
      argument,
      \`is no Uint32Array of \${[...new Set(lengths)].join(" or ")} elements\`,
    );
  }
}

function assertArray(argument: string, value: unknown): void {
  if (!Array.isArray(value)) throw new CapabilityError(argument, "is no array");
}
`;

/** Emitted for modules with several layouts. */
export const LAYOUT_ASSERTION = `
function assertLayout(layout: Partial<Layout> | null | undefined): void {
  if (!(layout?.bits instanceof Map)) throw new CapabilityError("layout", "is no layout");
}
`;

/** Emitted if a set has any input. */
export const INPUT_ASSERTIONS = `
function assertInputs(inputs: unknown): void {
  if (typeof inputs !== "object" || inputs === null) {
    throw new CapabilityError("inputs", "is no object");
  }
}
`;

/** Emitted if a set reads bitmaps. */
export const BITMAP_ASSERTIONS = `
/** Checks an input, which must not be the output array. */
function assertInput<Length extends number>(
  argument: string,
  words: Uint32Array,
  length: Length,
  out: Uint32Array,
): asserts words is Words<Length> {
  assertWords(argument, words, length);
  if (words === out) throw new CapabilityError("out", \`is the same array as \${argument}\`);
}
`;

/** Emitted if a set reads flags. */
export const FLAG_ASSERTIONS = `
function assertBoolean(argument: string, value: unknown): void {
  if (value !== true && value !== false) throw new CapabilityError(argument, "is no boolean");
}
`;

/** The types that functions over any layout are written with: type parameters, a bitmap, a bit. */
function typesFor(layouts: LayoutCount): { ofLayout: string; bitmap: string; position: string } {
  return layouts === "one"
    ? { ofLayout: "", bitmap: "Uint32Array", position: "number" }
    : { ofLayout: "<Name extends string>", bitmap: "Bitmap<Name>", position: "Position<Name>" };
}

function layoutParameter(layouts: LayoutCount): string {
  return layouts === "one" ? "" : ", layout: Layout<Name>";
}

function layoutParameterLine(layouts: LayoutCount): string {
  return layouts === "one" ? "" : "layout: Layout<Name>,";
}

function checkLayout(layouts: LayoutCount): string {
  return layouts === "one" ? "" : "\n  assertLayout(layout);";
}
