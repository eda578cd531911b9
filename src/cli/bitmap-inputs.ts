/**
 * Reads the input bitmaps of `eval` and `explain`: CPUID dumps, lists of features, this machine.
 */

import { resolve } from "node:path";

import type { CpuidBitmap } from "../cpuid/cpuid-bitmap.ts";
import { findFeature } from "../cpuid/feature-names.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Input } from "../model/model.ts";
import { nearestName } from "../base/nearest-name.ts";
import { UsageError } from "./exit.ts";
import type { Io } from "./io.ts";
import { type InputSource, keepNamesOfNoLayout } from "./names-without-bit.ts";
import { LARGEST_DUMP, parseDump, type ParsedBitmap } from "./parse-dump.ts";
import { decodeText, readTextFile } from "./read-file.ts";
import { STANDARD_INPUT, STANDARD_INPUT_NAME } from "./read-rule-file.ts";
import { readNamedDevice, readThisMachine } from "./read-this-machine.ts";

export interface BitmapInputs {
  /** By input name; undefined if a diagnostic is an error. */
  readonly bitmaps: ReadonlyMap<string, CpuidBitmap> | undefined;
  /** In order of declaration. */
  readonly sources: readonly InputSource[];
  readonly diagnostics: readonly Diagnostic[];
}

interface ReadBitmap extends ParsedBitmap {
  readonly source: string;
}

/** The input that defaults to this machine's own CPUID. */
export const HOST = "host";

/** @param given the arguments of the command line, by input name. */
export async function readBitmaps(
  inputs: readonly Input[],
  given: ReadonlyMap<string, string>,
  io: Io,
): Promise<BitmapInputs> {
  rejectUnknown(inputs, given);
  const host = inputs.find(({ name }) => name === HOST);
  const read = new Map<string, ReadBitmap>();
  // Other inputs may begin with the host's bits, so the host comes first.
  for (const input of host === undefined ? inputs : new Set([host, ...inputs])) {
    const known = read.get(HOST)?.bitmap;
    const hostBitmap = input.layout === host?.layout ? known : undefined;
    read.set(input.name, await readBitmap(input, given.get(input.name), hostBitmap, io));
  }
  const bitmaps = new Map<string, CpuidBitmap>();
  for (const [name, { bitmap }] of read) if (bitmap !== undefined) bitmaps.set(name, bitmap);
  return {
    bitmaps: bitmaps.size === read.size ? bitmaps : undefined,
    sources: keepNamesOfNoLayout(
      inputs.map(({ name }) => ({ name, ...pickSource(read.get(name)) })),
    ),
    diagnostics: [...read.values()].flatMap(({ diagnostics }) => diagnostics),
  };
}

function pickSource(read: ReadBitmap | undefined): Omit<InputSource, "name"> {
  return { source: read?.source ?? "", withoutBit: read?.withoutBit ?? [] };
}

function rejectUnknown(inputs: readonly Input[], given: ReadonlyMap<string, string>): void {
  const names = inputs.map(({ name }) => name);
  const unknown = [...given.keys()].find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names);
  const known = names.map((name) => `\`${name}\``).join(", ");
  throw new UsageError(
    `the rules have no input named \`${unknown}\``,
    nearest === undefined ? `they have ${known}` : `did you mean \`${nearest}\`?`,
  );
}

async function readBitmap(
  input: Input,
  given: string | undefined,
  host: CpuidBitmap | undefined,
  io: Io,
): Promise<ReadBitmap> {
  if (given === undefined && input.name === HOST) return readThisMachine(input, io.machine);
  const source = given ?? "all";
  const device = await readNamedDevice(input, source, io.machine);
  if (device !== undefined) return { ...device, source };
  const text = await readDump(source, io);
  if (text === undefined) {
    if (isBareName(source)) await rejectUnknownName(input, source);
    return { ...(await parseList(input, source, host)), source };
  }
  const name = source === STANDARD_INPUT ? STANDARD_INPUT_NAME : source;
  return { ...(await parseDump(input, name, text)), source: name };
}

/** Undefined if the argument names no file, so that it must be a list of features. */
async function readDump(source: string, io: Io): Promise<string | undefined> {
  if (source === STANDARD_INPUT) {
    const bytes = await io.readStandardInput(LARGEST_DUMP);
    return textOf(source, decodeText(bytes, LARGEST_DUMP));
  }
  if (!isBareName(source) || source.includes("\0")) return undefined;
  const content = readTextFile(resolve(io.cwd, source), LARGEST_DUMP);
  if (content.kind === "missing" && !looksLikePath(source)) return undefined;
  return textOf(source, content);
}

/** @throws UsageError if it cannot be read as text. */
export function readDumpFile(name: string, { cwd }: Io): string {
  return textOf(name, readTextFile(resolve(cwd, name), LARGEST_DUMP));
}

/** True if the argument cannot be a list of several features, so that it may name a file. */
function isBareName(source: string): boolean {
  return !/^(?:all|none|host)(?:,|$)|^[+-]|[,\s]|^$/.test(source);
}

/** Rejects a name that is neither a file nor a feature; the user may have meant either. */
async function rejectUnknownName({ name, layout }: Input, source: string): Promise<void> {
  const { isQemuModel } = await import("../cpuid/qemu-names.ts");
  // A setting such as `hle=off` is a list of one item. A model has a more specific message.
  if (findFeature(layout, source).length > 0 || source.includes("=") || isQemuModel(source)) return;
  const nearest = nearestName(
    source,
    layout.bits.flatMap((bit) => [bit.name, ...bit.aliases]),
  );
  throw new UsageError(
    `\`${source}\` is neither a file nor a feature`,
    nearest === undefined
      ? `give input \`${name}\` a CPUID dump, or features, as in \`+XSAVE,+AVX\``
      : `did you mean the feature \`${nearest}\`?`,
  );
}

function looksLikePath(source: string): boolean {
  return /[/\\]|\.(?:txt|json|xml|cpuid|cpuinfo)$/.test(source);
}

function textOf(source: string, content: ReturnType<typeof readTextFile>): string {
  switch (content.kind) {
    case "text":
      return content.text;
    case "missing":
      throw new UsageError(`there is no file \`${source}\``);
    case "directory":
      throw new UsageError(`\`${source}\` is a directory`, "name a CPUID dump");
    case "not-utf8":
      throw new UsageError(
        `\`${source}\` is not text in UTF-8: see byte ${content.offset}`,
        "save it in UTF-8; PowerShell's `>` writes UTF-16",
      );
    case "too-large":
      throw new UsageError(`\`${source}\` is too large for a CPUID dump`);
    case "unreadable":
      throw new UsageError(`\`${source}\` cannot be read: ${content.reason}`);
    case "outside":
      throw new UsageError(`\`${source}\` lies outside of the project`);
  }
}

async function parseList(
  { name, layout }: Input,
  text: string,
  host: CpuidBitmap | undefined,
): Promise<ParsedBitmap> {
  const { parseFeatureList } = await import("../cpuid/parse-feature-list.ts");
  const result = parseFeatureList({ name: `--${name}`, text }, layout, host);
  return { ...result, withoutBit: [] };
}
