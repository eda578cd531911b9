/**
 * Programs as somebody would write them, or have them written, that are hard to decide: pairs of bits far apart, long
 * tables, random rules, long chains. Each is the text of one rule file.
 */

import { randomOf, type Random } from "../fuzz/random.ts";

export interface NaturalProgram {
  readonly name: string;
  readonly text: string;
  /** Optional targets for `caprules check` and `caprules build`. */
  readonly check?: ProcessTarget;
  readonly build?: ProcessTarget;
  /** The largest size of the module, in kB. */
  readonly mostCode?: number;
}

export interface ProcessTarget {
  readonly seconds: number;
  readonly megabytes: number;
}

export function naturalPrograms(): readonly NaturalProgram[] {
  return [
    { name: "36 assumptions about bits that two leaves have", text: namesakes() },
    { name: "one rule of 200 pairs of bits", text: pairs(200) },
    { name: "a table of 200 models × 300 bits", text: models(200, 300), mostCode: 300 },
    { name: "300 rules of one bit", text: rulesOfOneBit(300) },
    { name: "160 random implications as assumptions", text: implications(160) },
    {
      name: "20,000 bits with random rules",
      text: randomRules(20_000),
      check: { seconds: 3, megabytes: 400 },
      build: { seconds: 40, megabytes: 3000 },
    },
    {
      name: "2,000 sets that extend each other",
      text: layers(2000),
      check: { seconds: 3, megabytes: 300 },
    },
    { name: "a `?:` chain over a field of 12 bits", text: choices(12) },
  ];
}

/** The first 18 bits of CPUID_1.EDX that AMD repeats in CPUID_8000_0001.EDX. */
const REPEATED =
  "FPU VME DE PSE TSC MSR PAE MCE CX8 APIC MTRR PGE MCA CMOV PAT PSE36 MMX FXSR".split(" ");

function namesakes(): string {
  const assumptions = ["host", "guest"].flatMap((input) =>
    REPEATED.map(
      (bit) => `assume ${input}.CPUID_8000_0001_EDX.${bit} -> ${input}.CPUID_1_EDX.${bit}`,
    ),
  );
  return `use "caprules:x86.rules"
input host: x86
input guest: x86
caps vcpu: x86 {
  default = host & guest
  XSAVES requires XSAVE
}
${assumptions.join("\n")}
assert vcpu.CPUID_8000_0001_EDX.FPU -> vcpu.CPUID_1_EDX.FPU
`;
}

function pairs(count: number): string {
  const products = numbers(count).map((bit) => `a.B${bit} & a.B${count + bit}`);
  return `${layoutOf(2 * count)}input a: wide
caps vcpu: wide {
  default = none
  B0 = ${products.join(" | ")}
}
`;
}

function models(count: number, bits: number): string {
  const random = randomOf(count);
  const rules = numbers(count).map((model) => {
    const hidden = numbers(bits).filter(() => random.below(2) === 0);
    return `  when model == m${model} { hidden: ${hidden.map((bit) => `B${bit}`).join(" ")} }`;
  });
  return `${layoutOf(bits)}enum model: ${numbers(count)
    .map((model) => `m${model}`)
    .join(" ")}
${inputs}class hidden = none
caps vcpu: wide {
  default = host & guest
${rules.join("\n")}
}
`;
}

function rulesOfOneBit(count: number): string {
  const random = randomOf(count);
  const values = numbers(count).map((): string =>
    random.below(2) === 0
      ? `host.B${random.below(32)} & guest.B${random.below(32)}`
      : random.pick(["host", "guest", "host & guest", "none", "host | guest", "all"]),
  );
  return `${layoutOf(32)}enum model: ${numbers(count)
    .map((model) => `m${model}`)
    .join(" ")}
${inputs}caps vcpu: wide {
  default = host & guest
${values.map((value, model) => `  when model == m${model} { B3 = ${value} }`).join("\n")}
}
`;
}

/** Between bits of one input; a contradiction is impossible, since all of them off is a case. */
function implications(count: number): string {
  const random = randomOf(count);
  const bit = (): string => `host.B${random.below(count)}`;
  return `${layoutOf(count)}${inputs}caps vcpu: wide {
  default = host & guest
}
${numbers(count)
  .map(() => `assume ${bit()} -> ${bit()}`)
  .join("\n")}
`;
}

function randomRules(bits: number): string {
  const random = randomOf(bits);
  const rules = numbers(bits).map((bit) => `  B${bit} = ${randomExpression(random, bits)}`);
  return `${layoutOf(bits)}${inputs}caps vcpu: wide {
  default = host & guest
${rules.join("\n")}
}
`;
}

/** A random expression over 3 to 6 bits of both inputs. */
function randomExpression(random: Random, bits: number): string {
  const atom = (): string => {
    const sign = random.below(10) < 3 ? "!" : "";
    return `${sign}${random.pick(["host", "guest"])}.B${random.below(bits)}`;
  };
  return numbers(2 + random.below(4)).reduce(
    (expression) => `(${expression} ${random.pick(["&", "|", "&", "|", "^"])} ${atom()})`,
    atom(),
  );
}

function layers(count: number): string {
  const sets = numbers(count).map(
    (set) => `caps s${set + 1}: wide extends s${set} {\n  B${set + 1} requires B${set}\n}`,
  );
  return `${layoutOf(count + 1)}input host: wide
caps s0: wide {
  default = host
}
${sets.join("\n").replaceAll(": wide extends", " extends")}
`;
}

/** The highest bit in which host and guest differ decides. */
function choices(bits: number): string {
  const larger = numbers(bits).reduce(
    (smaller, bit) => `(host.B${bit} ^ guest.B${bit}) ? host.B${bit} : (${smaller})`,
    "none",
  );
  const rules = numbers(bits).map(
    (bit) => `  B${bit} = (${larger}) ? host.B${bit} : guest.B${bit}`,
  );
  return `${layoutOf(32)}${inputs}caps vcpu: wide {
  default = host & guest
${rules.join("\n")}
}
`;
}

const inputs = "input host: wide\ninput guest: wide\n";

/** A layout of bits B0 and up. */
function layoutOf(bits: number): string {
  const words = numbers(Math.ceil(bits / 32)).map((word) => {
    const named = numbers(Math.min(32, bits - 32 * word)).map(
      (bit) => `${bit} B${32 * word + bit}`,
    );
    return `  word W${word} { ${named.join(" ")} }`;
  });
  return `layout wide {\n${words.join("\n")}\n}\n`;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number);
}
