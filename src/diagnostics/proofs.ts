// CR04xx: claims that do not hold or could not be decided. Codes are permanent: append, never
// renumber or reuse.

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const conflictingConditions: DiagnosticKind<{ bits: string }> = defineDiagnostic({
  code: "CR0401",
  severity: "error",
  message: ({ bits }) => `two rules for ${bits} can apply at the same time`,
  help: () => "make the conditions of their `when`s exclude each other",
  explanation:
    "At most one rule governs a bit in every case. The note shows a case in which both conditions hold, with as few bits set as possible.",
  example: `
    flag tdp
    flag nested
    when tdp { GBPAGES = host }
    when nested { GBPAGES = guest }
  `,
});

export const assertionFails: DiagnosticKind<{ claim: string }> = defineDiagnostic({
  code: "CR0402",
  severity: "error",
  message: ({ claim }) => `\`${claim}\` does not always hold`,
  help: () => "change the rules, or state what is known about the inputs with `assume`",
  explanation:
    "An assertion is proved for every bit and every case that the assumptions allow. The notes give a counterexample with as few bits set as possible.",
  example: `
    MOVBE = guest
    assert MOVBE -> host.MOVBE
  `,
});

export const undecided: DiagnosticKind<{
  what: string;
  limit: string;
  help?: string | undefined;
}> = defineDiagnostic({
  code: "CR0403",
  severity: "error",
  message: ({ what, limit }) => `${what} is undecided: ${limit}`,
  help: ({ help }) => help ?? "name fewer bits in one rule, or split it over two sets",
  explanation:
    "Decision diagrams have a size limit. Where it is reached, caprules says so and claims nothing.",
  example: "",
});

export const contradictoryAssumptions: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0404",
  severity: "error",
  message: () => "these assumptions can never hold together",
  help: () => "remove one: a contradiction would prove every claim",
  explanation:
    "An `assume` states a fact about the inputs. All facts together must allow at least one case.",
  example: `
    default = host
    flag tdp
    assume tdp
    assume !tdp
  `,
});

export const emissionDiffers: DiagnosticKind<{ what: string }> = defineDiagnostic({
  code: "CR0405",
  severity: "error",
  message: ({ what }) => `the generated code does not do what the rules say: ${what}`,
  help: () => "this is a bug in caprules; please report it with the rule file",
  explanation:
    "Every build reads the generated text back and proves each of its output bits equal to the rules.",
  example: "",
});

/** Bits of one capability set that are all on, or all off. */
export interface BitsAlike {
  readonly set: string;
  /** In back-ticks: one bit with the set's name, several bits as a list without it. */
  readonly bits: string;
  readonly count: number;
  readonly isOn: boolean;
}

/** Says which bits are on or off; several bits are counted. */
function describeBits({ set, bits, count, isOn }: BitsAlike): string {
  const value = isOn ? "on" : "off";
  return count === 1 ? `${bits} is ${value}` : `${count} bits of \`${set}\` are ${value}: ${bits}`;
}

export const testFails: DiagnosticKind<{ title: string; wrong: readonly BitsAlike[] }> =
  defineDiagnostic({
    code: "CR0406",
    severity: "error",
    message: ({ title, wrong }) => `test "${title}": ${wrong.map(describeBits).join("; ")}`,
    explanation:
      "A test states inputs, and the bits that must be on or off then. Inputs that are not given are off.",
    example: `
      MOVBE = guest
      test "MOVBE is hidden from a host without it" {
        given guest: MOVBE
        expect example: !MOVBE
      }
    `,
  });

export const enumNotGiven: DiagnosticKind<{
  enumeration: string;
  bits: Omit<BitsAlike, "isOn">;
}> = defineDiagnostic({
  code: "CR0407",
  severity: "error",
  message: ({ enumeration, bits: { set, bits, count } }) =>
    count === 1
      ? `${bits} depends on \`${enumeration}\`, which the test does not give`
      : `${count} bits of \`${set}\` depend on \`${enumeration}\`, which the test does not give: ${bits}`,
  help: ({ enumeration }) => `add \`${enumeration} = …\` to what is given`,
  explanation:
    "Flags and bits that a test does not give are off, but an enum has no value that means off.",
  example: `
      enum vendor: intel amd
      when vendor == amd { XSAVES = host }
      test "XSAVES follows the host" {
        given host: XSAVES
        expect example: XSAVES
      }
    `,
});

export const assumptionViolated: DiagnosticKind<{ title: string }> = defineDiagnostic({
  code: "CR0408",
  severity: "error",
  message: ({ title }) => `test "${title}" gives a case that the assumptions exclude`,
  help: () => "give inputs that can occur, or remove the assumption",
  explanation: "A test of a case that cannot occur shows nothing.",
  example: `
    flag tdp
    assume tdp
    when tdp { GBPAGES = host }
    test "without paging" {
      given host: GBPAGES
      expect example: !GBPAGES
    }
  `,
});

export const roleOfAddition: DiagnosticKind<{ set: string; role: string }> = defineDiagnostic({
  code: "CR0409",
  severity: "error",
  message: ({ set, role }) => `\`${set}\` is re-opened here, where it cannot become \`${role}\``,
  help: () => "write the role in the block that states the layout or the base",
  explanation:
    "A set is exposed, denied or internal as a whole. The role stands beside the layout, so that a reader finds it in one place.",
  example: `
    layout tiny { word ONLY { 0 A  1 B } }
    input host: tiny
    caps vcpu: tiny { default = host }
    caps vcpu denied { A = none }
  `,
});

