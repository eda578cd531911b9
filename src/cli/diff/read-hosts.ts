/** The hosts of `--hosts`: files that hold a CPUID dump each. */

import { statSync } from "node:fs";
import { resolve } from "node:path";

import { escapePath, globSync } from "tinyglobby";

import { isError } from "../../analyze.ts";
import type { CpuidBitmap } from "../../cpuid/cpuid-bitmap.ts";
import { readCpuid } from "../../cpuid/read-cpuid.ts";
import type { CpuidReading } from "../../cpuid/reading.ts";
import { toBitmap } from "../../cpuid/to-bitmap.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Hosts } from "../../diff/hosts.ts";
import type { Layout } from "../../model/layout.ts";
import { HOST, readDumpFile } from "../bitmap-inputs.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { namesInAll } from "../names-without-bit.ts";

export interface ReadHosts {
  /** Undefined if no file can be read. */
  readonly hosts: Hosts | undefined;
  /** Errors of the files that are left out. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the files that are left out are called, with the reason where no diagnostic has it. */
  readonly leftOut: readonly string[];
  /**
   * Names of features that some host has, and for which no layout has a bit that was asked for until now; none while
   * none was.
   */
  readonly withoutBit: () => readonly string[];
}

/**
 * @param patterns each `GLOB`, of dumps of the input `host`, or `NAME=GLOB`, of those of another one;
 * `NAME,NAME=GLOB` where a dump is of several inputs, each over its own layout.
 * @throws UsageError where a pattern matches no file.
 */
export async function readHosts(patterns: readonly string[], io: Io): Promise<ReadHosts> {
  const split = patterns.map(splitPattern);
  const [first = HOST, ...others] = new Set(split.map(({ inputs }) => inputs));
  if (others[0] !== undefined) {
    throw new UsageError(
      `\`--hosts\` names other inputs for other dumps: \`${first}\` and \`${others[0]}\``,
      `write \`${first},${others[0]}=\` where each dump is of both`,
    );
  }
  const files = [...new Set(split.flatMap(({ glob }) => filesOf(glob, io)))];
  const results = await Promise.all(files.map((name) => readHost(name, io)));
  const read = results.flatMap(({ name, reading }) =>
    reading === undefined ? [] : [{ name, reading }],
  );
  const { bitmapsOf, withoutBit } = rememberLayouts(read.map(({ reading }) => reading));
  return {
    hosts:
      read.length === 0
        ? undefined
        : {
            inputs: first.split(","),
            names: withoutCommonFolder(read.map(({ name }) => name)),
            vendors: read.map(({ reading }) => reading.vendor),
            bitmapsOf,
          },
    withoutBit,
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
    leftOut: results.flatMap(({ name, reading, reason }) =>
      reading === undefined ? [reason ?? `\`${name}\``] : [],
    ),
  };
}

interface ReadHost {
  readonly name: string;
  readonly reading: CpuidReading | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Why the file is no text. */
  readonly reason?: string;
}

async function readHost(name: string, io: Io): Promise<ReadHost> {
  try {
    const { reading, diagnostics } = await readCpuid({ name, text: readDumpFile(name, io) });
    return { name, reading, diagnostics: diagnostics.filter(isError) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name, reading: undefined, diagnostics: [], reason: error.message };
  }
}

function splitPattern(pattern: string): { readonly inputs: string; readonly glob: string } {
  const [, inputs = HOST, glob = ""] = /^(?:(\w+(?:,\w+)*)=)?(.*)$/s.exec(pattern) ?? [];
  return { inputs, glob };
}

/** In order of their names. A folder is all files in it. */
function filesOf(glob: string, { cwd }: Io): readonly string[] {
  const isThere = statSync(resolve(cwd, glob), { throwIfNoEntry: false }) !== undefined;
  const files =
    glob === ""
      ? []
      : globSync(isThere ? escapePath(glob) : glob, { cwd, expandDirectories: true });
  if (files.length > 0) return [...files].sort();
  throw new UsageError(
    `\`--hosts ${glob}\` matches no file`,
    "name CPUID dumps: a file, a folder, or a quoted pattern such as 'dumps/*'",
  );
}

function withoutCommonFolder(files: readonly string[]): readonly string[] {
  const [first = [], ...others] = files.map((file) => file.split("/").slice(0, -1));
  const end = first.findIndex((part, depth) => others.some((folders) => folders[depth] !== part));
  const common = end === -1 ? first.length : end;
  return files.map((file) => file.split("/").slice(common).join("/"));
}

/** Fills the bitmaps of all hosts once for each layout that is asked for. */
function rememberLayouts(
  readings: readonly CpuidReading[],
): Pick<Hosts, "bitmapsOf"> & Pick<ReadHosts, "withoutBit"> {
  const known = new Map<Layout, FilledLayout>();
  const fill = (layout: Layout): FilledLayout => {
    const results = readings.map((reading) => toBitmap(reading, layout, "host"));
    const withoutBit = [...new Set(results.flatMap(({ unknown }) => unknown))];
    return { bitmaps: results.map(({ bitmap }) => bitmap), withoutBit };
  };
  return {
    bitmapsOf: ({ layout }) => {
      const filled = known.get(layout) ?? fill(layout);
      known.set(layout, filled);
      return filled.bitmaps;
    },
    withoutBit: () => namesInAll([...known.values()].map(({ withoutBit }) => withoutBit)),
  };
}

interface FilledLayout {
  readonly bitmaps: readonly CpuidBitmap[];
  /** Names that some host has. */
  readonly withoutBit: readonly string[];
}
