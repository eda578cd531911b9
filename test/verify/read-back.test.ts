import { describe, expect, test } from "vitest";
import { Bdd } from "../../src/bdd/bdd.ts";
import { compareEmission } from "../../src/verify/compare.ts";
import { readBack } from "../../src/verify/read-back.ts";
import {
  exampleAtoms,
  exampleText,
  expectedBit,
  guest,
  kvm,
  plan,
  vcpu,
  vendor,
} from "./example.ts";

const bdd = new Bdd();
const atoms = exampleAtoms(bdd);

function readExample(text: string): ReturnType<typeof readBack> {
  return readBack(text, { bdd, atoms, plans: [plan] });
}

/** Why the example cannot be proved once `part` of it is replaced; the same for both functions. */
async function failureAfter(part: string, replacement: string): Promise<string | undefined> {
  expect(exampleText).toContain(part);
  const { failures } = await readExample(exampleText.replace(part, replacement));
  return failures[0]?.replace(/^line \d+: /, "");
}

test("every bit of both functions is what the rules mean", async () => {
  const { functions, failures } = await readExample(exampleText);
  expect(failures).toEqual([]);
  expect(functions.map(({ name }) => name)).toEqual(["initVcpu", "initVcpuRows"]);
  expect(functions.map(({ bits }) => bits.length)).toEqual([96, 96]);
  const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
  expect(compareEmission(bdd, functions, meant)).toEqual([]);
});

test("a difference says which bit of which function is wrong, and in which cases", async () => {
  const { functions } = await readExample(exampleText.replace("| vendorIsHygon", "| 0"));
  const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
  const both = bdd.and(atoms.bit(kvm, 63), atoms.bit(guest, 63));
  const isHygon = atoms.enumIn(vendor, [2]);
  const wrong = bdd.and(bdd.and(isHygon, atoms.bit(guest, 26)), bdd.not(both));
  expect(compareEmission(bdd, functions, meant)).toMatchObject([
    { functionName: "initVcpu", set: vcpu, bit: 63, wrong },
  ]);
});

