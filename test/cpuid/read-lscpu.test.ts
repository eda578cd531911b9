import { describe, expect, test } from "vitest";

import { places, readText } from "./read-text.ts";

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

  test("of two machines is of neither", async () => {
    const { reading, diagnostics } = await readText(LSCPU + LSCPU);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0709 6:1"]);
    const flags = '{"field": "Flags:", "data": "fpu"}';
    const json = `{"lscpu": [{"field": "Architecture:", "data": "x86_64"}, ${flags}, ${flags}]}`;
    expect((await readText(json)).diagnostics.map(({ code }) => code)).toEqual(["CR0709"]);
  });
});
