/** The role of a set: stated beside its layout or base, inherited, and exposed where nothing is said. */

import { expect, test } from "vitest";

import { allDiagnostics, modelOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const tiny = `
layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
`;

function rolesOf(rules: string): Readonly<Record<string, string>> {
  return Object.fromEntries(modelOf(rules).sets.map(({ name, role }) => [name, role]));
}

test("a set is exposed unless it states a role or its base has another one", () => {
  const rules = `${tiny}
caps plain: tiny { default = host }
caps seen: tiny exposed "the guest's" { default = host }
caps reserved: tiny denied "bits that fault" { default = host }
caps more extends reserved { override default = none }
caps stage extends more internal { A = host }
caps last extends stage exposed { B = host }
`;
  expect(rolesOf(rules)).toEqual({
    plain: "exposed",
    seen: "exposed",
    reserved: "denied",
    more: "denied",
    stage: "internal",
    last: "exposed",
  });
});

test("the words of roles stay names of layouts, sets and bits", () => {
  const rules = `
layout internal { word ONLY { 0 denied  1 exposed } }
input host: internal
caps denied: internal exposed { default = host; exposed requires host.denied }
caps last extends denied { }
`;
  expect(rolesOf(rules)).toEqual({ denied: "exposed", last: "exposed" });
});

test("a block that re-opens a set cannot state its role", async () => {
  const rules = `${tiny}
caps vcpu: tiny { default = host }
caps vcpu denied { A = none }
`;
  const diagnostic = await onlyDiagnostic(rules);
  expect(diagnostic.code).toBe("CR0409");
  expect(textAt(diagnostic)).toBe("denied");
});

test.each([
  ["caps vcpu: tiny hidden {", "the role of a set is one of `exposed`, `denied`, `internal`"],
  ["caps vcpu: tiny denid {", "did you mean `denied` instead of `denid`?"],
  ["caps vcpu: tiny Denied {", "did you mean `denied` instead of `Denied`?"],
  ["caps vcpu: tiny denied internal {", "a set has one role"],
  [
    'caps vcpu: tiny "the set" denied {',
    "write `denied` behind the layout or the base, before the description",
  ],
  [
    "caps vcpu denied: tiny {",
    "write `denied` behind the layout or the base, before the description",
  ],
])("%s is a mistake, and the help says what to write", async (header, help) => {
  const found = await allDiagnostics(`${tiny}\n${header} default = host }\n`);
  expect(found.find(({ code }) => code === "CR0101")?.help).toBe(help);
});
