/** A module has the functions that it calls, and no others: unused ones would fail the strictest type checks. */

import { expect, test } from "vitest";

import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import type { SetPlan } from "../../../../src/codegen/plan/plan.ts";
import {
  assign,
  enumerationOf,
  flagOf,
  inputOf,
  layoutOf,
  mask,
  planOf,
  read,
  setOf,
} from "./plans.ts";

const bare = layoutOf("bare", [{ name: "ONLY", bits: { 0: "A" } }]);
const leafy = layoutOf("leafy", [
  { name: "LEAF", leaf: [0x1, undefined, "edx"], bits: { 0: "B" } },
]);
const host = inputOf("host", bare);
const tdp = flagOf("tdp");
const vendor = enumerationOf("vendor", ["intel", "amd"]);
const set = setOf("vcpu", bare);

const ofNothing = planOf(set, [], [assign(0, mask(1, 0))]);
const ofBitmap = planOf(set, [host], [assign(0, read(host, 0))]);
const ofFlag = planOf(set, [], [assign(0, { kind: "flag", flag: tdp })], [tdp]);
const value = { kind: "enum", enumeration: vendor, values: [0] } as const;
const ofValue = planOf(set, [], [assign(0, value)], [], [vendor]);
const ofLeaf = planOf(setOf("other", leafy), [], [assign(0, mask(1, 0))]);

const ALWAYS = ["assertArray", "assertBitmap", "assertEntry", "assertMemory", "assertRow"];
const WORDS = ["assertRows", "assertWords"];

test.each<readonly [string, readonly SetPlan[], readonly string[]]>([
  ["nothing", [ofNothing], []],
  ["bitmaps", [ofBitmap], ["assertInput", "assertInputs"]],
  ["flags", [ofFlag], ["assertBoolean", "assertInputs"]],
  ["values", [ofValue], ["assertInputs", "assertVendor"]],
  [
    "nothing, over two layouts",
    [ofNothing, ofLeaf],
    ["assertLayout", "readLeafyMemory", "readLeafyObjects"],
  ],
  ["nothing, over a layout with leaves", [ofLeaf], ["readMemory", "readObjects"]],
])("a module of sets that read %s", async (_what, plans, own) => {
  const code = await emitModule({ files: [], plans });
  const declared = [...code.matchAll(/^function (\w+)/gm)].map(([, name = ""]) => name);
  expect(declared.toSorted()).toEqual([...ALWAYS, ...WORDS, ...own, "rowsOf", "wordOf"].toSorted());
  for (const name of declared) {
    const uses = code.match(new RegExp(`\\b${name}\\b`, "g")) ?? [];
    // A reader of leaves is a member of its layout's table, of the same name where there is one layout.
    expect(uses.length, name).toBeGreaterThan(
      name === "readObjects" || name === "readMemory" ? 2 : 1,
    );
  }
});
