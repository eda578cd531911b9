/** Reads the hosts of `--hosts`: files with one CPUID dump each. */

import { isError, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type CpuidBitmap, unknownBitmap } from "../../cpuid/cpuid-bitmap.ts";
import { toBitmap } from "../../cpuid/to-bitmap.ts";
import { processorsDiffer } from "../../diagnostics/cpuid.ts";
import type { Hosts } from "../../review/compare/hosts.ts";
import type { Layout } from "../../model/layout.ts";
import { HOST } from "../bitmap-inputs.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { namesInAll } from "../names-without-bit.ts";
import { findHostFiles } from "./host-files.ts";
import { type Host, readHost } from "./read-host.ts";

export interface ReadHosts {
  /** Undefined if no file can be read. */
  readonly hosts: Hosts | undefined;
  /** Errors of the files that are left out. */
  readonly diagnostics: readonly Diagnostic[];
  /** The names of the files that are left out, each with the reason if no diagnostic gives it. */
  readonly leftOut: readonly string[];
  /** The findings from converting the dumps to bitmaps of the layouts used so far. */
  readonly overLayouts: () => OverLayouts;
}

export interface OverLayouts {
  /** Names of features that some host has but none of the layouts. Empty if no layout was used. */
  readonly withoutBit: readonly string[];
  /** Errors of hosts that are left out for a layout, such as a misspelt name in a list by hand. */
  readonly diagnostics: readonly Diagnostic[];
  /** The names of these hosts, as in `leftOut`. */
  readonly leftOut: readonly string[];
  /** Names of hosts whose processors differ, so that only their common features are used. */
  readonly differing: readonly string[];
}

/**
 * @param patterns `GLOB` for dumps of the input `host`, `NAME=GLOB` for dumps of another input,
 *   `NAME,NAME=GLOB` for dumps that give several inputs, each over its own layout.
 * @throws UsageError if a pattern matches no file.
 */
export async function readHosts(patterns: readonly string[], io: Io): Promise<ReadHosts> {
  const split = patterns.map(splitPattern);
  const [first = HOST, ...others] = new Set(split.map(({ inputs }) => inputs));
  if (others[0] !== undefined) {
    throw new UsageError(
      `\`--hosts\` names other inputs for other dumps: \`${first}\` and \`${others[0]}\``,
      `write \`${first},${others[0]}=\` if each dump gives both`,
    );
  }
  const found = split.map(({ glob }) => findHostFiles(glob, io));
  const files = new Set(found.flatMap((each) => each.files));
  const results = await Promise.all([...files].map((name) => readHost(name, io)));
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
    leftOut: [
      ...results.flatMap(({ name, host, reason }) =>
        host === undefined ? [reason ?? `\`${name}\``] : [],
      ),
      ...new Set(found.flatMap(({ unread }) => unread)),
    ],
  };
}

function splitPattern(pattern: string): { readonly inputs: string; readonly glob: string } {
  const [, inputs = HOST, glob = ""] = /^(?:(\w+(?:,\w+)*)=)?(.*)$/s.exec(pattern) ?? [];
  return { inputs, glob };
}

function withoutCommonFolder(files: readonly string[]): readonly string[] {
  const [first = [], ...others] = files.map((file) => file.split("/").slice(0, -1));
  const end = first.findIndex((part, depth) => others.some((folders) => folders[depth] !== part));
  const common = end === -1 ? first.length : end;
  return files.map((file) => file.split("/").slice(common).join("/"));
}

/** Converts all hosts to bitmaps, once for each layout. */
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
  /** All bits are unknown if there are errors. */
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
