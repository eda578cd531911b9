import { expect, test } from "vitest";

import { fixture, places, readingOf, readText, row } from "./read-text.ts";

test("each line of a real dump is an entry", async () => {
  const text = fixture("epyc-genoa-guest.cpuid");
  const reading = await readingOf(text);
  if (reading.kind !== "entries") throw new Error("expected entries");
  expect(reading.vendor).toBe("AuthenticAMD");
  expect(reading.processors.map(({ label }) => label)).toEqual(["CPU"]);
  const entries = reading.processors[0]?.entries ?? [];
  expect(entries).toHaveLength(text.trim().split("\n").length - 1);
  expect(entries.find((entry) => entry.function === 7 && entry.index === 1)).toMatchObject({
    eax: 0x20,
    ebx: 0,
    ecx: 0,
    edx: 0,
  });
});

test("`cpuid -r` gives one processor a section, and registers are unsigned", async () => {
  const dump = row(0, 0, [0, 0xffff_ffff, 0x8000_0000]);
  const reading = await readingOf(`CPU 0:\n${dump}CPU 1:\n${dump}`);
  if (reading.kind !== "entries") throw new Error("expected entries");
  expect(reading.processors.map(({ label }) => label)).toEqual(["CPU 0", "CPU 1"]);
  expect(reading.processors[1]?.entries[0]).toMatchObject({ ebx: 4294967295, ecx: 2147483648 });
});

test("a line that cannot be read is reported at its place, and reading goes on", async () => {
  const text = `CPU:\n${row(0, 0, [1])}   0x00000001 0x00: eax=0x1 ebx=zero\nnonsense\n`;
  const { reading, diagnostics } = await readText(text);
  expect(reading).toBeUndefined();
  expect(places(diagnostics).slice(0, 2)).toEqual(["CR0705 3:1", "CR0705 4:1"]);
});

test("a register of more than 32 bits is reported where it stands", async () => {
  const line = row(0, 0, [0]).replace("ebx=0x00000000", "ebx=0x1ffffffff");
  const { diagnostics } = await readText(`CPU:\n${line}`);
  expect(places(diagnostics)).toEqual(["CR0707 2:40"]);
  expect(diagnostics[0]?.message).toBe("`ebx` is `0x1ffffffff`, which does not fit into 32 bits");
});

test.each([20, 45, 70, 78])("a last line that ends after %i characters is cut", async (length) => {
  const { reading, diagnostics } = await readText(
    `CPU:\n${row(0, 0, [1])}${row(1, 0, [1]).slice(0, length)}`,
  );
  expect(reading).toBeUndefined();
  expect(places(diagnostics)[0]).toBe("CR0706 3:1");
});

test("a last line without its line end is whole", async () => {
  await readingOf(`CPU:\n${row(0, 0, [0]).trimEnd()}`);
});

test("an entry that stands twice is an error which shows the first", async () => {
  const { reading, diagnostics } = await readText(
    `CPU:\n${row(0, 0, [7])}${row(7, 1, [1])}${row(7, 1, [2])}`,
  );
  expect(reading).toBeUndefined();
  expect(places(diagnostics)).toEqual(["CR0708 4:1"]);
  expect(diagnostics[0]?.message).toContain("`0x7.1`");
  const first = diagnostics[0]?.related[0]?.span;
  expect(first?.source.text.slice(first.start, first.end)).toBe(row(7, 1, [1]).trimEnd());
});

test("a processor that stands twice is an error", async () => {
  const dump = row(0, 0, [0]);
  const { diagnostics } = await readText(`CPU 0:\n${dump}CPU 0:\n${dump}`);
  expect(places(diagnostics)).toEqual(["CR0709 3:1"]);
});

test("lines out of order are a warning", async () => {
  const { reading, diagnostics } = await readText(
    `CPU:\n${row(0, 0, [7])}${row(7, 1, [])}${row(7, 0, [])}${row(1, 0, [])}`,
  );
  expect(reading).toBeDefined();
  expect(places(diagnostics)).toEqual(["CR0710 4:1"]);
});

test("a dump that ends before its highest leaf is a warning", async () => {
  const { reading, diagnostics } = await readText(
    `CPU:\n${row(0, 0, [13])}${row(7, 0, [])}${row(0x8000_0000, 0, [0x8000_0000])}`,
  );
  expect(reading).toBeDefined();
  expect(places(diagnostics)).toEqual(["CR0712 2:1"]);
  expect(diagnostics[0]?.message).toBe(
    "leaf `0x0` says that leaves go up to `0xd`, but the last one here is `0x7`",
  );
});

test("a range that does not exist has no highest leaf", async () => {
  await readingOf(`CPU:\n${row(0, 0, [0])}${row(0xc000_0000, 0, [7])}`);
});

test("a processor without entries is an error", async () => {
  const { diagnostics } = await readText(`CPU 0:\n${row(0, 0, [0])}CPU 1:\n`);
  expect(places(diagnostics)).toEqual(["CR0714 3:1"]);
});

test("output of `cpuid` without -r is named as such", async () => {
  const text = 'CPU 0:\n   vendor_id = "AuthenticAMD"\n   version information (1/eax):\n';
  const { diagnostics } = await readText(text);
  expect(places(diagnostics)).toEqual(["CR0702 2:1"]);
});
