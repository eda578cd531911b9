/** A module's statements about its layouts and inputs are proved: positions, names, CPUID leaves, members. */

import { describe, expect, test } from "vitest";
import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import { layoutsOf } from "../../../../src/codegen/plan/plan.ts";
import { readBack } from "../../../../src/codegen/typescript/verify/read-back.ts";
import { everyExpression } from "../emit/examples.ts";
import { atoms, bdd, failureAfter } from "./changed-example.ts";

describe("the tables of layouts and inputs are proved as well:", () => {
  test.each([
    ["a position", "XSAVE = 26", "XSAVE = 27", "cannot follow `27`: it must be 26"],
    ["its export", "export const XSAVE", "const XSAVE", "it exports no constant `XSAVE`"],
    ["its name", '[XSAVE, "XSAVE"]', '[XSAVE, "MOVBE"]', 'it must be "XSAVE"'],
    ["which bit has the name", "[XSAVE, ", "[MOVBE, ", "it must be 26"],
    ["a name too few", '[XSAVE, "XSAVE"],', "", "it must have 8 elements"],
    ["a word's name", '["CPUID_1_ECX"', '["CPUID_1_EDX"', 'it must be "CPUID_1_ECX"'],
    ["the length of a bitmap", "length: 4", "length: 3", "it must be 4"],
    ["a leaf's function", "function: 0x80000001", "function: 0x80000002", "it must be 2147483649"],
    ["a leaf's index", "index: undefined", "index: 0", "it must be undefined"],
    ["a leaf's register", 'register: "ecx"', 'register: "edx"', 'it must be "ecx"'],
    ["a leaf's word", "word: 2", "word: 1", "it must be 2"],
    ["a leaf's entry", "entry: 1 ", "entry: 0 ", "it must be 1"],
    ["a leaf's fields", "word: 2, ", "", "a property is missing"],
    [
      "a leaf too few",
      '{ function: 0x1, index: undefined, register: "edx", word: 1, entry: 0 },',
      "",
      "it must have 3 elements",
    ],
    ["a reader", "readObjects: readObjects", "readObjects: readMemory", "it must be `readObjects`"],
    ["a reader that is missing", "readMemory: readMemory,", "", "a property is missing"],
    [
      "a property that is there twice",
      "length: 4,",
      "length: 4, length: 4,",
      "cannot follow `length: 4`",
    ],
    ["a property from elsewhere", "length: 4,", "...other,", "cannot follow `...other`"],
    [
      "a property whose name is computed",
      "length: 4,",
      '["length"]: 4,',
      'cannot follow `["length"]: 4`',
    ],
    ["a method", "length: 4,", "length() { return 4; },", "cannot follow `length()"],
    ["a number in another base", "length: 4,", "length: 0x5,", "it must be 4"],
    ["a text for a number", "length: 4,", 'length: "4",', "it must be 4"],
    ["the layout's name", 'name: "tiny"', 'name: "Tiny"', 'it must be "tiny"'],
    ["names in a set", "bits: new Map(", "bits: new Set(", "cannot follow `new Set("],
    [
      "names of another map",
      "bits: new Map(",
      "bits: new maps.Map(",
      "cannot follow `new maps.Map(",
    ],
    [
      "no names",
      "bits: new Map([",
      "bits: new Map(), rest: new Map([",
      "cannot follow `new Map()`",
    ],
    ["a table that is none", "leaves: [", "leaves: {}, rest: [", "it must have 3 elements"],
    ["a position that is computed", "XSAVE = 26", "XSAVE = 13 * 2", "cannot follow `13 * 2`"],
    [
      "a constant of another name",
      '[XSAVE, "XSAVE"]',
      '[CHANGED, "XSAVE"]',
      "`CHANGED`: it is no constant number",
    ],
    [
      "what happens when it is loaded",
      "/** Layout",
      "const x = patch();\n/** Layout",
      "cannot follow `patch()`: `x` is neither a number nor a layout",
    ],
    ["a flag's name", "readonly tdp:", "readonly tpd:", "cannot follow `readonly tpd: boolean;`"],
    ["a flag's type", "tdp: boolean", "tdp: number", "cannot follow `number`"],
    ["a flag that is missing", "readonly tdp: boolean;", "", "it lacks `tdp`"],
    ["a flag that need not be given", "tdp: boolean", "tdp?: boolean", "`readonly tdp?: boolean;`"],
    ["a bitmap that is missing", "readonly guest: Uint32Array;", "", "it lacks `guest`"],
    [
      "a bitmap's type",
      "guest: Uint32Array;",
      "guest: Int32Array;",
      "`readonly guest: Int32Array;`",
    ],
    [
      "an input too many",
      "readonly tdp:",
      "readonly x: boolean; readonly tdp:",
      "`readonly x: bool",
    ],
    [
      "an inherited input",
      "VcpuInputs {",
      "VcpuInputs extends Other {",
      "cannot follow `VcpuInputs`",
    ],
    ["an interface's export", "export interface", "interface", "exports no interface `VcpuInputs`"],
    ["a value too few", '"amd" | ', "", "cannot follow `readonly vendor"],
    ["a value that is no text", '"amd" |', "amd |", "cannot follow `readonly vendor"],
    ["a value that is a number", '"amd" |', "1 |", "cannot follow `1`"],
    ["the order of values", '"intel" | "amd"', '"amd" | "intel"', "cannot follow `readonly vendor"],
    [
      "an input without a type",
      "readonly tdp: boolean",
      "readonly tdp",
      "cannot follow `readonly tdp",
    ],
    [
      "an input that is called",
      "readonly tdp: boolean",
      "tdp(): boolean",
      "cannot follow `tdp(): boolean",
    ],
    [
      "an input that is there twice",
      "readonly tdp:",
      "readonly tdp: boolean; readonly tdp:",
      "cannot follow `readonly tdp: boolean",
    ],
    [
      "an input whose name is computed",
      "readonly tdp:",
      "readonly [tdp]:",
      "cannot follow `[tdp]`",
    ],
    [
      "the interface itself",
      "interface VcpuInputs",
      "interface Inputs",
      "it exports no interface `VcpuInputs`",
    ],
    ["a value of an enumeration", '"amd" |', '"adm" |', "cannot follow `readonly vendor"],
  ])("%s", async (_, part, replacement, why) => {
    expect(await failureAfter(part, replacement)).toContain(why);
  });
});

