import { describe, expect, test } from "vitest";

import { parseFeatureList } from "../../src/cpuid/parse-feature-list.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import { cpuidDiagnostics, featureListDiagnostics } from "../../src/diagnostics/cpuid.ts";
import { fixture, places, readText, row } from "./read-text.ts";
import { smallLayout } from "./small-layout.ts";

describe("the format of a dump", () => {
  test.each([
    ["/proc/cpuinfo", fixture("epyc-genoa-guest.cpuinfo")],
    ["cpuid -r", fixture("epyc-genoa-guest.cpuid")],
    ["libvirt XML", fixture("small.xml")],
    ["QEMU JSON", fixture("small-qemu.json")],
    ["caprules JSON", '{"features": ["XSAVE"]}'],
    ["/proc/cpuinfo", "\uFEFF\r\nprocessor : 0\r\nflags : fpu\r\n"],
    ["cpuid -r", `\n\n${row(0, 0, [0])}`],
    ["hwloc", "\uFEFF1 0 0 0 0 => 0 0 0 0\n"],
    ["lscpu", "  Architecture: x86_64\n  Flags: fpu\n  Vulnerabilities:\n"],
    ["caprules JSON", '\uFEFF  {"entries": [[0, 0, 0, 0, 0, 0]]}'],
    ["libvirt XML", `\uFEFF<?xml version="1.0"?>\n${fixture("small.xml")}`],
  ])("is recognised as %s", async (format, text) => {
    const { reading, diagnostics } = await readText(text);
    expect(places(diagnostics)).toEqual([]);
    expect(reading?.format).toBe(format);
  });

  test("that is unknown gets an error that lists the known ones", async () => {
    const { reading, diagnostics } = await readText("\n\nprogram main\n");
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0701 3:1"]);
    const help = diagnostics[0]?.help ?? "";
    expect(help).toMatch(
      /^give `\/proc\/cpuinfo`, .*, or JSON such as \{"entries": .*\} or \{"features": \["XSAVE"\]\}$/,
    );
    expect(help.split("JSON such as")).toHaveLength(2);
  });

  test.each([
    "",
    " \n\t\n",
    "\uFEFF",
    "{}",
    "[]",
    "<a/>",
    "\0\0\0",
    "\uD800",
    "[[[[",
    "<<<",
    "<!--",
  ])("of %j is an error and no exception", async (text) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
  });

  test("of an enormous text is not looked for", async () => {
    const { diagnostics } = await readText("CPU 0:\n".repeat(5_000_000));
    expect(places(diagnostics)).toEqual(["CR0701 1:1"]);
  });
});

describe("diagnostics", () => {
  test.each(cpuidDiagnostics.map(({ code, example }) => [code, example]))(
    "%s is reported for its example, alone",
    async (code, example) => {
      const { reading, diagnostics } = await readText(example);
      const later = reading === undefined ? [] : toBitmap(reading, smallLayout, "host").diagnostics;
      expect([...diagnostics, ...later].map((diagnostic) => diagnostic.code)).toEqual([code]);
    },
  );

  test.each(featureListDiagnostics)("$code is reported for its example, alone", (kind) => {
    const list = { name: "--guest", text: kind.example };
    const { bitmap, diagnostics } = parseFeatureList(list, smallLayout, undefined);
    expect(bitmap === undefined).toBe(kind.severity === "error");
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([kind.code]);
  });

  test("have codes of their own", () => {
    const codes = [...cpuidDiagnostics, ...featureListDiagnostics].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("are at most 20 a dump", async () => {
    const { reading, diagnostics } = await readText(`CPU:\n${"nonsense\n".repeat(100)}`);
    expect(reading).toBeUndefined();
    expect(diagnostics).toHaveLength(20);
  });
});

test.each(["<!--wri", "<!---1R", "<n/", "<cpudata", "<a b='"])(
  "XML that breaks off as in `%s` is reported inside the text, in the reader's words",
  async (text) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0717"]);
    const span = diagnostics[0]?.span;
    expect(span?.start).toBeGreaterThanOrEqual(0);
    expect(span?.end).toBeLessThanOrEqual(text.length);
    expect(diagnostics[0]?.notes.join()).not.toMatch(/undefined|position/);
  },
);
