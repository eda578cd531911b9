/** `caprules diff` of rules that assume something: no assumption hides a change, and none is one that does not show. */

import { expect, test } from "vitest";

import { folderWith, type Folder } from "./run-in-folder.ts";

const LAYOUT = `layout tiny { word W { 0 XSAVE  1 XSAVES } }
input host: tiny
input guest: tiny
`;

function rules(xsaves: string, head = ""): string {
  return `${LAYOUT}${head}caps vcpu: tiny {\n  default = host & guest\n  XSAVES = ${xsaves}\n}\n`;
}

const OLD = rules("host & guest & host.XSAVE");
const NEW = rules("host & host.XSAVE", 'assume guest.XSAVES because "every guest has it"\n');

function sides(old: string, fresh: string): Folder {
  return folderWith({ "old.rules": old, "new.rules": fresh });
}

async function lines(old: string, fresh: string, ...args: string[]): Promise<readonly string[]> {
  const { run } = sides(old, fresh);
  const { stdout, stderr } = await run(["diff", "old.rules", "new.rules", ...args]);
  expect(stderr).toBe("");
  return stdout.split("\n");
}

test("a change that the new side's assumptions exclude is reported as such, and fails", async () => {
  const { run } = sides(OLD, NEW);
  const { stdout, exitCode } = await run(["diff", "old.rules", "new.rules"]);
  // XSAVES is gained where the host has both bits and the guest lacks XSAVES: 1 of the 8 cases of these three bits.
  expect(stdout)
    .toBe(`vcpu.XSAVES is gained when host.XSAVE & host.XSAVES & !guest.XSAVES, only in cases that one side rules out; 1 new assumption
1 of 2 bits changes (+1), all only in cases that one side rules out, 1 new assumption

new assumption guest.XSAVES  new.rules:4
vcpu
  + XSAVES
      when    host.XSAVE & host.XSAVES & !guest.XSAVES  (in 1 of 8 cases)
      only    where the new side's assumption \`guest.XSAVES\` (new.rules:4) does not hold
      before  = host & guest & host.XSAVE  old.rules:6
      after   = host & host.XSAVE  new.rules:7
      shown   by host: XSAVE XSAVES; everything else off: off before, on after
`);
  expect(exitCode).toBe(1);
});

test("a change that the old side's assumptions exclude names that assumption", async () => {
  const text = await lines(NEW, OLD);
  expect(text).toContain("  − XSAVES");
  expect(text).toContain(
    "      only    where the old side's assumption `guest.XSAVES` (old.rules:4) does not hold",
  );
});

test("cases that both sides exclude do not count as changes", async () => {
  const assumed = "assume guest.XSAVES\n";
  const text = await lines(
    rules("host & guest & host.XSAVE", assumed),
    rules("host & host.XSAVE", assumed),
  );
  expect(text[0]).toBe("text differs, meaning is equal (proved)");
});

test("a change that both sides allow is shown by a case that both allow", async () => {
  const text = await lines(rules("none"), rules("host", "assume guest.XSAVE\n"));
  expect(text).toContain("      when    host.XSAVES  (in 1 of 2 cases)");
  expect(text.join("\n")).not.toContain("      only");
  expect(text).toContain(
    "      shown   by host: XSAVES; guest: XSAVE; everything else off: off before, on after",
  );
});

test("all assumptions of both sides that exclude a case are named", async () => {
  const old = rules("none", "flag a\nassume a\nassume guest.XSAVE | host.XSAVE | guest.XSAVES\n");
  const text = await lines(old, rules("host", "flag a\nassume !a\n"));
  expect(text).toContain(
    "      only    where the old side's assumption `a` (old.rules:5) does not hold, or the new side's assumption `!a` (new.rules:5) does not hold",
  );
});

test("a value that one side lacks is compared and reported as such", async () => {
  const vendors = (values: string): string => `enum vendor: ${values}\n`;
  const old = rules("vendor == intel ? host : none", vendors("intel amd"));
  const fresh = rules("vendor in (intel arm) ? host : none", vendors("intel amd arm"));
  const only = "where `vendor = arm`, which the old side lacks";
  const text = await lines(old, fresh);
  expect(text[1]).toContain("1 of 2 bits changes (+1), all only in cases that one side rules out");
  expect(text).toContain(`      only    ${only}`);
  expect(text).toContain(
    "      shown   by host: XSAVES; vendor = arm; everything else off: off before, on after",
  );
  const back = await lines(fresh, old);
  expect(back).toContain("  − XSAVES");
  expect(back).toContain(`      only    ${only.replace("old", "new")}`);
});

