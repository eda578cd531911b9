import { describe, expect, test } from "vitest";

import {
  copyBitmap,
  emptyBitmap,
  type CpuidBitmap,
  unknownBitmap,
} from "../../src/cpuid/cpuid-bitmap.ts";
import { parseFeatureList } from "../../src/cpuid/parse-feature-list.ts";
import { places } from "./read-text.ts";
import { buildLayout, smallLayout } from "./small-layout.ts";

/** An AMD host with APIC, its repetition, XSAVE and AVX512F. */
const host: CpuidBitmap = {
  ...emptyBitmap(smallLayout, "AuthenticAMD"),
  words: Uint32Array.of(0x200, 0x200, 0x0400_0000, 0x0001_0000, 0, 0, 0),
  present: Uint8Array.of(1, 1, 1, 0, 1),
};

function parse(text: string, base?: CpuidBitmap) {
  return parseFeatureList({ name: "--guest", text }, smallLayout, base);
}

function wordsOf(text: string, base?: CpuidBitmap): readonly string[] {
  const { bitmap, diagnostics } = parse(text, base);
  expect(places(diagnostics)).toEqual([]);
  return [...(bitmap?.words ?? [])].map((word) => word.toString(16));
}

describe("a feature list", () => {
  test("`all` has every bit and every entry", () => {
    expect(wordsOf("all")).toEqual(Array.from({ length: 7 }, () => "ffffffff"));
    expect([...(parse("all").bitmap?.present ?? [])]).toEqual([1, 1, 1, 1, 1]);
  });

  test("`none` has no bit and no entry", () => {
    expect(wordsOf("none")).toEqual(["0", "0", "0", "0", "0", "0", "0"]);
    expect([...(parse("none").bitmap?.present ?? [])]).toEqual([0, 0, 0, 0, 0]);
  });

  test.each([
    "+XSAVE,+XSAVES",
    "XSAVE,XSAVES",
    "xsave xsaves",
    "XSAVE, +xsaves",
    "none,XSAVE,XSAVES",
  ])("%s has two features and their entries", (text) => {
    expect(wordsOf(text)).toEqual(["0", "0", "4000000", "0", "8", "0", "0"]);
    expect([...(parse(text).bitmap?.present ?? [])]).toEqual([1, 0, 0, 1, 0]);
  });

  test("may begin with the host, which stays as it was", () => {
    expect(wordsOf("host", host)).toEqual(["200", "200", "4000000", "10000", "0", "0", "0"]);
    expect(wordsOf("host,-AVX512F", host)).toEqual(["200", "200", "4000000", "0", "0", "0", "0"]);
    const before = copyBitmap(host);
    expect(parse("host,-AVX512F,+XSAVES,+ibrs,-fpu", host).bitmap).toBeDefined();
    expect(host).toEqual(before);
  });

  test("tells what it adds and removes, of a host that tells nothing", () => {
    const { bitmap } = parse("host,-AVX512F,+XSAVES", unknownBitmap(smallLayout, undefined));
    expect([...(bitmap?.words ?? [])]).toEqual([0, 0, 0, 0, 0x8, 0, 0]);
    expect([...(bitmap?.knownWords ?? [])]).toEqual([0, 0, 0, 0x1_0000, 0x8, 0, 0]);
    expect([...(bitmap?.knownPresent ?? [])]).toEqual([0, 0, 0, 1, 0]);
  });

  test("leaves the entry of a removed feature, and brings that of an added one", () => {
    const { bitmap } = parse("host,-AVX512F,+XSAVES", host);
    expect([...(bitmap?.present ?? [])]).toEqual([1, 1, 1, 1, 1]);
  });

  test("removes a feature with its repetition, and adds both for AMD", () => {
    expect(wordsOf("host,-apic", host).slice(0, 2)).toEqual(["0", "0"]);
    expect(wordsOf("host,+mmx", host).slice(0, 2)).toEqual(["800200", "800200"]);
    expect(wordsOf("host,-CPUID_1_EDX.APIC", host).slice(0, 2)).toEqual(["0", "200"]);
    expect(wordsOf("mmx").slice(0, 2)).toEqual(["800000", "0"]);
  });

  test("does not depend on the order of its items", () => {
    expect(wordsOf("all,-XSAVE,+SSE3")).toEqual(wordsOf("all,+SSE3,-XSAVE"));
    expect(wordsOf("all,+XSAVE,XSAVE,xsave=on")[2]).toBe("ffffffff");
    expect(wordsOf("all,-XSAVE,xsave=off")[2]).toBe("fbffffff");
  });

  test.each([
    ["all,-xsave,+xsave", "XSAVE", "on", 11, 4],
    ["all,+xsave,-xsave", "XSAVE", "off", 11, 4],
    ["all,XSAVE,avx2,xsave=off", "XSAVE", "off", 15, 4],
    ["all,xsave=off,xsave=on", "XSAVE", "on", 14, 4],
    ["all,-sse4.1,CPUID_1_ECX[19]", "XMM4_1", "on", 12, 4],
    // On AMD's processors, APIC is repeated in 0x80000001.EDX.
    ["host,+apic,-CPUID_8000_0001_EDX.APIC", "CPUID_8000_0001_EDX.APIC", "off", 11, 5],
  ])(
    "%s has one feature on and off, and both places are named",
    (text, feature, last, at, first) => {
      const { bitmap, diagnostics } = parse(text, host);
      expect(bitmap).toBeUndefined();
      expect(places(diagnostics)).toEqual([`CR0742 1:${at + 1}`]);
      expect(diagnostics[0]?.message).toBe(`this list turns \`${feature}\` both on and off`);
      expect(diagnostics[0]?.related.map(({ label, span }) => [label, span.start])).toEqual([
        [`here it is turned ${last === "on" ? "off" : "on"}`, first],
      ]);
    },
  );

  test("adds a feature and removes its repetition where the vendor's processors have none", () => {
    const { bitmap, diagnostics } = parse("all,+mmx,-CPUID_8000_0001_EDX.MMX");
    expect(diagnostics).toEqual([]);
    expect([...(bitmap?.words ?? [])].slice(0, 2)).toEqual([0xffff_ffff, 0xff7f_ffff]);
  });

  test.each([
    ["XSVAE,XSAVES", ["CR0719 1:1"]],
    ["XSAVE,+YMM,-ZMM", ["CR0719 1:7", "CR0719 1:12"]],
    ["-XSAVE", ["CR0721 1:1"]],
    ["XSAVE,none", ["CR0722 1:7"]],
    ["host,host", ["CR0723 1:1", "CR0722 1:6"]],
    ["", ["CR0724 1:1"]],
    ["XSAVE,,XSAVES", ["CR0724 1:7"]],
    ["XSAVE,", ["CR0724 1:6"]],
    ["XSAVE,+", ["CR0724 1:7"]],
  ])("%j is an error at its place", (text, expected) => {
    const { bitmap, diagnostics } = parse(text);
    expect(bitmap).toBeUndefined();
    expect(places(diagnostics)).toEqual(expected);
  });

  test("names the nearest feature, aliases included", () => {
    expect(parse("XSVAE").diagnostics[0]?.help).toBe("did you mean `XSAVE`?");
    expect(parse("spectre_v3").diagnostics[0]?.help).toBe("did you mean `SPECTRE_V2`?");
  });

  test.each([
    ["host,avx512f=off", ["200", "200", "4000000", "0", "0", "0", "0"]],
    ["host,avx512f=no,xsaves=true", ["200", "200", "4000000", "0", "8", "0", "0"]],
    ["xsave=on", ["0", "0", "4000000", "0", "0", "0", "0"]],
  ])("%s has settings as QEMU writes them", (text, words) => {
    expect(wordsOf(text, host)).toEqual(words);
  });

  test.each([
    "host,migratable=no",
    "host,phys-bits=40",
    "host,host_phys_bits",
    "host,level=0xd",
    "host,model-id=Some Processor 3 GHz,xsave",
    "host,tsc-freq=2.5G",
    "host,vendor=GenuineIntel",
    "host,hv-vendor-id=a name",
    "host,hv-spinlocks=0x1fff",
    "host,hv-time",
    "host,+kvm-pv-eoi",
    "host,-vmx-ept",
    "host,enforce",
  ])("%s leaves out features without a bit in the layout, with a warning", (text) => {
    const { bitmap, diagnostics } = parse(text, host);
    expect(bitmap?.words).toEqual(host.words);
    expect(places(diagnostics)).toEqual(["CR0739 1:6"]);
  });

  test("counts such properties in one warning", () => {
    const two = parse("host,hv-time,-AVX512F,phys-bits=40", host).diagnostics;
    expect(two.map(({ message }) => message)).toEqual([
      "`hv-time`, `phys-bits` of QEMU have no bit in layout `small`, and are left out",
    ]);
    const seven = "check,enforce,pmu=off,+kvm,l3-cache=on,host-phys-bits=on,lmce";
    expect(parse(seven).diagnostics.map(({ message }) => message)).toEqual([
      "`check`, `enforce`, `pmu`, `kvm`, `l3-cache` and 2 more of QEMU have no bit in layout `small`, and are left out",
    ]);
  });

  test.each([
    ["EPYC-Genoa,+xsave", "CR0738"],
    ["Skylake-Server-v4", "CR0738"],
    ["Haswell-noTSX-IBRS,-xsave", "CR0738"],
    ["max", "CR0738"],
    ["+max", "CR0719"],
    ["max=on", "CR0719"],
    ["xsave=13", "CR0737"],
    ["+level=13,xsave=13", "CR0737"],
    ["vmx-ept=13", "CR0737"],
    ["+xsave=on", "CR0737"],
    ["xsave=", "CR0737"],
    ["xsvae=on", "CR0719"],
  ])("%s is an error that says why", (text, code) => {
    expect(parse(text).diagnostics[0]?.code).toBe(code);
    expect(parse(text).bitmap).toBeUndefined();
  });

  test("without a base, a removal names the whole list with one", () => {
    const { diagnostics } = parse("+XSAVE,-AVX2");
    expect(places(diagnostics)).toEqual(["CR0721 1:8"]);
    expect(diagnostics[0]?.help).toBe("begin with `host` or `all`: `host,+XSAVE,-AVX2`");
  });

  test("reports at most 20 mistakes", () => {
    expect(parse("nonsense ".repeat(1000)).diagnostics).toHaveLength(20);
  });
});