describe("the tables of a module with several layouts are proved as well:", () => {
  const [x86, cr4] = layoutsOf(everyExpression.plans);
  const readModule = async (part: string, replacement: string): Promise<readonly string[]> => {
    const text = await emitModule(everyExpression);
    expect(text).toContain(part);
    const { failures } = await readBack(text.replace(part, replacement), {
      bdd,
      atoms,
      plans: everyExpression.plans,
    });
    return failures;
  };

  test("as it is emitted", async () => {
    expect([x86?.name, cr4?.name]).toEqual(["x86", "cr4"]);
    expect(await readModule("", "")).toEqual([]);
  });

  test.each([
    ["a position", "LAM: 90", "LAM: 91", "it must be 90"],
    ["the bit of a position", "FSGSBASE: 16,", "PKU: 16,", "cannot follow"],
    ["a bit that is missing", "LAM: 90,", "", "a property is missing"],
    ["a bit too many", "LAM: 90,", "LAM: 90, LAMB: 90,", "cannot follow `LAMB: 90`"],
    ["the namespace's export", "export const cr4", "const cr4", "it exports no constant `cr4`"],
    ["whose table it is", "layout: cr4Layout as", "layout: x86Layout as", "it must be `cr4Layout`"],
    ["that its members are constant", "} as const;", "};", "its members must be constant"],
    ["that a table is there", "const cr4Layout", "const cr8Layout", "no constant `cr4Layout`"],
    ["a name of a bit", '[90, "LAM"]', '[90, "XMM"]', 'it must be "LAM"'],
  ])("%s", async (_, part, replacement, why) => {
    expect((await readModule(part, replacement)).join("; ")).toContain(why);
  });
});
