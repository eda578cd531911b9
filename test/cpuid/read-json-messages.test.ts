/** Messages about JSON that is not a dump give the place, the expected content and the found content. */

import { describe, expect, test } from "vitest";

import { toldOf } from "./tell.ts";

/** The document with one value as its only problem, and what is said of it. */
type Case = readonly [document: string, ...told: string[]];

describe("our own JSON", () => {
  const number = "a whole number or a string such as `0x1f`";

  test.each<Case>([
    ['{"entries": 7}', "CR0716 1:13 «7» `entries` must be a list of rows, not the number 7"],
    [
      '{"entries": [true]}',
      "CR0716 1:14 «true» an entry must be a list of six numbers (function, index, eax, ebx, ecx, edx) or of seven, not true",
    ],
    [
      '{"entries": [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7, 8]]}',
      "CR0716 1:14 «[1, 2, 3, 4, 5]» an entry must be a list of six numbers (function, index, eax, ebx, ecx, edx) or of seven, not a list of 5",
      "CR0716 1:31 «[1, 2, 3, 4, 5, 6, 7, 8]» an entry must be a list of six numbers (function, index, eax, ebx, ecx, edx) or of seven, not a list of 8",
    ],
    ['{"entries": []}', "CR0714 1:13 «[]» `entries` holds no CPUID entry"],
    ['{"name": "mine", "entries": []}', "CR0714 1:29 «[]» `mine` holds no CPUID entry"],
    [
      '{"entries": [[0, 0, "0x100000000", 0, 0, 0]]}',
      'CR0707 1:21 «"0x100000000"» `eax` is `"0x100000000"`, which does not fit into 32 bits',
    ],
    ['{"features": {}}', "CR0716 1:14 «{}» `features` must be a list of names, not an object"],
    ['{"features": [null]}', "CR0716 1:15 «null» a feature must be a name in quotes, not null"],
    [
      '{"vendor": false, "features": []}',
      "CR0716 1:12 «false» `vendor` must be a string, not false",
    ],
    [
      '{"name": ["x"], "features": []}',
      'CR0716 1:10 «["x"]» `name` must be a string, not a list of 1',
    ],
    [
      '{"entries": [[1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]]}',
      "CR0708 1:34 «[1, 0, 0, 0, 0, 0]» CPUID `0x1.0` stands here a second time",
    ],
  ])("%s", async (document, ...told) => {
    expect(await toldOf(document)).toEqual(told);
  });

  test.each([
    ["function", "index", "eax", "ebx", "ecx", "edx"],
    ["function", "index", "flags", "eax", "ebx", "ecx", "edx"],
  ])("names the column of a wrong number", async (...columns) => {
    for (const [position, column] of columns.entries()) {
      const row = columns.map((_, at) => (at === position ? '"0xg"' : "0"));
      const at = `{"entries": [[`.length + position * 2 + 1;
      expect(await toldOf(`{"entries": [[${row.join()}]]}`)).toEqual([
        `CR0716 1:${at} «"0xg"» \`${column}\` must be ${number}, not a string`,
      ]);
    }
  });

  test("stops after twenty wrong rows", async () => {
    expect(await toldOf(`{"entries": [${"7,".repeat(30)}7]}`)).toHaveLength(20);
  });
});

describe("QEMU's reply", () => {
  const reply = (props: string): string => `{"return": {"model": {"props": ${props}}}}`;

  test.each<Case>([
    [reply("[]"), "CR0716 1:32 «[]» `props` must be an object, not a list of 0"],
    [reply("{}"), "CR0703 1:32 «{}» this does not describe an x86 processor: it has no property"],
    [
      reply('{"sve": true, "pmu": true}'),
      'CR0703 1:33 «"sve"» this does not describe an x86 processor: it has `sve`',
    ],
    [
      reply(`{"${"x".repeat(61)}": true}`),
      `CR0703 1:33 «"${"x".repeat(61)}"» this does not describe an x86 processor: it has \`${"x".repeat(59)}…\``,
    ],
    [
      '{"return": {}}',
      'CR0701 1:1 «{"return": {}}» this JSON is not a CPUID dump of a known format',
    ],
    ['{"error": {}}', 'CR0701 1:1 «{"error": {}}» this JSON is not a CPUID dump of a known format'],
    ["7", "CR0701 1:1 «7» this text is not a CPUID dump of a known format"],
    ["[7]", "CR0701 1:1 «[7]» this JSON is not a CPUID dump of a known format"],
  ])("%s", async (document, ...told) => {
    expect(await toldOf(document)).toEqual(told);
  });
});