describe("what the proof cannot follow is a failure that says where and why:", () => {
  const begin = "const tdpIsOn =";
  const end = "return out;";
  const cases: readonly (readonly [
    what: string,
    part: string,
    replacement: string,
    why: string,
  ])[] = [
    ["a syntax error", begin, "const = 1;", "Variable declaration expected."],
    ["an operator of other numbers", "<< 5", "* 5", "cannot follow `guest0 * 5`"],
    ["a fraction", "<< 5", "<< 5.5", "cannot follow `5.5`"],
    ["a number over 32 bits", "0xfbbfffff", "0x1fbbfffff", "cannot follow `0x1fbbfffff`"],
    ["an unknown name", end, "out[0] |= host; return out;", "`host`: it has no value yet"],
    ["an element after the row", "guest[3]", "guest[4]", "`guest[4]`: a row has 4 elements"],
    ["an element before the row", "guest[3]", "guest[-1]", "`guest[-1]`: a row has 4 elements"],
    [
      "an element that varies",
      "guest[3]",
      "guest[tdpIsOn]",
      "`tdpIsOn`: the index is not constant",
    ],
    ["a write after the row", end, "out[3] = 0; return out;", "`out[3]`: the set has no such word"],
    [
      "a write to an input",
      end,
      "guest[0] = 0; return out;",
      "`guest[0] = 0`: it does not write to the set",
    ],
    ["a write to a flag", end, "inputs.tdp = true; return out;", "`inputs.tdp = true`"],
    ["a write to a local", end, "tdpIsOn |= 1; return out;", "cannot follow `tdpIsOn |= 1`"],
    ["a write inside an expression", "guest[3]", "(out[0] = 1)", "cannot follow `out[0] = 1`"],
    ["a truth value as a word", "guest[3]", "tdp", "cannot follow `tdp >>> 1`"],
    [
      "a word that is read before it is written",
      "guest[3]",
      "out[1]",
      "`out[1]`: it is read before it is written",
    ],
    [
      "a word that is changed before it is written",
      "out[1] =",
      "out[1] |=",
      "`out[1]`: it is read before it is written",
    ],
    [
      "a word that is never written",
      "out[0] =",
      "const word =",
      "`initVcpu`: word 0 is never written",
    ],
    ["a variable", begin, "let tdpIsOn =", "cannot follow `let tdpIsOn = tdp ? -1 : 0;`"],
    ["a block of its own", end, "{ const tdp = 1; } return out;", "`{ const tdp = 1; }`"],
    [
      "a name that is declared again",
      end,
      "const guest = kvm; return out;",
      "`guest`: it declares `guest` again",
    ],
    [
      "a local that is read before it is declared",
      begin,
      "const early = tdpIsOn; const tdpIsOn =",
      "cannot follow `tdpIsOn`: it has no value yet",
    ],
    [
      "a condition around a write",
      end,
      "if (tdp) out[0] = 0; return out;",
      "`if (tdp) out[0] = 0;`",
    ],
    [
      "a result beside a check",
      begin,
      "if (out === kvm) throw out; else return out; const tdpIsOn =",
      "`if (out === kvm) throw out; else return out;`",
    ],
    [
      "a local that is called",
      begin,
      "const assertInput = 0; const tdpIsOn =",
      'cannot follow `assertInput("inputs.kvm", kvm, 3, out)`',
    ],
    ["a loop", end, "for (;;) {} return out;", "cannot follow `for (;;) {}`"],
    ["a call of something else", end, "out.fill(0); return out;", "cannot follow `out.fill(0)`"],
    ["a call inside an expression", "<< 5", "<< Number(5)", "cannot follow `Number(5)`"],
    [
      "a check after a write",
      end,
      'assertWords("out", out, 3); return out;',
      '`assertWords("out", out, 3);`: something is written before it',
    ],
    [
      "a check that writes",
      "asserts words is Words<Length> {",
      "asserts words is Words<Length> { words[length] = 1;",
      'cannot follow `assertWords("out", out, 3)`',
    ],
    [
      "a check that calls what the module does not define",
      "asserts words is Words<Length> {",
      "asserts words is Words<Length> { update(words);",
      'cannot follow `assertWords("out", out, 3)`',
    ],
    [
      "an input that the rules do not read",
      "{ kvm, guest, tdp, vendor }",
      "{ kvm, guest, tdp, vendor, vmx }",
      "cannot follow `vmx`: the rules read no such input",
    ],
    [
      "an input with a default",
      "guest, tdp, vendor }",
      "guest = kvm, tdp, vendor }",
      "`guest = kvm`",
    ],
    ["all other inputs", "guest, tdp, vendor }", "guest, tdp, vendor, ...rest }", "`...rest`"],
    ["an input whose name is computed", "{ kvm, guest,", "{ [kvm]: kvm, guest,", "`[kvm]: kvm`"],
    [
      "an input in another one",
      "{ kvm, guest,",
      "{ kvm: { kvm }, guest,",
      "cannot follow `{ kvm }`",
    ],
    [
      "an array that is taken apart",
      begin,
      "const { length } = guest; const tdpIsOn =",
      "`{ length }`: it takes something else apart",
    ],
    ["inputs that are a list", "const { kvm, guest, tdp, vendor }", "const [kvm]", "`[kvm]`"],
    [
      "a function that is not exported",
      "export function initVcpu(",
      "function initVcpu(",
      "it exports no function `initVcpu`",
    ],
    ["another result", end, "return kvm;", "`initVcpu`: it does not return `out`"],
    ["no result", end, "", "`initVcpu`: it does not return `out`"],
    ["a result that is not the last statement", end, "return out; return kvm;", "`return out;`"],
    ["another parameter", "inputs: VcpuInputs)", "inputs: VcpuInputs, x: number)", "`initVcpu`"],
    ["a default value", "inputs: VcpuInputs)", "inputs: VcpuInputs = {})", "`inputs: VcpuInputs ="],
    [
      "an optional parameter",
      "inputs: VcpuInputs)",
      "inputs?: VcpuInputs)",
      "`inputs?: VcpuInputs`",
    ],
    ["inputs of any type", "inputs: VcpuInputs)", "inputs: any)", "cannot follow `inputs: any`"],
    ["inputs without a type", "inputs: VcpuInputs)", "inputs)", "cannot follow `inputs`"],
    ["an asynchronous function", "export function", "export async function", "`initVcpu`"],
    ["statements of the module itself", "/** Layout", "set(x, 0);\n/** Layout", "`set(x, 0);`"],
    ["a variable of the module itself", "/** Layout", "let x = 0;\n/** Layout", "`let x = 0`"],
    [
      "a function that is declared twice",
      "/** Layout",
      "function initVcpu() {}\n/** Layout",
      "cannot follow `initVcpu`: the name is declared twice",
    ],
    [
      "a check that calls itself",
      "asserts words is Words<Length> {",
      "asserts words is Words<Length> { assertWords(argument, words, length);",
      'cannot follow `assertWords("out", out, 3)`',
    ],
    [
      "a call of a function that writes",
      begin,
      "initVcpu(out, inputs); const tdpIsOn =",
      "cannot follow `initVcpu(out, inputs)`",
    ],
    ["an early return", begin, "if (tdp) return out; const tdpIsOn =", "`if (tdp) return"],
    ["the length of an array", "guest[3]", "guest.length", "cannot follow `guest.length`"],
  ];

  test.each(cases)("%s", async (_, part, replacement, why) => {
    expect(await failureAfter(part, replacement)).toContain(why);
  });
});

