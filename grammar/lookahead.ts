/**
 * A lookahead strategy that decides by the next token alone and computes each decision on first
 * use. Chevrotain's own strategy computes all decisions, for several tokens, when the parser is
 * made, which takes longer than parsing most files. In a test, chevrotain checks that one token is
 * enough.
 */

import {
  Alternation,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  Terminal,
  type ILookaheadStrategy,
  type IProduction,
  type IToken,
  type Rule,
  type TokenType,
} from "chevrotain";

import { definitely } from "../src/base/unreachable.ts";

/** The parser, to which chevrotain binds a lookahead function. */
interface TokenSource {
  LA(howMuch: number): IToken;
}

interface Beginning {
  readonly tokens: ReadonlySet<TokenType>;
  /** True if the production can match no token at all. */
  readonly isOptional: boolean;
}

type Decision = Alternation | Option | Repetition | RepetitionMandatory;

export const nextTokenDecides: ILookaheadStrategy = {
  validate: () => [],

  buildLookaheadForAlternation({ rule, prodOccurrence }) {
    let alternativeOf: ReadonlyMap<TokenType, number> | undefined;
    return function (this: TokenSource) {
      alternativeOf ??= alternativesOf(findDecision(rule, "Alternation", prodOccurrence));
      return alternativeOf.get(this.LA(1).tokenType);
    };
  },

  buildLookaheadForOptional({ rule, prodOccurrence, prodType }) {
    let starts: ReadonlySet<TokenType> | undefined;
    return function (this: TokenSource) {
      starts ??= beginningOf(findDecision(rule, prodType, prodOccurrence).definition).tokens;
      return starts.has(this.LA(1).tokenType);
    };
  },
};

function alternativesOf(decision: Decision): ReadonlyMap<TokenType, number> {
  const alternatives = new Map<TokenType, number>();
  for (const [index, alternative] of decision.definition.entries()) {
    for (const token of beginningOf([alternative]).tokens) alternatives.set(token, index);
  }
  return alternatives;
}

function beginningOf(sequence: readonly IProduction[]): Beginning {
  const tokens = new Set<TokenType>();
  for (const production of sequence) {
    const beginning = beginningOfOne(production);
    for (const token of beginning.tokens) tokens.add(token);
    if (!beginning.isOptional) return { tokens, isOptional: false };
  }
  return { tokens, isOptional: true };
}

function beginningOfOne(production: IProduction): Beginning {
  if (production instanceof Terminal) {
    return { tokens: new Set([production.terminalType]), isOptional: false };
  }
  if (production instanceof NonTerminal) return beginningOf(production.referencedRule.definition);
  if (production instanceof Alternation) {
    const beginnings = production.definition.map((alternative) => beginningOf([alternative]));
    return {
      tokens: new Set(beginnings.flatMap(({ tokens }) => [...tokens])),
      isOptional: beginnings.some(({ isOptional }) => isOptional),
    };
  }
  const { tokens, isOptional } = beginningOf(partsOf(production));
  const canBeLeftOut = production instanceof Option || production instanceof Repetition;
  return { tokens, isOptional: isOptional || canBeLeftOut };
}

function findDecision(rule: Rule, type: string, occurrence: number): Decision {
  return definitely(
    decisionsIn(rule.definition).find((decision) => {
      return typeOf(decision) === type && decision.idx === occurrence;
    }),
    `${rule.name} has the decision that it was recorded with`,
  );
}

function decisionsIn(sequence: readonly IProduction[]): readonly Decision[] {
  return sequence.flatMap((production) => {
    if (production instanceof NonTerminal) return [];
    const inner = decisionsIn(partsOf(production));
    return isDecision(production) ? [production, ...inner] : inner;
  });
}

function isDecision(production: IProduction): production is Decision {
  return typeOf(production) !== undefined;
}

/** The production's type in chevrotain's terms. */
function typeOf(production: IProduction): string | undefined {
  if (production instanceof Alternation) return "Alternation";
  if (production instanceof Option) return "Option";
  if (production instanceof Repetition) return "Repetition";
  if (production instanceof RepetitionMandatory) return "RepetitionMandatory";
  return undefined;
}

function partsOf(production: IProduction): readonly IProduction[] {
  return "definition" in production ? (production.definition as readonly IProduction[]) : []; // chevrotain's union type lacks its field
}
