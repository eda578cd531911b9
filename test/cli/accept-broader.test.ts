/** An acceptance that allows more than the change for which it was written is reported with the excess. */

import { expect, test } from "vitest";

import { folderWith, type Folder } from "./run-in-folder.ts";

const OLD = `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
input guest: tiny
enum vendor: intel amd
caps vcpu: tiny {
  default = host & guest
}
`;
/** Gains A on AMD where only the host has it. */
const NEW = OLD.replace("  default", "  when vendor == amd { A = host }\n  default");

async function accepted(fresh: string, condition: string, bits = ["A"]): Promise<Folder> {
  const folder = folderWith({ "old.rules": OLD, "new.rules": fresh });
  const { exitCode } = await folder.run([
    "diff",
    "old.rules",
    "new.rules",
    "--accept",
    "-m",
    "why",
  ]);
  expect(exitCode).toBe(0);
  const file = JSON.parse(folder.read("caprules.accepted.json")) as {
    acceptances: { changes: { bits: string[]; condition: string }[] }[];
  };
  for (const change of file.acceptances.flatMap(({ changes }) => changes)) {
    expect(change.bits).toEqual(bits);
    change.condition = condition;
  }
  folder.write("caprules.accepted.json", JSON.stringify(file));
  return folder;
}

const SAYS =
  'acceptance 1 accepts more than the change that is made in new.rules: vcpu.A is not gained when vendor == intel | !host.A | guest.A; write "condition": "vendor == amd & host.A & !guest.A"';

test("a condition that was edited to `all`", async () => {
  const folder = await accepted(NEW, "all");
  const inFormat = async (format: string): Promise<string> =>
    (await folder.run(["diff", "old.rules", "new.rules", "--format", format])).stdout;
  const { stdout, stderr, exitCode } = await folder.run(["diff", "old.rules", "new.rules"]);
  expect(stdout).toContain("all accepted");
  expect(stderr).toBe(`note: caprules.accepted.json: ${SAYS}\n`);
  expect(exitCode).toBe(0);
  expect(JSON.parse(await inFormat("json"))).toMatchObject({
    broader: [
      {
        set: "vcpu",
        bits: ["A"],
        acceptance: 1,
        excess: "vendor == intel | !host.A | guest.A",
        isWhole: true,
        instead: "vendor == amd & host.A & !guest.A",
      },
    ],
  });
  expect(await inFormat("markdown")).toContain("accepts more than the change that is made");
  expect(await inFormat("github")).toContain("::warning file=caprules.accepted.json,line=1,");
  const { runs } = JSON.parse(await inFormat("sarif")) as {
    runs: { results: { ruleId: string }[]; tool: { driver: { rules: { id: string }[] } } }[];
  };
  expect(runs[0]?.tool.driver.rules.map(({ id }) => id)).toContain("broader");
  expect(runs[0]?.results.filter(({ ruleId }) => ruleId === "broader")).toMatchObject([
    {
      level: "warning",
      message: { text: SAYS },
      locations: [{ physicalLocation: { artifactLocation: { uri: "caprules.accepted.json" } } }],
      properties: {
        program: "new.rules",
        acceptance: 1,
        bit: "vcpu.A",
        excess: "vendor == intel | !host.A | guest.A",
        isWhole: true,
        instead: "vendor == amd & host.A & !guest.A",
      },
    },
  ]);
  expect(await inFormat("html")).toContain(
    `<li>${SAYS.replace(/[&"]/g, (each) => `&#${each.charCodeAt(0)};`)}</li>`,
  );
});

test("an acceptance that is not too broad is not reported in any format", async () => {
  const folder = await accepted(NEW, "vendor == amd & host.A & !guest.A");
  for (const format of ["sarif", "html", "json", "markdown", "github"]) {
    const { stdout } = await folder.run(["diff", "old.rules", "new.rules", "--format", format]);
    expect(stdout).not.toContain("accepts more");
    expect(stdout).not.toContain('"broader",');
  }
});

test("the suggested condition accepts exactly the change", async () => {
  const folder = await accepted(NEW, "vendor == amd & host.A & !guest.A");
  expect(await folder.run(["diff", "old.rules", "new.rules"])).toMatchObject({
    exitCode: 0,
    stderr: "",
  });
});

test("a condition that several bits share is replaced by one that fits all of them", async () => {
  const both = NEW.replace("A = host", "A B = host");
  const folder = await accepted(both, "all", ["A", "B"]);
  const { stderr } = await folder.run(["diff", "old.rules", "new.rules"]);
  expect(stderr).toContain('write "condition": "vendor == amd & host & !guest"\n');
  expect(stderr.split("\n")).toHaveLength(2);
  const replaced = await accepted(both, "vendor == amd & host & !guest", ["A", "B"]);
  expect((await replaced.run(["diff", "old.rules", "new.rules"])).stderr).toBe("");
});

test("only compared cases count", async () => {
  const folder = await accepted(NEW, "host.A & !guest.A");
  const excess = async (assume: string): Promise<boolean> =>
    (await folder.run(["diff", "old.rules", "new.rules", "--assume", assume])).stderr.includes(
      "accepts more",
    );
  expect(await excess("vendor == amd")).toBe(false);
  expect(await excess("guest.B")).toBe(true);
});
