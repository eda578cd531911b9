/** What changes are to the guest, by the roles of a set on both sides: all pairs of roles, by hand. */

import { expect, test } from "vitest";

import type { SetRole } from "../../grammar/syntax-tree.ts";
import { diff } from "../../src/review/diff.ts";
import type { OneDirection } from "../../src/review/compare/change.ts";
import {
  asDirection,
  directionsForGuest,
  isExposed,
  isInternal,
  unpairedForGuest,
  unpairedText,
} from "../../src/review/compare/roles.ts";
import { sourceOf } from "../harness/compile-text.ts";

/** `+` for gained, `−` for lost. */
const SIGNS: Readonly<Record<string, readonly OneDirection[]>> = {
  "": [],
  "+": ["gained"],
  "−": ["lost"],
  "±": ["gained", "lost"],
};

interface Row {
  readonly old: SetRole;
  readonly new: SetRole;
  /** What bits are to the guest that turn on, off, and either in different cases. */
  readonly on: string;
  readonly off: string;
  readonly both: string;
}

const ROWS: readonly Row[] = [
  { old: "exposed", new: "exposed", on: "+", off: "−", both: "±" },
  { old: "denied", new: "denied", on: "−", off: "+", both: "±" },
  { old: "internal", new: "internal", on: "", off: "", both: "" },
  { old: "exposed", new: "denied", on: "±", off: "±", both: "±" },
  { old: "denied", new: "exposed", on: "±", off: "±", both: "±" },
  { old: "exposed", new: "internal", on: "+", off: "−", both: "±" },
  { old: "internal", new: "exposed", on: "+", off: "−", both: "±" },
  { old: "denied", new: "internal", on: "−", off: "+", both: "±" },
  { old: "internal", new: "denied", on: "−", off: "+", both: "±" },
];

test.each(ROWS)("$old before and $new after: on $on, off $off, both $both", async (row) => {
  const { old, new: fresh } = row;
  const roles = { old, new: fresh };
  expect(directionsForGuest(roles, ["gained"])).toEqual(SIGNS[row.on]);
  expect(directionsForGuest(roles, ["lost"])).toEqual(SIGNS[row.off]);
  expect(directionsForGuest(roles, ["gained", "lost"])).toEqual(SIGNS[row.both]);
  expect(isInternal(roles)).toBe(row.both === "");
  expect(isExposed(roles)).toBe(old === "exposed" && fresh === "exposed");

  const program = (role: SetRole, rules: string): string => `layout l { word W { 0 A  1 B  2 C } }
input host: l
input guest: l
caps s: l ${role} {
  default = none
  ${rules}
}
`;
  const before = program(old, "A = none; B = host; C = host");
  const after = program(fresh, "A = host; B = none; C = guest");
  const { diff: found } = await diff(sourceOf(before), sourceOf(after));
  const [set] = found?.sets ?? [];
  expect(set?.changes.map(({ forGuest }) => forGuest)).toEqual(
    [row.on, row.off, row.both].map((signs) => SIGNS[signs]),
  );
  // The bits themselves turn on and off, whatever that is to the guest.
  expect(set?.changes.map(({ direction }) => direction)).toEqual(["gained", "lost", "both"]);
  expect(found?.declarations).toMatchObject(
    old === fresh
      ? []
      : [
          {
            kind: "role of set",
            name: "s",
            change: "changed",
            detail: `${old} → ${fresh}`,
            roleChange: `${old} to ${fresh}`,
            file: "example.rules",
            line: 4,
          },
        ],
  );
});

test.each([
  ["exposed", "gained", "lost", undefined, undefined],
  ["denied", "lost", "gained", "denied, so lost for the guest", "denied, so gained for the guest"],
  ["internal", undefined, undefined, "internal", "internal"],
] as const)("a set on one side only that is %s", (role, added, removed, told, toldBack) => {
  expect(unpairedForGuest(role, "added")).toBe(added);
  expect(unpairedForGuest(role, "removed")).toBe(removed);
  expect(unpairedText(role, "added")).toBe(told);
  expect(unpairedText(role, "removed")).toBe(toldBack);
});

test.each([
  [[], undefined],
  [["gained"], "gained"],
  [["lost"], "lost"],
  [["gained", "lost"], "both"],
] as const)("%j as one direction: %s", (directions, expected) => {
  expect(asDirection(directions)).toBe(expected);
});