describe("the loop over rows visits each row once:", () => {
  test.each([
    ["it starts at the first row", "let row = 0", "let row = 1"],
    ["it ends with the last row", "row < rows", "row <= rows"],
    ["it moves by one row", "row++", "row += 2"],
    ["it has one variable", "let row = 0", "let row = 0, other = 0"],
    ["it has a body", "row++) {", "row++) out[0] = 3; {"],
    ["every offset starts with the first row", "row * 3;", "row * 3 + 3;"],
    ["a row of the set has as many elements as the set has words", "row * 3;", "row * 4;"],
    ["a row of an input has its own length", "row * 4;", "row * 3;"],
    ["every offset moves", "row * 4;", "0;"],
    ["no offset moves back", "row * 4;", "row * -4;"],
    ["no offset depends on the arrays", "row * 4;", "kvm.length <= 4 ? 0 : row * 4;"],
    [
      "it is not in another loop",
      "const outAt =",
      "for (let r = 0; r < rows; r++) {} const outAt =",
    ],
    ["nothing is written before it", "for (let row", "out[0] = 0;\n  for (let row"],
    ["elements are of the row at hand", "kvm[kvmAt] ??", "kvm[0] ??"],
    [
      "nothing is written behind the last row",
      "  }\n\n  return out;",
      "}\nout[outAt] = 0; return out;",
    ],
    ["the number of the row is no constant", "guestAt + 3] ??", "guestAt + row] ??"],
    ["an element is at an offset of its own array", "kvm[kvmAt] ??", "kvm[outAt] ??"],
    ["a word is written at an offset of the set", "out[outAt] =", "out[kvmAt] ="],
  ])("%s", async (_, part, replacement) => {
    expect(await failureAfter(part, replacement)).toContain("cannot follow");
  });

  test("inputs whose rows are equally long have equal offsets", async () => {
    const text = exampleText.replace("kvm[kvmAt] ??", "kvm[guestAt] ??");
    expect(text).not.toBe(exampleText);
    const { functions, failures } = await readExample(text);
    expect(failures).toEqual([]);
    const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
    expect(compareEmission(bdd, functions, meant)).toEqual([]);
  });
});

test("inputs that are exchanged are a difference in both functions", async () => {
  const text = exampleText.replaceAll("{ kvm, guest, tdp", "{ kvm: guest, guest: kvm, tdp");
  const { functions, failures } = await readExample(text);
  expect(failures).toEqual([]);
  const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
  const wrong = new Set(
    compareEmission(bdd, functions, meant).map(({ functionName }) => functionName),
  );
  expect([...wrong]).toEqual(["initVcpu", "initVcpuRows"]);
});

describe("what the module says about its layouts and inputs is proved as well:", () => {
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
    ["a value of an enumeration", '"amd" |', '"adm" |', "cannot follow `readonly vendor"],
  ])("%s", async (_, part, replacement, why) => {
    expect(await failureAfter(part, replacement)).toContain(why);
  });
});

test("bits of a presence word that no entry has must not matter", async () => {
  const { failures } = await readExample(exampleText.replace("guest[3] >>> 1", "guest[3] >>> 2"));
  expect(failures).toEqual([
    expect.stringContaining("it depends on presence bits that no entry has"),
  ]);
});

test("every failure is reported", async () => {
  const text = exampleText.replace("XSAVE = 26", "XSAVE = 27").replaceAll("<< 5", "* 5");
  expect((await readExample(text)).failures).toHaveLength(3);
});
