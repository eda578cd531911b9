/**
 * The inputs that mutations start from: rule files that use the whole language, and dumps of all
 * formats.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { catalogue, exampleText } from "../../src/diagnostics/catalogue.ts";

export interface Corpus {
  readonly rules: readonly [string, ...string[]];
  readonly dumps: readonly [string, ...string[]];
  /** Names, keywords and symbols that the rule files use. */
  readonly tokens: readonly [string, ...string[]];
}

/** Every statement and operator, in one program without mistakes. */
const EVERYTHING = `layout a "words" {
  leaf L1 = 0x1 ecx "first" { 0 XMM3 "x" alias sse3 pni  3 MWAIT alias "mon-itor"  26 XSAVE }
  leaf L7 = 0x7.0 ebx { 0 FSGSBASE 1 ADJUST 5 XSAVE }
  word W { 0 CXMMX 31 3DNOW }
}
layout b { word CR { 0 FSGSBASE 9 MWAIT } leaf L1 = 0x1 ecx { 26 OTHER } }
input host: a "the host"
input guest: a
input cr: b
flag tdp "paging"
flag nested
enum vendor: intel amd hygon
assume tdp | !nested because "always"
class hidden = none because "no one"
set some: MWAIT L1[7]
caps first: a "one" {
  default = host & guest
  default L7 = guest ? host : cr
  unnamed = none
  class both = host & guest & !some
  set more: some XMM3 L7.XSAVE
  both: ADJUST because "why */ not"
  CXMMX also host.XMM3 ^ guest.W[3] because "also"
  XMM3 MWAIT requires 3DNOW -> tdp
  when tdp & host has L7 { because "here"
    L1.XSAVE = more | host
    when vendor == amd { FSGSBASE = cr.FSGSBASE }
    when vendor in (intel hygon) { FSGSBASE = all }
  }
  when !tdp { hidden: L1.XSAVE }
  assert first -> host | all
}
caps second extends first {
  override default = none
  override ADJUST = first
  override XMM3 requires ~first.XMM3
}
caps first { override CXMMX = guest }
assert second.MWAIT -> second.3DNOW | all
test "a case" {
  given vendor = amd; host: XMM3 !MWAIT all; guest has L7; !nested; tdp
  expect first: !CXMMX; second: !L1[30] !CXMMX
}
`;

/** @param root the folder of the project. */
export function readCorpus(root: string): Corpus {
  const read = (name: string): string => readFileSync(join(root, name), "utf8");
  const bundled = readdirSync(join(root, "rules"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rules"))
    .map((name) => read(`rules/${name}`));
  const fixtures = readdirSync(join(root, "test/fixtures/cpuid")).map((name) =>
    read(`test/fixtures/cpuid/${name}`),
  );
  const examples = (kind: string): readonly string[] =>
    catalogue
      .filter(({ examplesAre }) => examplesAre === kind)
      .flatMap(({ kinds }) => kinds.map(exampleText));
  const texts = [EVERYTHING, ...examples("rule files")];
  const tokens = new Set(texts.flatMap((text) => text.match(/\w+|"[^"\n]*"|->|==|!=|\S/g) ?? []));
  return {
    rules: [EVERYTHING, ...bundled, ...examples("rule files")],
    dumps: [OWN_JSON, ...fixtures, ...examples("CPUID dumps")],
    tokens: ["(", ...tokens],
  };
}

const OWN_JSON = `{ "name": "a guest", "vendor": "GenuineIntel", "entries": [
  [1, 0, 0, 0, "0xffffffff", 1], [7, 0, 1, 0, "0x27ab", 0, 0],
  [2147483648, 0, 2147483656, 0, 0, 0], [0, 0, 7, 0, 0, 0]
], "features": ["XSAVE", "sse4.1", "CPUID_1_EDX.APIC"] }
`;
