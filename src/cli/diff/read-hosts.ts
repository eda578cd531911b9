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

export interface ReadHosts {
  /** Undefined where a diagnostic is an error. */
  readonly hosts: Hosts | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param patterns each `GLOB`, of dumps of the input `host`, or `NAME=GLOB`, of those of another one;
 * `NAME,NAME=GLOB` where a dump is of several inputs, each over its own layout.
 * @throws UsageError where a pattern matches no file, or a file is no text.
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
  const results = await Promise.all(
    files.map((name) => readCpuid({ name, text: readDumpFile(name, io) })),
  );
  const readings = results.flatMap(({ reading }) => reading ?? []);
  return {
    hosts:
      readings.length < files.length
        ? undefined
        : {
            inputs: first.split(","),
            names: withoutCommonFolder(files),
            bitmapsOf: rememberBitmaps(readings),
          },
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics.filter(isError)),
  };
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

/** Names that a layout does not have stand for nothing that its rules could read. */
function rememberBitmaps(readings: readonly CpuidReading[]): Hosts["bitmapsOf"] {
  const known = new Map<Layout, readonly CpuidBitmap[]>();
  return ({ layout }) => {
    const bitmaps =
      known.get(layout) ?? readings.map((reading) => toBitmap(reading, layout, "host").bitmap);
    known.set(layout, bitmaps);
    return bitmaps;
  };
}
