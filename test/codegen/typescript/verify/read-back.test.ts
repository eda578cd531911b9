import { describe, expect, test } from "vitest";
import { compareEmission } from "../../../../src/codegen/compare-functions.ts";
import { atoms, bdd, failureAfter, readExample } from "./changed-example.ts";
import { exampleText, expectedBit, guest, kvm, vcpu, vendor } from "./example.ts";

test("every bit of both functions is equal to the rules", async () => {
  const { functions, failures } = await readExample(exampleText);
  expect(failures).toEqual([]);
  expect(functions.map(({ name }) => name)).toEqual(["initVcpu", "initVcpuRows"]);
  expect(functions.map(({ bits }) => bits.length)).toEqual([96, 96]);
  const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
  expect(compareEmission(bdd, functions, meant)).toEqual([]);
});

test("a difference names the function, the bit and the cases", async () => {
  const { functions } = await readExample(exampleText.replace("| vendorIsHygon", "| 0"));
  const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
  const both = bdd.and(atoms.bit(kvm, 63), atoms.bit(guest, 63));
  const isHygon = atoms.enumIn(vendor, [2]);
  const wrong = bdd.and(bdd.and(isHygon, atoms.bit(guest, 26)), bdd.not(both));
  expect(compareEmission(bdd, functions, meant)).toMatchObject([
    { functionName: "initVcpu", set: vcpu, bit: 63, wrong },
  ]);
});

describe("code that the proof cannot follow is a failure with place and reason:", () => {
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
    [
      "a generator",
      "export function initVcpu(",
      "export function* initVcpu(",
      "cannot follow `initVcpu`",
    ],
    [
      "no body",
      "export function initVcpu(",
      "export function initVcpu(o: any): any; function other(",
      "cannot follow `initVcpu`",
    ],
    [
      "no parameters",
      "initVcpu(out: Uint32Array, inputs: VcpuInputs)",
      "initVcpu()",
      "`initVcpu`: it is given 2 arguments",
    ],
    [
      "all other parameters",
      "inputs: VcpuInputs)",
      "...inputs: VcpuInputs)",
      "`...inputs: VcpuInputs`",
    ],
    [
      "parameters that are taken apart",
      "inputs: VcpuInputs)",
      "{ kvm }: VcpuInputs)",
      "cannot follow `{ kvm }`",
    ],
    [
      "an array of another type",
      "out: Uint32Array,",
      "out: Int32Array,",
      "cannot follow `out: Int32Array`",
    ],
    ["a return of nothing", end, "return;", "cannot follow `return;`"],
    [
      "an element of a word",
      end,
      "out[0][1] = 0; return out;",
      "`out[0][1] = 0`: it does not write to the set",
    ],
    ["a truth value that is written", end, "out[0] = tdp; return out;", "cannot follow `tdp`"],
    [
      "an element that varies and is written",
      end,
      "out[kvm[0]] = 0; return out;",
      "the index is not constant",
    ],
    [
      "a negative element that is written",
      end,
      "out[-1] = 0; return out;",
      "`out[-1]`: the set has no such word",
    ],
    [
      "a comparison that is a statement",
      end,
      "out[0] === 0; return out;",
      "cannot follow `out[0] === 0`",
    ],
    [
      "an assignment that JavaScript computes",
      end,
      "out[0] *= 2; return out;",
      "cannot follow `out[0] *= 2`",
    ],
    [
      "an assignment where there is no word",
      end,
      "out[0] ??= 2; return out;",
      "cannot follow `out[0] ??= 2`",
    ],
    [
      "a loop where there are no rows",
      end,
      "for (let row = 0; row < rows; row++) {} return out;",
      "cannot follow `for (let row",
    ],
    ["a condition without a throw", end, "if (tdp) {} return out;", "cannot follow `if (tdp) {}`"],
    [
      "a long expression, of which the beginning is quoted",
      "<< 5",
      `<< Number(${"5 +\n  ".repeat(30)} 5)`,
      `cannot follow \`Number(${"5 + ".repeat(18)}5…\``,
    ],
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
    ["it starts with a number", "let row = 0", "let row"],
    ["it declares its variable", "let row = 0", "row = 0"],
    ["its variable is its own", "let row = 0", "var row = 0"],
    ["its variable is no constant", "let row = 0", "const row = 0"],
    ["it takes nothing apart", "let row = 0", "let [row] = 0"],
    ["it begins", "let row = 0;", ";"],
    ["it ends", "row < rows;", ";"],
    ["it goes on", "row++)", ")"],
    ["it ends with the number of rows", "row < rows", "row < 3"],
    ["it compares its own variable", "row < rows", "rows < rows"],
    ["it ends where it should", "row < rows", "row !== rows"],
    ["it ends with the last row, not before", "row < rows", "row < rows - 1"],
    ["it ends with the last row, not behind", "row < rows", "row < rows + 1"],
    ["it starts with no truth value", "let row = 0", "let row = tdp"],
    ["it ends somewhere", "row < rows", "rows"],
    ["it does not count down", "row++", "row--"],
    ["it counts as it is printed", "row++", "++row"],
    ["it counts its own variable", "row++", "rows++"],
    ["it counts", "row++", "row"],
    ["its body is a block", "row++) {", "row++) out[0] = 1; if (rows < 0) {"],
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
    [
      "no offset is used behind the loop",
      "  }\n\n  return out;",
      "}\nconst at = outAt; return out;",
    ],
    ["an offset is a whole number of rows", "row * 3;", "row * kvmAt;"],
    ["an offset is a product", "row * 3;", "row + 3;"],
    ["an offset is multiplied once", "guestAt + 3] ??", "guestAt * 3] ??"],
    ["an offset grows", "guestAt + 3] ??", "guestAt - 3] ??"],
    ["an element is at its own row", "guestAt + 3] ??", "guestAt + 4] ??"],
    ["an element is a whole number", "guestAt + 3] ??", "guestAt + tdp] ??"],
    ["the number of rows is no offset", "row * 3;", "rows * 3;"],
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

test("bits of a presence word that no entry has must not matter", async () => {
  const { failures } = await readExample(exampleText.replace("guest[3] >>> 1", "guest[3] >>> 2"));
  expect(failures).toEqual([
    expect.stringContaining("it depends on presence bits that no entry has"),
  ]);
});

test("a failure is at the line of the text where it is", async () => {
  const lines = exampleText.split("\n");
  const at = lines.findIndex((line) => line.includes("<< 5"));
  const { failures } = await readExample(exampleText.replace("<< 5", "* 5"));
  expect(failures).toEqual([expect.stringMatching(new RegExp(`^line ${at + 1}: cannot follow`))]);
  const broken = exampleText.split("\n").toSpliced(at, 1, "const = 1;").join("\n");
  expect((await readExample(broken)).failures[0]).toMatch(new RegExp(`^line ${at + 1}: Var`));
});

test("every failure is reported", async () => {
  const text = exampleText.replace("XSAVE = 26", "XSAVE = 27").replaceAll("<< 5", "* 5");
  expect((await readExample(text)).failures).toHaveLength(3);
});
