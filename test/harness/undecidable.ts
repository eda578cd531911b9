/**
 * A set with one bit that no order of variables makes decidable: it is the sum of two products of 3,200
 * bits each, and a diagram of more than 3,000 variables is too deep.
 *
 * The layout is on line 1, `default = host` on line 4, the rule from column 3 of line 5.
 */

const WORDS = 201;
const FACTORS = 3200;

export function undecidableSet(): string {
  return wideSet(`B6401 = ${UNDECIDABLE}`);
}

/** A set of that layout with one rule more, which stands from column 3 of line 5. */
export function wideSet(rule: string): string {
  const words = Array.from({ length: WORDS }, (_, word) => {
    const bits = Array.from({ length: 32 }, (_bit, bit) => `${bit} B${word * 32 + bit}`);
    return `word W${word} { ${bits.join(" ")} }`;
  });
  return `layout wide { ${words.join(" ")} }
input host: wide
caps c: wide {
  default = host
  ${rule}
}
`;
}

/** The product of a bit and every second one below it, over `host`. */
export function everySecondBit(first: number, factors: number = FACTORS): string {
  return Array.from({ length: factors }, (_, number) => `host.B${first - 2 * number}`).join(" & ");
}

/** An expression over `host` that no order of variables decides. */
export const UNDECIDABLE: string = `${everySecondBit(6399)} | ${everySecondBit(6398)}`;
