/** Words of decision diagrams are the numbers that JavaScript computes, in every case of their variables. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bdd, FALSE, type Diagram } from "../../../../src/bdd/bdd.ts";
import * as words from "../../../../src/codegen/typescript/verify/word.ts";
import type { Word } from "../../../../src/codegen/typescript/verify/word.ts";

const INTERESTING = [
  0, 1, 2, 5, 31, 32, 33, 0x5555_5555, 0x7fff_ffff, 0x8000_0000, 0xdead_beef, 0xffff_fffe,
  0xffff_ffff,
];
const uint32 = fc.oneof(fc.constantFrom(...INTERESTING), fc.nat(0xffff_ffff));

/** The values of a word in each of four cases, all of one range. */
interface Numbers {
  readonly range: "int32" | "uint32";
  readonly values: readonly number[];
}

const numbers: fc.Arbitrary<Numbers> = fc
  .tuple(
    fc.constantFrom("int32", "uint32"),
    fc.oneof(
      fc.array(uint32, { minLength: 4, maxLength: 4 }),
      uint32.map((value) => [value, value, value, value]),
      // From 0 to 2^31 - 1, where signed and unsigned are the same.
      fc.array(fc.nat(0x7fff_ffff), { minLength: 4, maxLength: 4 }),
    ),
  )
  .map(([range, values]) => ({
    range,
    values: values.map((value) => (range === "int32" ? value | 0 : value)),
  }));

/** The word that two variables, from `first` on, choose from the numbers. */
function wordOf(bdd: Bdd, { range, values }: Numbers, first: number): Word {
  const [low, high] = [bdd.variable(first), bdd.variable(first + 1)];
  const bits = Array.from({ length: 32 }, (_, bit) => {
    const [a = 0, b = 0, c = 0, d = 0] = values.map((value) =>
      bdd.constant(((value >>> bit) & 1) === 1),
    );
    return bdd.ite(high, bdd.ite(low, d, c), bdd.ite(low, b, a));
  });
  return { bits, range };
}

/** Every assignment of four variables, as the cases of two words. */
const CASES = Array.from({ length: 16 }, (_, assignment) => ({
  left: assignment & 3,
  right: assignment >> 2,
  isTrue: (variable: number) => ((assignment >> variable) & 1) === 1,
}));

type Case = (typeof CASES)[number];

function residue(bdd: Bdd, bits: readonly Diagram[], { isTrue }: Case): number {
  const digits = bits.map((bit) => (bdd.evaluate(bit, isTrue) ? "1" : "0"));
  return Number.parseInt(digits.reverse().join(""), 2);
}

/** Compares a word with the exact integer that it stands for. The word's range must contain that integer. */
function expectNumber(bdd: Bdd, word: Word, each: Case, exact: number): void {
  expect(word.bits).toHaveLength(32);
  expect(residue(bdd, word.bits, each)).toBe(exact >>> 0);
  if (word.range === "int32") expect(exact).toBe(exact | 0);
  if (word.range === "uint32") expect(exact).toBe(exact >>> 0);
}

/** Each of the cases of two random words. */
function forWords(
  check: (bdd: Bdd, left: Word, right: Word, exact: (each: Case) => [number, number]) => void,
): void {
  fc.assert(
    fc.property(numbers, numbers, (left, right) => {
      const bdd = new Bdd();
      const exact = (each: Case): [number, number] => [
        left.values[each.left] ?? 0,
        right.values[each.right] ?? 0,
      ];
      check(bdd, wordOf(bdd, left, 0), wordOf(bdd, right, 2), exact);
    }),
    { numRuns: 25, seed: 1 },
  );
}

describe("operators", () => {
  const bitwise = {
    and: (a: number, b: number) => a & b,
    or: (a: number, b: number) => a | b,
    xor: (a: number, b: number) => a ^ b,
  };
  test.each(["and", "or", "xor"] as const)("bitwise %s", (operator) => {
    forWords((bdd, left, right, exact) => {
      const result = words.bitwise(bdd, operator, left, right);
      expect(result.range).toBe("int32");
      for (const each of CASES) expectNumber(bdd, result, each, bitwise[operator](...exact(each)));
    });
  });

  const shifts = {
    "<<": (a: number, b: number) => a << b,
    ">>": (a: number, b: number) => a >> b,
    ">>>": (a: number, b: number) => a >>> b,
  };
  test.each(["<<", ">>", ">>>"] as const)("shift %s", (operator) => {
    forWords((bdd, left, right, exact) => {
      const result = words.shift(bdd, operator, left, right);
      expect(result.range).toBe(operator === ">>>" ? "uint32" : "int32");
      for (const each of CASES) expectNumber(bdd, result, each, shifts[operator](...exact(each)));
    });
  });

  test("sums and differences", () => {
    forWords((bdd, left, right, exact) => {
      const [sum, difference] = [words.add(bdd, left, right), words.subtract(bdd, left, right)];
      if (sum === undefined || difference === undefined) throw new Error("both are known");
      for (const each of CASES) {
        const [a, b] = exact(each);
        expectNumber(bdd, sum, each, a + b);
        expectNumber(bdd, difference, each, a - b);
      }
    });
  });

  test("complement and negation", () => {
    forWords((bdd, operand, _, exact) => {
      const [complement, negative] = [words.not(bdd, operand), words.negate(bdd, operand)];
      expect(complement.range).toBe("int32");
      for (const each of CASES) {
        const [value] = exact(each);
        expectNumber(bdd, complement, each, ~value);
        expectNumber(bdd, negative, each, 0 - value);
      }
    });
  });

  test("equality is that of numbers, not of bits", () => {
    forWords((bdd, left, right, exact) => {
      const isEqual = words.equal(bdd, left, right) ?? bdd.variable(99);
      for (const each of CASES) {
        const [a, b] = exact(each);
        expect(bdd.evaluate(isEqual, each.isTrue)).toBe(a === b);
      }
    });
    const bdd = new Bdd();
    // -1 and 4294967295 have the same bits.
    const allOnes = words.constantWord(0xffff_ffff);
    expect(words.equal(bdd, words.constantWord(-1), allOnes)).toBe(FALSE);
  });

  test("a choice is one or the other", () => {
    forWords((bdd, left, right, exact) => {
      const chosen = words.choose(bdd, bdd.variable(1), left, right);
      const always = words.choose(bdd, bdd.constant(true), left, right);
      const never = words.choose(bdd, bdd.constant(false), left, right);
      for (const each of CASES) {
        const [a, b] = exact(each);
        expectNumber(bdd, chosen, each, each.isTrue(1) ? a : b);
        expectNumber(bdd, always, each, a);
        expectNumber(bdd, never, each, b);
      }
    });
  });
});