describe("a name of QEMU that Linux uses otherwise", () => {
  // In QEMU, `ibrs` is bit 14 of 0x80000008.EBX, word 6 here; Linux's flag `ibrs` is bit 1 of word 5.
  test("means QEMU's bit, and says so", () => {
    const { bitmap, diagnostics } = parse("all,-ibrs");
    expect(bitmap?.words[6]).toBe(0xffff_bfff);
    expect(bitmap?.words[5]).toBe(0xffff_ffff);
    expect(places(diagnostics)).toEqual(["CR0736 1:5"]);
    expect(diagnostics[0]?.message).toBe("`ibrs` is taken as QEMU means it: `AMD_IBRS`");
    expect(diagnostics[0]?.help).toBe("write `AMD_IBRS`, or `IBRS` for the flag of Linux");
  });

  test.each(["IBRS", "LNX.IBRS", "LNX.ibrs"])(
    "%s is spelled as the rules spell Linux's flag",
    (name) => {
      expect(wordsOf(`none,${name}`)).toEqual(["0", "0", "0", "0", "0", "2", "0"]);
    },
  );

  test("means the only bit of that name where the layout has no leaf for QEMU's", () => {
    const layout = buildLayout("kernel", [
      { name: "CPUID_1_ECX", leaf: [1, undefined, "ecx"], bits: { 26: ["XSAVE"] } },
      { name: "LNX", bits: { 17: ["SSBD", "ssbd"] } },
    ]);
    const { bitmap, diagnostics } = parseFeatureList(
      { name: "--boot", text: "ssbd" },
      layout,
      undefined,
    );
    expect(bitmap?.words).toEqual(Uint32Array.of(0, 0x2_0000));
    expect(diagnostics).toEqual([]);
  });

  test.each([
    ["ssbd", [0x8000_0000, 0]],
    ["stibp", [0x0800_0000, 0]],
    ["ibpb", [0, 0x1000]],
    ["ibrs", [0, 0x4000]],
  ])("%s is one bit of CPUID, whatever the layout calls it", (name, words) => {
    const layout = buildLayout("cpuid", [
      { name: "A", leaf: [7, 0, "edx"], bits: { 0: ["SSBD_OF_LINUX", "ssbd"] } },
      { name: "B", leaf: [0x8000_0008, undefined, "ebx"], bits: {} },
    ]);
    const list = { name: "--guest", text: name };
    const { bitmap, diagnostics } = parseFeatureList(list, layout, undefined);
    expect(bitmap?.words).toEqual(Uint32Array.from(words));
    // Only `ssbd` is what the layout calls another bit.
    expect(diagnostics.map(({ code }) => code)).toEqual(name === "ssbd" ? ["CR0736"] : []);
  });
});
