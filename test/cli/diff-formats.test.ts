/** `caprules diff` for machines and browsers: SARIF. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import Ajv from "ajv";
import type { Log, Result } from "sarif";
import { expect, test } from "vitest";

import { folderWith, type Folder } from "./run-in-folder.ts";

const LAYOUT = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
enum vendor: intel amd
`;

const OLD = `use "layout.rules"
caps vcpu: tiny {
  default = host & guest
  XSAVES requires XSAVE because "it needs the state component"
  AVX requires XSAVES
}
`;

const NEW = OLD.replace(
  "  XSAVES requires XSAVE because",
  "  when vendor == amd { XSAVES = host }\n  XSAVES requires XSAVE because",
);

function sides(old: string, fresh: string, layout = LAYOUT): Folder {
  return folderWith({ "layout.rules": layout, "old.rules": old, "new.rules": fresh });
}

async function sarif({ run }: Folder, ...args: readonly string[]): Promise<Log> {
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "sarif", ...args]);
  const log = JSON.parse(stdout) as Log;
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  return log;
}

/** By the schema of the standard, which a package has. It is of draft 4. */
const isSarif = new Ajv({ schemaId: "id", meta: false, unknownFormats: "ignore" })
  .addMetaSchema(readJson("ajv/lib/refs/json-schema-draft-04.json"))
  .compile(readJson("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));

function readJson(file: string): object {
  const path = createRequire(import.meta.url).resolve(file);
  return JSON.parse(readFileSync(path, "utf8")) as object;
}

function resultsOf({ runs }: Log): readonly Result[] {
  return runs[0]?.results ?? [];
}

/** A sum of products that no diagram of the limited size can hold, because its words stand one after the other. */
function undecidable(): string {
  const numbers = Array.from({ length: 32 }, (_, number) => number);
  const word = (prefix: string): string =>
    numbers.map((number) => `${number} ${prefix}${number}`).join(" ");
  const pairs = numbers.map((number) => `host.A${number} & host.B${number}`).join(" | ");
  return `layout wide { word A { ${word("A")} }  word B { ${word("B")} }  word C { 0 X } }
input host: wide
caps c: wide {
  default = host
  X = ${pairs}
}
`;
}

test("SARIF has a result for each changed bit, at the rule that makes it change", async () => {
  const log = await sarif(sides(OLD, NEW));
  const [xsaves, avx, ...others] = resultsOf(log);
  expect(others).toEqual([]);
  // As in diff.test.ts: one of the 32 cases of vendor, host.XSAVE, guest.XSAVE, host.XSAVES, guest.XSAVES.
  const condition = "vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES";
  const witness = "host: XSAVE XSAVES; guest: XSAVE; vendor = amd; everything else off";
  expect(xsaves).toEqual({
    ruleId: "gained",
    level: "warning",
    message: {
      text: `vcpu.XSAVES is on where it was off, when ${condition} (in 1 of 32 cases); for example ${witness}: off before, on after`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "new.rules" },
          region: { startLine: 4 },
        },
        logicalLocations: [{ fullyQualifiedName: "vcpu.XSAVES", kind: "member" }],
      },
    ],
    partialFingerprints: { "caprulesChange/v1": "vcpu.XSAVES gained" },
    properties: {
      set: "vcpu",
      bit: "XSAVES",
      word: "ONLY",
      condition,
      share: { changing: 1, all: 32 },
      witness: { text: witness, before: false, after: true },
      before: [],
      after: [{ text: "= host, when vendor == amd", isDefault: false, file: "new.rules", line: 4 }],
      causedBy: [],
      programs: ["new.rules"],
    },
  });
  expect(avx).toMatchObject({
    ruleId: "gained",
    level: "note",
    properties: { bit: "AVX", causedBy: ["vcpu.XSAVES"] },
  });
  expect(log.runs[0]).toMatchObject({
    invocations: [{ executionSuccessful: true }],
    properties: { summary: "2 of 3 bits change (+2)", assumed: [], undecided: false },
  });
});

test("SARIF: a rule that is gone is shown where it was; what is assumed is said", async () => {
  const log = await sarif(
    sides(OLD, OLD.replace("  AVX requires XSAVES\n", "")),
    "--assume",
    "vendor == amd",
  );
  expect(resultsOf(log)).toMatchObject([
    {
      ruleId: "gained",
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "old.rules" }, region: { startLine: 5 } },
        },
      ],
    },
  ]);
  expect(log.runs[0]?.properties).toMatchObject({ assumed: ["vendor == amd"] });
  const lost = await sarif(sides(OLD, OLD.replace("default =", "AVX = none\n  default =")));
  expect(resultsOf(lost).map(({ ruleId }) => ruleId)).toEqual(["lost"]);
  const both = await sarif(sides(OLD, OLD.replace("host & guest", "!host & guest")));
  expect(resultsOf(both).map(({ ruleId }) => ruleId)).toContain("both");
});

test("SARIF: errors of either side are results at their places", async () => {
  const broken = OLD.replace("XSAVES requires", "XSAVSE requires");
  const log = await sarif(sides(broken, NEW));
  expect(resultsOf(log)).toMatchObject([
    {
      ruleId: "CR0201",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "old.rules" },
            region: { startLine: 4, startColumn: 3, endLine: 4, endColumn: 9 },
          },
        },
      ],
      properties: { side: "old" },
    },
  ]);
  expect(log.runs[0]?.invocations).toEqual([{ executionSuccessful: false }]);
  expect(resultsOf(await sarif(sides(OLD, broken)))[0]?.properties).toMatchObject({ side: "new" });
});

test("SARIF: what is undecided is an error, and nothing else is claimed", async () => {
  const rules = undecidable();
  const folder = sides(rules, rules.replace("default = host", "default = none"));
  const log = await sarif(folder);
  expect(resultsOf(log).map(({ ruleId, level }) => [ruleId, level])).toEqual([["CR0403", "error"]]);
  expect(log.runs[0]?.properties).toMatchObject({ undecided: true });
  expect((await folder.run(["diff", "old.rules", "new.rules", "--format", "sarif"])).exitCode).toBe(
    3,
  );
});

test("SARIF: names of files are URIs, brackets of bits no links", async () => {
  const fresh = OLD.replace("default = host", "ONLY[7] = host\n  default = host");
  const { run } = folderWith({
    "layout.rules": LAYOUT,
    "old.rules": OLD,
    "a [1] {x}.rules": fresh,
  });
  const { stdout } = await run(["diff", "old.rules", "a [1] {x}.rules", "--format", "sarif"]);
  const [change] = resultsOf(JSON.parse(stdout) as Log);
  expect(change?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    "a%20%5B1%5D%20%7Bx%7D.rules",
  );
  expect(change?.message.text).toContain("vcpu.ONLY\\[7\\] is on");
});
