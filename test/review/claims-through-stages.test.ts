/** Assertions that claim less because bits of an internal set that they read have changed. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import type { PromiseChange } from "../../src/review/promises/promise-change.ts";
import { sourceOf } from "../harness/compile-text.ts";

const HEAD = `layout tiny { word W { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
flag f
`;

/** Where rules only, all bits are `host`. */
interface Stages {
  readonly limit?: string;
  readonly other?: string;
  readonly vcpu?: string;
  readonly layout?: string;
}

function program(
  { limit = "", other = "", vcpu = "", layout }: Stages,
  ...claims: readonly string[]
): string {
  const set = (name: string, rules: string, value: string): string =>
    `caps ${name} {\n  default = ${value}\n  ${rules}\n}\n`;
  return [
    layout === undefined ? HEAD : HEAD.replace(/layout .*/, layout),
    set("limit: tiny internal", limit, "host"),
    set("other: tiny internal", other, "host"),
    set("vcpu: tiny", vcpu, "host & guest"),
    ...claims.map((claim) => `assert ${claim}\n`),
  ].join("");
}

async function promisesOf(old: string, fresh: string): Promise<readonly PromiseChange[]> {
  const { diff: found } = await diff(sourceOf(old), sourceOf(fresh));
  expect(found?.isCompared).toBe(true);
  return found?.promises ?? [];
}

interface Example {
  readonly name: string;
  readonly old: Stages;
  readonly new: Stages;
  readonly claims: readonly string[];
  /** Beside the old claims. */
  readonly more?: readonly string[];
  /** The sets that make the first claim weaker; none if it is not. */
  readonly through: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    name: "a limit on every bit that becomes wider",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu -> limit"],
    through: ["`limit`"],
  },
  {
    name: "a limit that becomes narrower",
    old: { limit: "A = all" },
    new: {},
    claims: ["vcpu -> limit"],
    through: [],
  },
  {
    name: "a limit that stands on the left",
    old: {},
    new: { limit: "A = all" },
    claims: ["!limit -> !vcpu"],
    through: ["`limit`"],
  },
  {
    name: "a limit on one bit",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu.A -> limit.A"],
    through: ["`limit`"],
  },
  {
    name: "a limit on another bit",
    old: {},
    new: { limit: "B = all" },
    claims: ["vcpu.A -> limit.A"],
    through: [],
  },
  {
    name: "a claim about the stage alone, which is proved again",
    old: {},
    new: { limit: "A = host & guest" },
    claims: ["limit -> host"],
    through: [],
  },
  {
    name: "no stage that changes",
    old: { vcpu: "B = none" },
    new: {},
    claims: ["vcpu -> limit"],
    through: [],
  },
  {
    name: "two limits that both become wider",
    old: {},
    new: { limit: "A = all", other: "A = all" },
    claims: ["vcpu -> limit & other"],
    through: ["`limit` and `other`"],
  },
  {
    name: "a claim that promised nothing before",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu -> limit | !host"],
    through: [],
  },
  {
    name: "a claim that another one replaces",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu -> limit"],
    more: ["vcpu -> host"],
    through: [],
  },
  {
    name: "a claim that another one replaces for another bit only",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu -> limit"],
    more: ["vcpu.B -> host.B"],
    through: ["`limit`"],
  },
  {
    name: "a claim that another one replaces for that bit",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu -> limit"],
    more: ["vcpu.A -> host.A"],
    through: [],
  },
  {
    name: "a claim that reads the same as another one",
    old: {},
    new: { limit: "A = all" },
    claims: ["vcpu -> limit", "vcpu & all -> limit"],
    through: ["`limit`"],
  },
  {
    name: "a stage whose change the guest sees",
    old: { vcpu: "A = limit & guest" },
    new: { limit: "A = none", vcpu: "A = limit & guest" },
    claims: ["limit -> host"],
    through: [],
  },
  {
    name: "a stage that is read by a bit of the guest that changes",
    old: { vcpu: "A = limit & guest" },
    new: { limit: "A = all", vcpu: "A = limit & guest" },
    claims: ["vcpu -> limit"],
    through: [],
  },
  {
    name: "a stage that is read by a bit of the guest that does not change",
    old: { vcpu: "A = limit & host & guest" },
    new: { limit: "A = all", vcpu: "A = limit & host & guest" },
    claims: ["vcpu -> limit"],
    through: ["`limit`"],
  },
  {
    name: "a bit that has moved",
    old: {},
    new: { limit: "A = all", layout: "layout tiny { word V { 0 D } word W { 0 A  1 B  2 C } }" },
    claims: ["vcpu -> limit"],
    through: ["`limit`"],
  },
];

test.each(EXAMPLES)("$name", async ({ old, new: fresh, claims, more = [], through }) => {
  const promises = await promisesOf(program(old, ...claims), program(fresh, ...claims, ...more));
  const weakened = promises.filter(({ change }) => change === "weakened");
  const expected = through.map((names) => ({
    kind: "assert",
    change: "weakened",
    text: claims[0],
    side: "old",
    file: "example.rules",
    line: 17,
    isFinding: true,
    notes: [`it claims less, because bits of the internal ${names} that it reads are others now`],
  }));
  expect(weakened.slice(0, 1)).toEqual(expected);
  if (through.length === 0) expect(weakened).toEqual([]);
});
