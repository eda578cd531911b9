/**
 * Checks of arguments are passed over only where they write nothing: a check that changes an input, or a word that is
 * computed later, would make the proved code compute something else.
 */

import { describe, expect, test } from "vitest";
import { Bdd } from "../../../../src/bdd/bdd.ts";
import { diagramsOf, moduleWith } from "./small-modules.ts";

const WORDS = "out[0] = kvm[0]; out[1] = 0; out[2] = 0;";

/** True if the function can be followed with these statements before its writes. */
async function isFollowed(statements: string, declarations = ""): Promise<boolean> {
  const result = await diagramsOf(new Bdd(), moduleWith(`${statements} ${WORDS}`, declarations));
  return typeof result !== "string";
}

/** True if a call of a function with this body is passed over as a check. */
function isCheck(body: string): Promise<boolean> {
  const helpers = `
    function helper(value: unknown): void {}
    function writes(words: Uint32Array): void { words[0] = 1; }
    function indirect(words: Uint32Array): void { writes(words); }`;
  return isFollowed("check(kvm);", `${helpers} function check(words: any) { ${body} }`);
}

describe("a function that a check may be", () => {
  test.each([
    "",
    "if (words.length < 3) throw new CapabilityError('kvm', 'is short');",
    "if (!(words instanceof Uint32Array) || words.length * 2 === 4) { throw words; }",
    "if (typeof words !== 'object' && words !== null && words !== undefined) throw true;",
    "if (!Number.isSafeInteger(words.length)) throw false;",
    "throw new CapabilityError('kvm', `${words} is ${String(words)}, ${words.length} of ${3}`);",
    "throw `${words}`;",
    "helper(words);",
    "throw new CapabilityError(helper(words));",
  ])("%s", async (body) => {
    expect(await isCheck(body)).toBe(true);
  });
});

describe("a function that writes, or might, is no check:", () => {
  test.each([
    "words = 1;",
    "words[0] = 1;",
    "words[0] |= 1;",
    "words[0] **= 1;",
    "words[0] ??= 1;",
    "words[0] >>>= 1;",
    "words[0]++;",
    "words[0]--;",
    "++words[0];",
    "--words[0];",
    "if (words[0]++ > 1) return;",
    "if (-(words[0] = 1) > 1) throw words;",
    "delete words.length;",
    "for (words[0] of words) return;",
    "words.fill(0);",
    "words.set([1]);",
    "words.isSafeInteger(1);",
    "Number.parseInt(words);",
    "Number?.isSafeInteger(words);",
    "Number.isSafeInteger.call(words);",
    "if (words.first) throw words;",
    "if (words[0]) throw words;",
    "if (words > 1) throw words;",
    "if (-words === 1) throw words;",
    "[words[0]] = [1];",
    "for (;;) words[0] = 1;",
    "const word = (words[0] = 1);",
    "function inner() {}",
    "if (words) words[0] = 1;",
    "if (words) throw words; else words[0] = 1;",
    "if (words) { helper(words); words[0] = 1; }",
    "throw new CapabilityError(`${(words[0] = 1)}`);",
    "helper(words.fill(0));",
    "helper(helper((words[0] = 1)));",
    "words['fill'](0);",
    "words?.fill(0);",
    "(words.fill)(0);",
    "(() => words)().fill(0);",
    "words.includes(words.fill(0));",
    "words.tag`text`;",
    "new Changer(words);",
    "return new Changer(words);",
    "throw new CapabilityError(words.fill(0));",
    "throw new CapabilityError((words[0] = 1));",
    "throw new CapabilityError(String(words.fill(0)));",
    "throw words.fill(0);",
    "update(words);",
    "writes(words);",
    "indirect(words);",
    "check(words);",
    "String(words.sort());",
  ])("%s", async (body) => {
    expect(await isCheck(body)).toBe(false);
  });

  test.each([
    "function* check(words) {}",
    "async function check(words) {}",
    "function check(words = (kvm[0] = 1)) {}",
    "function check({ length }) {}",
    "function check(words);",
    // The parameter hides the function of the module, or the global one.
    "function helper() {} function check(helper) { helper(1); }",
    "function check(String) { String(1); }",
    "function check(Number) { Number.isSafeInteger(1); }",
    // Declarations of the module count, too.
    "class String {} function check(words) { String(words); }",
    "const String = 1; function check(words) { String(words); }",
    "const Number = 1; function check(words) { Number.isSafeInteger(words); }",
    "const check = 1;",
  ])("%s", async (declarations) => {
    expect(await isFollowed("check(kvm);", declarations)).toBe(false);
  });

  test("a function that calls itself is followed once", async () => {
    const twice = "function one(w) { two(w); } function two(w) { one(w); }";
    expect(await isFollowed("one(kvm);", twice)).toBe(false);
    const shared = "function one(w) { two(w); } function two(w) { }";
    expect(await isFollowed("one(kvm); two(kvm); one(kvm);", shared)).toBe(true);
  });
});

describe("a statement that checks", () => {
  test.each([
    "if (kvm.length < 3) throw kvm;",
    "if (kvm.length < 3) { throw kvm; }",
    "if (!Number.isSafeInteger(kvm.length)) throw kvm;",
    "String(kvm);",
    "Number.isSafeInteger(3);",
  ])("%s", async (statement) => {
    expect(await isFollowed(statement)).toBe(true);
  });

  test.each([
    "if ((kvm[0] = 1) < 3) throw kvm;",
    "if (kvm.fill(0)) throw kvm;",
    "if (kvm[0]++) throw kvm;",
    "if (kvm.length < 3) throw kvm; else kvm[0] = 1;",
    "if (kvm.length < 3) { throw kvm; } else { }",
    "if (kvm.length < 3) { kvm[0] = 1; throw kvm; }",
    "if (kvm.length < 3) { }",
    "if (kvm.length < 3) return out;",
    "if (kvm.length < 3) kvm[0] = 1;",
    "kvm.fill(0);",
    "kvm[0]++;",
    "throw kvm;",
    "unknown(kvm);",
    "kvm;",
    "new CapabilityError(kvm);",
  ])("and one that does not: %s", async (statement) => {
    expect(await isFollowed(statement)).toBe(false);
  });

  test("calls what the function itself does not declare", async () => {
    const check = "function check(words) {}";
    expect(await isFollowed("check(kvm);", check)).toBe(true);
    expect(await isFollowed("const check = kvm[0]; check(kvm);", check)).toBe(false);
    expect(await isFollowed("check(kvm); const check = kvm[0];", check)).toBe(false);
    expect(await isFollowed("const String = kvm[0]; String(kvm);")).toBe(false);
    expect(await isFollowed("const String = kvm[0]; if (String(kvm)) throw kvm;")).toBe(false);
    expect(await isFollowed("const Number = kvm[0]; Number.isSafeInteger(kvm);")).toBe(false);
  });

  test("stands before everything that is written", async () => {
    const check = "if (kvm.length < 3) throw kvm;";
    expect(await isFollowed(`${check} const word = kvm[0]; ${check}`)).toBe(true);
    expect(await isFollowed(`out[0] = 1; ${check}`)).toBe(false);
  });
});
