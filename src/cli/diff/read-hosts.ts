/** The hosts of `--hosts`: files that hold a CPUID dump each. */

import { statSync } from "node:fs";
import { resolve } from "node:path";

import { escapePath, globSync } from "tinyglobby";

import { isError } from "../../analyze.ts";
import { type CpuidBitmap, unknownBitmap } from "../../cpuid/cpuid-bitmap.ts";
import { toBitmap } from "../../cpuid/to-bitmap.ts";
import { processorsDiffer } from "../../diagnostics/cpuid.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Hosts } from "../../review/compare/hosts.ts";
import type { Layout } from "../../model/layout.ts";
import { HOST } from "../bitmap-inputs.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { deviceOf, type Machine, processorOf } from "../machine.ts";
import { namesInAll } from "../names-without-bit.ts";
import { systemCode, systemReason } from "../read-file.ts";
import { type Host, readHost } from "./read-host.ts";

export interface ReadHosts {
  /** Undefined if no file can be read. */
  readonly hosts: Hosts | undefined;
  /** Errors of the files that are left out. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the files that are left out are called, with the reason where no diagnostic has it. */
  readonly leftOut: readonly string[];
  /** The findings from reading the dumps over the layouts that were asked for so far. */
  readonly overLayouts: () => OverLayouts;
}

export interface OverLayouts {
  /** Names of features that some host has, and for which none of the layouts has a bit; none while none was asked for. */
  readonly withoutBit: readonly string[];
  /** Errors of hosts of which nothing is taken for a layout, such as a name that a person wrote wrongly. */
  readonly diagnostics: readonly Diagnostic[];
  /** The names of these hosts, as in `leftOut`. */
  readonly leftOut: readonly string[];
  /** Names of hosts whose processors differ, so that only what all of them have is taken. */
  readonly differing: readonly string[];
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
  const read = results.flatMap(({ host }) => host ?? []);
  const { bitmapsOf, overLayouts } = rememberLayouts(read);
  return {
    hosts:
      read.length === 0
        ? undefined
        : {
            inputs: first.split(","),
            names: withoutCommonFolder(read.map(({ name }) => name)),
            vendors: read.map(({ vendor }) => vendor),
            bitmapsOf,
          },
    overLayouts,
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
    leftOut: results.flatMap(({ name, host, reason }) =>
      host === undefined ? [reason ?? `\`${name}\``] : [],
    ),
  };
}

function splitPattern(pattern: string): { readonly inputs: string; readonly glob: string } {
  const [, inputs = HOST, glob = ""] = /^(?:(\w+(?:,\w+)*)=)?(.*)$/s.exec(pattern) ?? [];
  return { inputs, glob };
}

/** In order of their names. A folder is all files in it. */
function filesOf(glob: string, { cwd, machine }: Io): readonly string[] {
  // No glob finds devices.
  if (processorOf(glob) !== undefined) return [glob];
  if (glob === EVERY_DEVICE) return devicesOf(machine);
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

const EVERY_DEVICE = "/dev/cpu/*/cpuid";

function devicesOf({ processors }: Machine): readonly string[] {
  try {
    return processors().map(deviceOf);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(`\`--hosts ${EVERY_DEVICE}\` matches no file: ${systemReason(error)}`);
  }
}

function withoutCommonFolder(files: readonly string[]): readonly string[] {
  const [first = [], ...others] = files.map((file) => file.split("/").slice(0, -1));
  const end = first.findIndex((part, depth) => others.some((folders) => folders[depth] !== part));
  const common = end === -1 ? first.length : end;
  return files.map((file) => file.split("/").slice(common).join("/"));
}

/** Fills the bitmaps of all hosts once for each layout that is asked for. */
function rememberLayouts(
  hosts: readonly Host[],
): Pick<Hosts, "bitmapsOf"> & Pick<ReadHosts, "overLayouts"> {
  const known = new Map<Layout, readonly HostOverLayout[]>();
  const fill = (layout: Layout): readonly HostOverLayout[] =>
    hosts.map(({ name, vendor, readingFor }) => {
      const { bitmap, unknown, diagnostics } = toBitmap(readingFor(layout), layout, "host");
      const errors = diagnostics.filter(isError);
      return {
        name,
        bitmap: errors.length > 0 ? unknownBitmap(layout, vendor) : bitmap,
        withoutBit: errors.length > 0 ? [] : unknown,
        errors,
        isDiffering: diagnostics.some(({ code }) => code === processorsDiffer.code),
      };
    });
  return {
    bitmapsOf: ({ layout }) => {
      const filled = known.get(layout) ?? fill(layout);
      known.set(layout, filled);
      return filled.map(({ bitmap }) => bitmap);
    },
    overLayouts: () => summarize([...known.values()]),
  };
}

interface HostOverLayout {
  readonly name: string;
  /** Nothing of it is known where there are errors. */
  readonly bitmap: CpuidBitmap;
  readonly withoutBit: readonly string[];
  readonly errors: readonly Diagnostic[];
  readonly isDiffering: boolean;
}

function summarize(filled: readonly (readonly HostOverLayout[])[]): OverLayouts {
  const all = filled.flat();
  const namesWhere = (isWanted: (host: HostOverLayout) => boolean): readonly string[] => [
    ...new Set(all.filter(isWanted).map(({ name }) => `\`${name}\``)),
  ];
  return {
    withoutBit: namesInAll(
      filled.map((hosts) => [...new Set(hosts.flatMap(({ withoutBit }) => withoutBit))]),
    ),
    diagnostics: all.flatMap(({ errors }) => errors),
    leftOut: namesWhere(({ errors }) => errors.length > 0),
    differing: namesWhere(({ isDiffering }) => isDiffering),
  };
}
