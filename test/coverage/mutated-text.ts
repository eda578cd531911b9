/** The text of rules after a mutation, made from the words and the place that are printed for it. */

/** The printed description of a mutant. */
export interface PrintedMutation {
  /** Offset in the text of the rules. */
  readonly start: number;
  /** Offset after the statement that is dropped; the words may shorten it. */
  readonly end: number;
  readonly change: string;
}

/** @throws if the words are of no known form, or name something else than what stands in the place. */
export function mutateText(rules: string, { start, end, change }: PrintedMutation): string {
  if (/^the .* is dropped: /.test(change)) return rules.slice(0, start) + rules.slice(end);
  const named = namedIn(change);
  if (!rules.startsWith(named, start)) {
    throw new Error(`\`${named}\` does not stand where it is said to: ${rules.slice(start, end)}`);
  }
  return `${rules.slice(0, start)}(${changed(change, withoutParentheses(named))})${rules.slice(start + named.length)}`;
}

/** The text that the words say is changed. */
function namedIn(change: string): string {
  const named =
    /^`.` becomes `.` in `(.*)`$/.exec(change) ??
    /^`->` in `(.*)` is turned round$/.exec(change) ??
    /^`(.*)` (becomes `(all|none)`|is negated|loses its negation|has its branches swapped)$/.exec(
      change,
    );
  if (named?.[1] === undefined) throw new Error(`unknown words: ${change}`);
  return named[1];
}

/** @param named without parentheses around all of it. */
function changed(change: string, named: string): string {
  const swapped = /^`(.)` becomes `(.)` in /.exec(change);
  if (swapped !== null) {
    const [, from = "", to = ""] = swapped;
    const operands = splitOutside(named, from);
    return operands.map((each) => `(${each})`).join(` ${to} `);
  }
  if (change.endsWith("is turned round")) {
    const [premise = "", ...conclusion] = splitOutside(named, "->");
    return `(${conclusion.join("->")}) -> (${premise})`;
  }
  const constant = /` becomes `(all|none)`$/.exec(change)?.[1];
  if (constant !== undefined) return constant;
  if (change.endsWith("is negated")) return `!(${named})`;
  if (change.endsWith("loses its negation")) {
    return named.startsWith("!") ? named.slice(1) : named.replace("!=", "==");
  }
  const [condition = "", ...rest] = splitOutside(named, "?");
  const branches = rest.join("?");
  const middle = elseOf(branches);
  return `(${condition}) ? (${branches.slice(middle + 1)}) : (${branches.slice(0, middle)})`;
}

/** The text without its outer parentheses. */
function withoutParentheses(text: string): string {
  if (!text.startsWith("(")) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0 && at < text.length - 1) return text;
  }
  return withoutParentheses(text.slice(1, -1));
}

/** Splits at an operator that stands in no parentheses. */
function splitOutside(text: string, operator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth--;
    else if (depth === 0 && text.startsWith(operator, at)) {
      parts.push(text.slice(start, at));
      start = at + operator.length;
      at = start - 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** The place of the `:` that ends the first branch, which may be a choice itself. */
function elseOf(text: string): number {
  let depth = 0;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (depth === 0 && character === "?") open++;
    else if (depth === 0 && character === ":" && open-- === 0) return at;
  }
  throw new Error(`no \`:\` in ${text}`);
}