describe("feature-words of QEMU", () => {
  /** A list of one word, and of a second one where it is given. */
  const words = (first: string, second = ""): string =>
    `[{"cpuid-input-eax": 1, ${first}}${second === "" ? "" : `, {"cpuid-input-eax": 1, ${second}}`}]`;
  const edx = '"cpuid-register": "EDX", "features": 1';

  test.each<Case>([
    [
      words('"cpuid-register": "ESP", "features": 1'),
      'CR0716 1:43 «"ESP"» `cpuid-register` must be one of EAX to EDX, not a string',
    ],
    [
      words('"cpuid-register": 7, "features": 1'),
      "CR0716 1:43 «7» `cpuid-register` must be one of EAX to EDX, not the number 7",
    ],
    [
      words('"features": 1'),
      'CR0716 1:2 «{"cpuid-input-eax": 1, "features": 1}» `cpuid-register` must be one of EAX to EDX, not an object',
    ],
    [
      words('"cpuid-register": "EDX"'),
      'CR0716 1:2 «{"cpuid-input-eax": 1, "cpuid-register": "EDX"}» `features` must be a whole number, not an object',
    ],
    [
      words('"cpuid-register": "EDX", "features": -1'),
      "CR0716 1:62 «-1» `features` must be a whole number, not the number -1",
    ],
    [
      words('"cpuid-register": "EDX", "features": 0.5'),
      "CR0716 1:62 «0.5» `features` must be a whole number, not the number 0.5",
    ],
    [
      words('"cpuid-register": "EDX", "features": 4294967296'),
      "CR0707 1:62 «4294967296» `features` is `4294967296`, which does not fit into 32 bits",
    ],
    [
      words(`"cpuid-input-ecx": null, ${edx}`),
      "CR0716 1:44 «null» `cpuid-input-ecx` must be a whole number, not null",
    ],
    [
      `[{"cpuid-input-eax": "1", ${edx}}]`,
      'CR0716 1:22 «"1"» `cpuid-input-eax` must be a whole number, not a string',
    ],
    [
      words(edx, edx),
      `CR0716 1:66 «{"cpuid-input-eax": 1, ${edx}}» the second \`edx\` of one leaf must be left out, not here`,
    ],
    [
      words(`"cpuid-input-ecx": 2, ${edx}`, `"cpuid-input-ecx": 2, ${edx}`),
      `CR0716 1:88 «{"cpuid-input-eax": 1, "cpuid-input-ecx": 2, ${edx}}» the second \`edx\` of one leaf must be left out, not here`,
    ],
  ])("%s", async (document, ...told) => {
    expect(await toldOf(document)).toEqual(told);
  });
});