describe("a number of which only 32 bits are known", () => {
  const bdd = new Bdd();
  const bits = Array.from({ length: 32 }, (_, bit) => bdd.variable(bit));
  const unsigned: Word = { bits, range: "uint32" };
  const one = words.constantWord(1);
  // From 1 to 4294967296.
  const wide = words.add(bdd, unsigned, one) ?? one;

  test("is a sum, a difference, a negative number", () => {
    expect(wide.range).toBe("wide");
    expect(words.subtract(bdd, unsigned, one)?.range).toBe("wide");
    // -2147483648 negated is 2147483648, which is no int32.
    expect(words.negate(bdd, { bits, range: "int32" }).range).toBe("wide");
    expect(words.negate(bdd, wide).range).toBe("wide");
    expect(words.constantWord(0x1_0000_0000).range).toBe("wide");
    expect(words.negate(bdd, words.constantWord(0x1_0000_0000)).range).toBe("wide");
    expect(words.constantWord(-0x8000_0001).range).toBe("wide");
  });

  test("is compared, added and read as a constant by no one", () => {
    for (const [left, right] of [
      [wide, one],
      [one, wide],
    ] as const) {
      expect(words.equal(bdd, left, right)).toBeUndefined();
      expect(words.add(bdd, left, right)).toBeUndefined();
      expect(words.subtract(bdd, left, right)).toBeUndefined();
      expect(words.choose(bdd, bdd.variable(40), left, right).range).toBe("wide");
    }
    expect(words.constantOf(words.constantWord(0x1_0000_0000))).toBeUndefined();
  });

  test("is a choice between a negative number and a large one", () => {
    const large = words.constantWord(0x8000_0000);
    expect(words.choose(bdd, bdd.variable(40), words.constantWord(-1), large).range).toBe("wide");
    expect(words.choose(bdd, bdd.variable(40), large, words.constantWord(-1)).range).toBe("wide");
  });
});

describe("a number is known where it can be", () => {
  const bdd = new Bdd();
  const condition = bdd.variable(0);

  test.each([0, 1, -1, 0x7fff_ffff, -0x8000_0000, 0x8000_0000, 0xffff_ffff])(
    "the constant %d is itself",
    (value) => {
      expect(words.constantOf(words.constantWord(value))).toBe(value);
    },
  );

  test("a number that depends on something is no constant", () => {
    const word = words.choose(bdd, condition, words.constantWord(1), words.constantWord(2));
    expect(words.constantOf(word)).toBeUndefined();
  });

  test.each([
    [5, -1],
    [-1, 5],
    [5, 0xffff_ffff],
    [0xffff_ffff, 5],
    [-2, -1],
  ])("a choice of %d and %d can be compared", (yes, no) => {
    const word = words.choose(bdd, condition, words.constantWord(yes), words.constantWord(no));
    expect(words.equal(bdd, word, words.constantWord(yes))).toBe(condition);
    expect(words.equal(bdd, word, words.constantWord(no))).toBe(bdd.not(condition));
  });

  test("a signed number from 0 on and a large one can be compared", () => {
    const five: Word = { ...words.constantWord(5), range: "int32" };
    const large = words.constantWord(0xffff_ffff);
    for (const [yes, no] of [
      [five, large],
      [large, five],
    ] as const) {
      const word = words.choose(bdd, condition, yes, no);
      expect(words.equal(bdd, word, yes)).toBe(condition);
      expect(words.equal(bdd, word, no)).toBe(bdd.not(condition));
    }
  });

  test("sums and differences of constants, and negations of 0 to 2^31 - 1, are known, too", () => {
    const [five, seven] = [words.constantWord(5), words.constantWord(7)];
    expect(words.constantOf(words.add(bdd, five, seven) ?? five)).toBe(12);
    expect(words.constantOf(words.subtract(bdd, five, seven) ?? five)).toBe(-2);
    expect(words.constantOf(words.negate(bdd, five))).toBe(-5);
  });
});
