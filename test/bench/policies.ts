/** The policies that are measured: as rule text for caprules, and as a table for everybody else. */

/** A named bit and what decides it. */
export interface Feature {
  /** The name in rule files. */
  readonly name: string;
  /** `word * 32 + bit`. */
  readonly bit: number;
  readonly rule: FeatureRule;
  /** The bit that `requires` and `together` name; this bit under the other rules. */
  readonly other: number;
}

/**
 * - `default`: host & guest
 * - `requires`: host & guest & host.OTHER & guest.OTHER
 * - `together`: host & host.OTHER & guest.OTHER
 */
export type FeatureRule =
  "default" | "emulated" | "passthrough" | "hidden" | "requires" | "together";

export interface Policy {
  readonly name: string;
  /** Without layouts and inputs: the prelude's, or `withLayout`. */
  readonly rules: string;
  readonly features: readonly Feature[];
}

/** Names by bit index. */
export type BitNames = ReadonlyMap<number, string>;

/** DESIGN's first example. */
export const THREE_LINES = `
  default  = host & guest
  emulated: RDPID MOVBE
  XSAVES   = host.XSAVE & host.XSAVES & guest.XSAVE
`;

export function threeLinePolicy(names: BitNames): Policy {
  const bits = new Map(Array.from(names, ([bit, name]) => [name, bit]));
  const features = Array.from(names, ([bit, name]): Feature => {
    if (name === "RDPID" || name === "MOVBE") return { name, bit, rule: "emulated", other: bit };
    if (name === "XSAVES") return { name, bit, rule: "together", other: bits.get("XSAVE") ?? bit };
    return { name, bit, rule: "default", other: bit };
  });
  return { name: "three-line policy", rules: THREE_LINES, features };
}

/**
 * The types of ten consecutive exceptions. 60 exceptions are 30 emulated bits, 12 passed through, 6
 * hidden, 6 that require another bit of the set, and 6 that depend on another bit of both inputs,
 * like XSAVES: the classes and special cases of KVM's tables, in our own mix.
 */
const EXCEPTION_RULES: readonly FeatureRule[] = [
  "emulated",
  "passthrough",
  "emulated",
  "hidden",
  "emulated",
  "requires",
  "emulated",
  "passthrough",
  "emulated",
  "together",
];

/** Exceptions at equal distances all over the layout. */
export function policyWithExceptions(names: BitNames, count: number): Policy {
  const distance = Math.floor(names.size / count);
  const entries = [...names];
  const features = entries.map(([bit, name], ordinal): Feature => {
    const exception = ordinal / distance;
    const isException = Number.isInteger(exception) && exception < count;
    const rule = isException ? EXCEPTION_RULES[exception % EXCEPTION_RULES.length] : undefined;
    if (rule === undefined) return { name, bit, rule: "default", other: bit };
    const needsOther = rule === "requires" || rule === "together";
    // The bit after an exception is none, so its final value is host & guest.
    const other = needsOther ? (entries[ordinal + 1]?.[0] ?? bit) : bit;
    return { name, bit, rule, other };
  });
  const rules = features.flatMap((feature) => ruleText(feature, names)).join("\n");
  return { name: `policy with ${count} exceptions`, rules, features };
}

function ruleText({ name, rule, other }: Feature, names: BitNames): readonly string[] {
  const otherName = names.get(other) ?? "";
  switch (rule) {
    case "default":
      return [];
    case "requires":
      return [`${name} requires ${otherName}`];
    case "together":
      return [`${name} = host & host.${otherName} & guest.${otherName}`];
    case "emulated":
    case "passthrough":
    case "hidden":
      return [`${rule}: ${name}`];
  }
}

/** A layout in which every bit has a name, B0 and up. */
export function namedBits(count: number): BitNames {
  return new Map(Array.from({ length: count }, (_, bit) => [bit, `B${bit}`]));
}

/** Declares such a layout, `host` and `guest` of it, and the prelude's classes, around rules. */
export function withLayout(bitCount: number, rules: string): string {
  const words = Array.from({ length: Math.ceil(bitCount / 32) }, (_, word) => {
    const bits = Array.from({ length: 32 }, (_each, bit) => `${bit} B${word * 32 + bit}`);
    return `  word W${word} { ${bits.join(" ")} }`;
  });
  return `layout big {
${words.join("\n")}
}
input host: big
input guest: big
flag tdp
class emulated = guest
class passthrough = host
class hidden = none
caps vcpu: big {
  default = host & guest
${rules}
}
`;
}

/** Makes one rule for each bit: a third plain, a third `requires`, a third under a `when`. */
export function manyRules(count: number): string {
  const rules = Array.from({ length: count }, (_, bit) => {
    const near = (bit + 5) % count;
    const far = (bit * 7 + 1) % count;
    if (bit % 3 === 0)
      return `  B${bit} = guest & (host | host.B${far})  because "software ${bit}"`;
    if (bit % 3 === 1) return `  B${bit} requires B${bit - 1}  because "meaningless without"`;
    return `  when tdp { B${bit} = host.B${bit} & guest.B${near}  because "nested paging" }`;
  });
  return withLayout(Math.ceil(count / 32) * 32, rules.join("\n"));
}
