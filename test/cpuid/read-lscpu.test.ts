import { describe, expect, test } from "vitest";

import { places, readingOf, readText } from "./read-text.ts";

const LSCPU = `Architecture:        x86_64
Vendor ID:           GenuineIntel
Flags:               fpu apic
`;

describe("lscpu", () => {
  test.each([
    ["go on in further lines", `${LSCPU}                     avx2\n`],
    ["are indented", LSCPU.replace("Flags:", "  Flags:")],
  ])("whose flags %s must have a field below them, or it was cut", async (_, text) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0706 3:1"]);
    expect((await readText(`${text}Vulnerabilities:\n`)).diagnostics).toEqual([]);
  });

  test("may end with the flags where they are one line, as older versions do", async () => {
    expect((await readText(LSCPU)).diagnostics).toEqual([]);
  });

  test("has fields below the flags, however far they are indented", async () => {
    const names = async (text: string): Promise<readonly string[]> => {
      const reading = await readingOf(text);
      if (reading.kind !== "features") throw new Error("expected features");
      return reading.features.map(({ name }) => name);
    };
    const below = "        avx2\n          Vulnerability Mds: Not affected\n";
    expect(await names(LSCPU + below)).toEqual(["fpu", "apic", "avx2"]);
    const children = '[{"field": "Flags:", "data": " fpu  apic "}, {"field": 7, "data": "avx2"}]';
    const fields = ['{"field": "A:", "data": null, "children": []}', `{"children": ${children}}`];
    expect(await names(`{"lscpu": [${fields.join()}]}`)).toEqual(["fpu", "apic"]);
  });

  test("tells the flags that are off", async () => {
    const reading = await readingOf(LSCPU);
    if (reading.kind !== "features") throw new Error("expected features");
    const off = reading.off.map(({ name }) => name);
    expect([off.includes("vme"), off.includes("fpu")]).toEqual([true, false]);
  });

  test("may have no line that can be read", async () => {
    const { diagnostics } = await readText(`${"a line\n".repeat(30)}${LSCPU}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 20 }, () => "CR0705"));
  });

  test("of two machines is of neither", async () => {
    const { reading, diagnostics } = await readText(LSCPU + LSCPU);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0709 6:1"]);
    const flags = '{"field": "Flags:", "data": "fpu"}';
    const json = `{"lscpu": [{"field": "Architecture:", "data": "x86_64"}, ${flags}, ${flags}]}`;
    expect((await readText(json)).diagnostics.map(({ code }) => code)).toEqual(["CR0709"]);
  });
});