export const mergedRole: DiagnosticKind<{
  set: string;
  role: string;
  otherRole: string;
  bits: readonly string[];
}> = defineDiagnostic({
  code: "CR0410",
  severity: "warning",
  message: ({ set, role, bits: [first, ...others] }) => {
    if (first === undefined) {
      return `in this merge, \`${set}\` is ${role}, which it is in neither branch that has it`;
    }
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return `in this merge, \`${set}\` is ${role}, and the branch without that role changes ${set}.${first}${more}`;
  },
  help: ({ otherRole }) =>
    `review what the guest gains and loses: a branch was reviewed while the set was ${otherRole}`,
  explanation:
    "One branch changes the role of a set, or the set that it extends, and the other one changes its bits or its role elsewhere. The text merges, but no branch was reviewed with the effect that the bits now have on the guest.",
  example: "",
});

export const mergeInteraction: DiagnosticKind<{ bits: string }> = defineDiagnostic({
  code: "CR0413",
  severity: "warning",
  message: ({ bits }) => `in this merge, ${bits} has a meaning that neither parent gives it`,
  help: () => "review it: neither branch was reviewed with this meaning",
  explanation:
    "One branch changes the rules of a bit, the other one the bits that these rules read. The text merges, but the bit is not what either branch says.",
  example: "",
});

export const testExpectsNothing: DiagnosticKind<{ title: string }> = defineDiagnostic({
  code: "CR0417",
  severity: "error",
  message: ({ title }) => `test "${title}" expects nothing, so it passes whatever the rules say`,
  help: () => "add `expect SET: BITS`",
  explanation: "A test without `expect` compares nothing.",
  example: `
    MOVBE = guest
    test "MOVBE needs no host" {
      given guest: MOVBE
    }
  `,
});

export const withdrawnItem: DiagnosticKind<{ item: string }> = defineDiagnostic({
  code: "CR0418",
  severity: "error",
  message: ({ item }) => `\`${item}\` has no effect: later items say the opposite`,
  help: () => "remove one of them",
  explanation:
    "In a list of bits a later item wins, so that `all !AVX` leaves AVX out. An item that later ones reverse in full is a mistake.",
  example: `
    MOVBE = guest
    test "MOVBE needs no host" {
      given guest: MOVBE
      expect example: !MOVBE MOVBE
    }
  `,
});

export const classAskedInRule: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0419",
  severity: "error",
  message: () => "only a claim can ask which class governs a bit",
  help: () => "ask in an `assert`; to list bits for several rules, declare a `set`",
  explanation:
    "`vcpu is hidden` is a question about the rules. If rules could ask it, they would depend on how other rules are written.",
  example: `
    hidden: MWAIT
    XSAVES = cpu is hidden
  `,
});

/** A lint has a limit of its own, and nothing else depends on it. */
export const lintSkipped: DiagnosticKind<{ what: string; limit: string }> = defineDiagnostic({
  code: "CR0420",
  severity: "warning",
  message: ({ what, limit }) => `${what} are not looked for: ${limit}`,
  help: () => "nothing else depends on it; to get this lint, split the set",
  explanation:
    "Lints have a limit of their own. If it is reached, they report nothing; all proofs stay valid.",
  example: "",
});

/** A warning, since only the user can shorten such rules. */
export const codeOutgrowsRules: DiagnosticKind<{
  word: string;
  operations: number;
  names: number;
}> = defineDiagnostic({
  code: "CR0424",
  severity: "warning",
  message: ({ word, operations, names }) =>
    `the code for ${word} takes ${operations} operations, though its rules name ${names} inputs`,
  help: () => "compute a part of this rule in a set of its own, and read that",
  explanation:
    "Code shares common parts of rules and usually grows with their length. Some functions, such as products of numbers, have no short form that caprules finds. The code is right, but large and slow. The reported place is the rule of the word that names the most inputs.",
  example: "",
});

export const mergeUnjudged: DiagnosticKind<{ why: string; help: string }> = defineDiagnostic({
  code: "CR0428",
  severity: "warning",
  message: ({ why }) =>
    `it is not known whether this merge means what its parents say, because ${why}`,
  help: ({ help }) => help,
  explanation:
    "A merge is compared with both parents and their base. If one of them has errors, or a limit is reached, interactions can be neither found nor ruled out. The two sides of the comparison are still compared.",
  example: "",
});

export const formattingDiffers: DiagnosticKind<{ what: string }> = defineDiagnostic({
  code: "CR0440",
  severity: "error",
  message: ({ what }) => `formatting would change ${what}, so the file is left as it is`,
  help: () => "this is a bug in caprules; please report it with the rule file",
  explanation:
    "`caprules fmt` changes only the space between words. Before a file is written, its syntax tree must be the same as before, and every bit of its program must mean the same in every case.",
  example: "",
});

export const proofDiagnostics: readonly DiagnosticKind<never>[] = [
  conflictingConditions,
  assertionFails,
  undecided,
  contradictoryAssumptions,
  emissionDiffers,
  testFails,
  enumNotGiven,
  assumptionViolated,
  roleOfAddition,
  mergedRole,
  mergeInteraction,
  testExpectsNothing,
  withdrawnItem,
  classAskedInRule,
  lintSkipped,
  codeOutgrowsRules,
  mergeUnjudged,
  formattingDiffers,
];
