/** Values that read otherwise than they are meant. */

import { expect, test } from "vitest";

import { checkText, codesOf, textAt } from "../harness/compile-text.ts";

const declared = `
flag f
enum vendor: intel amd hygon
`;

async function lintsOf(rules: string): Promise<readonly string[]> {
  const { diagnostics } = await checkText(declared + rules);
  return diagnostics.map((each) => `${each.code} ${textAt(each)}`);
}

test.each([
  ["XSAVES = host->XSAVE", "host->XSAVE"],
  ["XSAVES = guest & host->XSAVE", "guest & host->XSAVE"],
  ["XSAVES = host.XSAVE -> guest.XSAVE", "host.XSAVE -> guest.XSAVE"],
  ["XSAVES = (host) -> (guest & f)", "(host) -> (guest & f)"],
  ["XSAVES = f ? host : guest -> f", "guest -> f"],
  ["XSAVES also f -> guest", "f -> guest"],
  ["default = guest -> host", "guest -> host"],
  ["unnamed = guest -> f", "guest -> f"],
  ["class c = guest -> host\nc: XSAVES", "guest -> host"],
  ["when f {\n  XSAVES = guest -> host\n}", "guest -> host"],
])("%s: an implication as the value of a bit is warned of", async (rules, value) => {
  expect(await lintsOf(`${rules}\n`)).toEqual([`CR0606 ${value}`]);
});

test.each([
  "XSAVES = (host -> guest)",
  "XSAVES = (host->guest)",
  "XSAVES = host & (f -> guest)",
  "XSAVES = !(host -> guest)",
  "XSAVES requires f -> XSAVE",
  "assert XSAVES -> host.XSAVES\nXSAVES = host & f",
  "assume host.XSAVE -> f\nXSAVES = host & f",
  "when host.XSAVE -> f { XSAVES = host }",
])("%s: an implication that is a claim, or in parentheses, is not", async (rules) => {
  expect(await lintsOf(`${rules}\n`)).toEqual([]);
});

test.each([
  ["host->XSAVE", "write `host.XSAVE` for that bit"],
  ["guest & host->XSAVE", "write `host.XSAVE` for that bit"],
  ["host -> guest.XSAVE", "write `&` if both sides are needed"],
])("the help for `%s` says what to write", async (value, help) => {
  const { diagnostics } = await checkText(`XSAVES = ${value}\n`);
  expect(diagnostics.map((each) => each.help)).toEqual([
    `${help}; put the implication into parentheses if it is meant`,
  ]);
});

test.each([
  ["vendor == amd ? all : none", "vendor == amd"],
  ["vendor == amd ? none : all", "vendor != amd"],
  ["vendor != amd ? none : all", "vendor == amd"],
  ["vendor in (amd intel) ? none : all", "!(vendor in (amd intel))"],
  ["f ? none : all", "!f"],
  ["host & guest ? all : none", "host & guest"],
  ["host & guest ? none : all", "!(host & guest)"],
  ["(host | guest) ? none : all", "!(host | guest)"],
  ["host ? all : all", "all"],
  ["host ? none : none", "none"],
])("`%s` is `%s`", async (choice, plain) => {
  const { diagnostics } = await checkText(`${declared}XSAVES = host.XSAVE & (${choice})\n`);
  const [first] = diagnostics;
  expect([first?.code, first?.help]).toEqual(["CR0607", `write \`${plain}\``]);
});

test("a choice between constants is found wherever an expression stands", async () => {
  const choice = "(f ? all : none)";
  const rules = [
    `class c = ${choice} & guest`,
    "c: XSAVES",
    `when !${choice} { RDPID = guest }`,
    `MOVBE requires ${choice} | guest.XSAVE`,
    `assume ${choice} | guest.AVX`,
    `assert XSAVES -> ${choice} ^ none`,
  ];
  expect(await lintsOf(`${rules.join("\n")}\n`)).toEqual(
    rules.flatMap((rule) => (rule.includes("?") ? [`CR0607 ${choice}`] : [])),
  );
});

test.each(["f ? host : none", "f ? all : guest", "f ? host : guest", "f ? none : host & guest"])(
  "`%s` is a choice",
  async (choice) => {
    expect(await lintsOf(`XSAVES = ${choice}\n`)).toEqual([]);
  },
);

test("only files that the user named are warned of", async () => {
  const files = {
    "base.rules":
      'use "caprules:prelude.rules"\ncaps vcpu: x86 {\n default = host\n XSAVES = host->XSAVE\n}\n',
    "product.rules": 'use "base.rules"\ncaps product extends vcpu { AVX = guest }\n',
  };
  expect(await codesOf(files)).toEqual([]);
  expect(await codesOf(files, ["base.rules"])).toEqual(["CR0606"]);
});
