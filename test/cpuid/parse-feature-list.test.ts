import { describe, expect, test } from "vitest";

import { emptyBitmap, type CpuidBitmap } from "../../src/cpuid/cpuid-bitmap.ts";
import { parseFeatureList } from "../../src/cpuid/parse-feature-list.ts";
import { places } from "./read-text.ts";
import { smallLayout } from "./small-layout.ts";

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
    expect(host.words[3]).toBe(0x0001_0000);
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

  test("is read from left to right", () => {
    expect(wordsOf("all,-XSAVE,+XSAVE")[2]).toBe("ffffffff");
    expect(wordsOf("all,+XSAVE,-XSAVE")[2]).toBe("fbffffff");
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

  test("reports at most 20 mistakes", () => {
    expect(parse("nonsense ".repeat(1000)).diagnostics).toHaveLength(20);
  });
});