describe("Firecracker's templates", () => {
  const registers = ["eax", "ebx", "ecx", "edx"].map(
    (name) => `{"register": "${name}", "bitmap": "0b0"}`,
  );
  const entry = (modifiers: string, place = '"leaf": 1, "subleaf": 0, "flags": 0'): string =>
    `{"cpuid_modifiers": [{${place}, "modifiers": ${modifiers}}]}`;
  const whole = `[${registers.join()}]`;
  const number = "a whole number or a string such as `0x1f`";
  const bitmap = (count: number): string =>
    `\`bitmap\` must be \`0b\` and up to ${count} digits 0 or 1, as \`cpu-template-helper\` dumps them`;

  test.each<Case>([
    [
      '{"reg_modifiers": 7}',
      'CR0703 1:1 «{"reg_modifiers": 7}» this does not describe an x86 processor: it has `reg_modifiers`',
    ],
    [
      '{"cpuid_modifiers": 7}',
      "CR0716 1:21 «7» `cpuid_modifiers` must be a list, not the number 7",
    ],
    ['{"cpuid_modifiers": []}', "CR0714 1:21 «[]» `cpuid_modifiers` holds no CPUID entry"],
    [
      entry(whole, '"leaf": true, "subleaf": 0, "flags": 0'),
      `CR0716 1:31 «true» \`leaf\` must be ${number}, not true`,
    ],
    [
      entry(whole, '"leaf": 1, "subleaf": "x", "flags": 0'),
      `CR0716 1:45 «"x"» \`subleaf\` must be ${number}, not a string`,
    ],
    [
      entry(whole, '"leaf": 1, "subleaf": 0, "flags": -1'),
      `CR0716 1:57 «-1» \`flags\` must be ${number}, not the number -1`,
    ],
    [
      entry(whole, '"leaf": "0x100000000", "subleaf": 0, "flags": 0'),
      'CR0707 1:31 «"0x100000000"» `leaf` is `0x100000000`, which does not fit into 32 bits',
    ],
    [
      '{"cpuid_modifiers": [{"subleaf": 0, "flags": 0, "modifiers": []}]}',
      `CR0716 1:22 «{"subleaf": 0, "flags": 0, "modifiers": []}» \`leaf\` must be ${number}, not absent`,
    ],
    [entry("7"), "CR0716 1:73 «7» `modifiers` must be a list, not the number 7"],
    [
      entry(`[${registers.slice(0, 3).join()}]`),
      `CR0716 1:73 «[${registers.slice(0, 3).join()}]» \`modifiers\` must be a list of all four registers, as \`cpu-template-helper\` dumps them, not one without \`edx\``,
    ],
    [
      entry('[{"register": "eax", "bitmap": 7}]'),
      `CR0716 1:104 «7» ${bitmap(32)}, not the number 7`,
    ],
    [
      entry('[{"register": "eax"}]'),
      `CR0716 1:74 «{"register": "eax"}» ${bitmap(32)}, not an object`,
    ],
    [
      entry(`[{"register": "eax", "bitmap": "0b${"1".repeat(33)}"}]`),
      `CR0716 1:104 «"0b${"1".repeat(33)}"» ${bitmap(32)}, not \`0b${"1".repeat(33)}\``,
    ],
    [
      entry('[{"register": "eax", "bitmap": "x0b1"}]'),
      `CR0716 1:104 «"x0b1"» ${bitmap(32)}, not \`x0b1\``,
    ],
    [
      entry(whole).replace("{", '{"msr_modifiers": {}, '),
      "CR0716 1:19 «{}» `msr_modifiers` must be a list, not an object",
    ],
    [
      entry(whole).replace("{", '{"msr_modifiers": [{"addr": 1, "bitmap": "1"}], '),
      `CR0716 1:42 «"1"» ${bitmap(64)}, not \`1\``,
    ],
    [
      entry(whole).replace("{", `{"msr_modifiers": [{"addr": 1, "bitmap": "${"2".repeat(41)}"}], `),
      `CR0716 1:42 «"${"2".repeat(41)}"» ${bitmap(64)}, not \`${"2".repeat(40)}\``,
    ],
    [
      entry(whole).replace("{", '{"msr_modifiers": [{"bitmap": "0b1"}], '),
      `CR0716 1:20 «{"bitmap": "0b1"}» \`addr\` must be ${number}, not absent`,
    ],
    [
      entry(whole).replace(
        "{",
        '{"msr_modifiers": [{"addr": 16, "bitmap": "0b1"}, {"addr": "0x10", "bitmap": "0b1"}], ',
      ),
      'CR0709 1:51 «{"addr": "0x10", "bitmap": "0b1"}» MSR `0x10` stands here a second time',
    ],
  ])("%s", async (document, ...told) => {
    expect(await toldOf(document)).toEqual(told);
  });

  test("may have 64 digits in an MSR and 32 in a register", async () => {
    const { length } = await toldOf(
      entry(whole.replace("0b0", `0b${"1".repeat(33)}`)).replace(
        "{",
        `{"msr_modifiers": [{"addr": 16, "bitmap": "0b${"1".repeat(64)}"}], `,
      ),
    );
    expect(length).toBe(1);
  });
});

describe("JSON syntax", () => {
  test.each<Case>([
    [
      "{",
      "CR0715 1:1 «{» this JSON cannot be read: expected a name in quotes, but the text ends here",
    ],
    ['{"a"', 'CR0715 1:4 «"» this JSON cannot be read: expected `:`, but the text ends here'],
    ['{"a" 7}', "CR0715 1:6 «7» this JSON cannot be read: expected `:`"],
    ['{"a": 7 8}', "CR0715 1:9 «8» this JSON cannot be read: expected `,` or `}`"],
    ["[7 8]", "CR0715 1:4 «8» this JSON cannot be read: expected `,` or `]`"],
    ["[7", "CR0715 1:2 «7» this JSON cannot be read: expected `,` or `]`, but the text ends here"],
    ["[nil]", "CR0715 1:2 «n» this JSON cannot be read: expected a value"],
    ["[7, ]", "CR0715 1:5 «]» this JSON cannot be read: expected a value"],
    ["{7: 8}", "CR0715 1:2 «7» this JSON cannot be read: expected a name in quotes"],
    ['["a', 'CR0715 1:2 «"» this JSON cannot be read: this string has no end or a wrong escape'],
    ['["a\\', 'CR0715 1:2 «"» this JSON cannot be read: this string has no end or a wrong escape'],
    [
      '["\\x"]',
      'CR0715 1:2 «"» this JSON cannot be read: this string has no end or a wrong escape',
    ],
    [
      '{"\\x": 7}',
      'CR0715 1:2 «"» this JSON cannot be read: this string has no end or a wrong escape',
    ],
    ["[".repeat(66), "CR0715 1:66 «[» this JSON cannot be read: values are nested too deep"],
  ])("%s", async (document, ...told) => {
    expect(await toldOf(document)).toEqual(told);
  });

  test("may be nested 65 deep", async () => {
    const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect((await toldOf(nested(65)))[0]).toContain("this JSON is not a CPUID dump");
    expect((await toldOf(nested(66)))[0]).toContain("values are nested too deep");
  });
});