test("an assumption about a declaration of one side applies to both", async () => {
  const text = await lines(rules("host"), rules("host & on", "flag on\nassume on\n"));
  expect(text).toContain("      when    !on & host.XSAVES  (in 1 of 4 cases)");
  expect(text).toContain(
    "      only    where the new side's assumption `on` (new.rules:5) does not hold",
  );
});

test.each([
  ["of the old side", rules("host", "assume guest.XSAVE & !guest.XSAVE\n"), rules("guest"), "old"],
  ["of the new side", rules("host"), rules("guest", "assume none\n"), "new"],
])(
  "assumptions %s that never hold together leave nothing to compare",
  async (_, old, fresh, side) => {
    const { run } = sides(old, fresh);
    const { stdout, stderr, exitCode } = await run(["diff", "old.rules", "new.rules"]);
    expect(stdout).toContain("1 program could not be compared");
    expect(stderr).toContain(`In ${side}.rules:`);
    expect(stderr).toContain("error[CR0404]");
    expect(exitCode).toBe(1);
  },
);

test.each([
  ["none", "CR0404"],
  ["host.XSAVE & !host.XSAVE", "CR0404"],
  ["nonsense", "CR0201"],
])("--assume '%s' proves nothing, and cannot be carried out", async (assume, code) => {
  const { run } = sides(OLD, rules("none"));
  const { stdout, ...told } = await run(["diff", "old.rules", "new.rules", "--assume", assume]);
  expect(stdout).not.toContain("equal");
  const prove = await run(["prove", "vcpu -> host", "old.rules", "--assume", assume]);
  for (const { stderr, exitCode } of [told, prove]) {
    expect(stderr).toContain(`error[${code}]`);
    expect(exitCode).toBe(2);
  }
});

test("an --assume that contradicts the rules' assumptions cannot be carried out", async () => {
  const assumed = rules("host", "assume guest.XSAVE\n");
  const { run } = sides(assumed, assumed.replace("= host", "= guest"));
  const asked = ["--assume", "!guest.XSAVE"];
  const { stdout, stderr, exitCode } = await run(["diff", "old.rules", "new.rules", ...asked]);
  expect(stdout).not.toContain("equal");
  expect(stderr).toContain("error[CR0404]");
  expect(exitCode).toBe(2);
});

test("every format says in which cases alone a change occurs", async () => {
  const { run } = sides(OLD, NEW);
  const output = async (format: string): Promise<string> =>
    (await run(["diff", "old.rules", "new.rules", "--format", format])).stdout;
  const json = JSON.parse(await output("json")) as {
    equal: boolean;
    sets: { bits: { onlyWhere: object[] }[] }[];
  };
  expect(json.equal).toBe(false);
  const exclusion = {
    kind: "assumption",
    side: "new",
    text: "guest.XSAVES",
    file: "new.rules",
    line: 4,
  };
  expect(json.sets[0]?.bits[0]?.onlyWhere).toEqual([exclusion]);
  const sarif = JSON.parse(await output("sarif")) as {
    runs: { results: { ruleId: string; properties: object }[] }[];
  };
  const gained = sarif.runs[0]?.results.find(({ ruleId }) => ruleId === "gained");
  expect(gained?.properties).toMatchObject({ onlyWhere: [exclusion] });
  for (const format of ["markdown", "github", "html"]) {
    expect(await output(format), format).toMatch(/new side(?:'|’|&#39;|&#x27;)s assumption/);
  }
});

test("rules that meet only outside of their own assumption are compared there, too", async () => {
  const program = (head: string, body: string): string =>
    `${LAYOUT}flag a\nflag b\n${head}caps vcpu: tiny {\n  default = host & guest\n${body}}\n`;
  const both = "  when a { XSAVES = host }\n  when b { XSAVES = guest }\n";
  const fresh = program("assume !(a & b)\n", both);
  // Where both apply, either gives the bit.
  const same = program("", "  XSAVES = a & host | b & guest | !(a | b) & host & guest\n");
  expect((await lines(same, fresh))[0]).toBe("none of 2 bits changes, 1 new assumption");
  const other = program("", "  XSAVES = a ? host : b ? guest : host & guest\n");
  const text = await lines(other, fresh);
  expect(text).toContain("      when    a & b & !host.XSAVES & guest.XSAVES  (in 1 of 16 cases)");
  expect(text.join("\n")).toContain("the new side's assumption `!(a & b)` (new.rules:6)");
});
