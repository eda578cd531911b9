/** `caprules diff` for machines and browsers: SARIF and HTML. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

import Ajv from "ajv";
import type { Log, Result } from "sarif";
import { expect, test } from "vitest";

import type { PackedPicture } from "../../src/picture/pack-picture.ts";
import { undecidableSet } from "../harness/undecidable.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";
import { LAYOUT, NEW, OLD } from "./xsaves-rules.ts";

function sides(old: string, fresh: string, layout = LAYOUT): Folder {
  return folderWith({ "layout.rules": layout, "old.rules": old, "new.rules": fresh });
}

async function sarif({ run }: Folder, ...args: readonly string[]): Promise<Log> {
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "sarif", ...args]);
  const log = JSON.parse(stdout) as Log;
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  return log;
}

/** Validates against the standard's schema (draft 4) from a package. */
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

test("SARIF has a result for each changed bit, at the rule that makes it change", async () => {
  const log = await sarif(sides(OLD, NEW));
  const [xsaves, avx, ...others] = resultsOf(log);
  expect(others).toEqual([]);
  // The same condition as in diff.test.ts: one of the 32 cases of vendor, host.XSAVE, guest.XSAVE,
  // host.XSAVES, guest.XSAVES.
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
      role: "exposed",
      bit: "XSAVES",
      word: "ONLY",
      forGuest: ["gained"],
      condition,
      isWhole: true,
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
    properties: {
      headline:
        "vcpu.XSAVES is gained when vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES; 1 bit follows (vcpu.AVX)",
      summary: "2 of 3 bits change (+2)",
      assumed: [],
      undecided: false,
    },
  });
});

test("SARIF: a removed rule is shown at its old place; assumptions are stated", async () => {
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

test("SARIF: an undecided comparison is an error, and nothing else is claimed", async () => {
  const rules = undecidableSet();
  const folder = sides(rules, rules.replace("default = host", "default = none"));
  const log = await sarif(folder);
  expect(resultsOf(log).map(({ ruleId, level }) => [ruleId, level])).toEqual([["CR0403", "error"]]);
  expect(log.runs[0]?.properties).toMatchObject({ undecided: true });
  expect((await folder.run(["diff", "old.rules", "new.rules", "--format", "sarif"])).exitCode).toBe(
    3,
  );
});

test("an undecided question is reported for the side that has it", async () => {
  const { run } = sides(undecidableSet(), "default = host\n");
  const { stderr } = await run(["diff", "old.rules", "new.rules"]);
  expect(stderr).toMatch(/^In old\.rules:\nold\.rules:5:3: error\[CR0403\]/);
  const turned = await run(["diff", "new.rules", "old.rules"]);
  expect(turned.stderr).toMatch(/^In old\.rules:\nold\.rules:5:3: error\[CR0403\]/);
});

test("undecided changes are not accepted", async () => {
  const rules = undecidableSet();
  const folder = sides(rules, rules.replace("default = host", "default = none"));
  const args = ["diff", "old.rules", "new.rules", "--accept", "-m", "why"];
  const { stderr, exitCode } = await folder.run(args);
  expect(stderr).toContain("not everything could be compared, so nothing is accepted or removed\n");
  expect(exitCode).toBe(3);
  expect(() => folder.read("caprules.accepted.json")).toThrow("ENOENT");
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

async function html({ run }: Folder, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "html", ...args]);
  expect(stdout).toMatch(/^<!doctype html>\n[^]*<\/html>\n$/);
  return stdout;
}

/** The text of the page without scripts, with one line for each block element. */
function textOf(page: string): string {
  return page
    .replace(/^[^]*<body>|<aside[^]*<\/aside>|<script[^]*?<\/script>/g, "")
    .replace(/<\/?(?:section|h\d|li|p|dl|dt|div|main|header)\b[^>]*>/g, "\n")
    .replace(/<\/dt>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/ +/g, " ")
    .replace(/ *\n[ \n]*/g, "\n")
    .trim();
}

test("HTML has the summary first, then each set's changes, their causes apart", async () => {
  const page = await html(sides(OLD, NEW), "--assume", "host.XSAVE", "--assume", "guest.XSAVE");
  // The same condition without the assumption; the case counts among all 32.
  expect(textOf(page)).toBe(`Change of rules: old.rules → new.rules
where host.XSAVE and guest.XSAVE: vcpu.XSAVES is gained when vendor == amd & host.XSAVES & !guest.XSAVES; 1 bit follows (vcpu.AVX)
2 of 3 bits change (+2), where host.XSAVE and guest.XSAVE
Without scripts there are no pictures; all changes are listed below.
vcpu tiny, 2 of 3 bits change
+ XSAVES
when
vendor == amd & host.XSAVES & !guest.XSAVES in 1 of 8 cases
after
= host, when vendor == amd new.rules:4
shown by
host: XSAVE XSAVES; guest: XSAVE; vendor = amd; everything else off off before, on after
so
+ vcpu.AVX
+ AVX
follows from
vcpu.XSAVES`);
});

function pictureOf(page: string): PackedPicture {
  const json = /<script type="application\/json" id="picture">([^<]*)<\/script>/.exec(page)?.[1];
  return JSON.parse(json ?? "") as PackedPicture;
}

test("HTML: a changed cell has its rules before and after, and its consequences", async () => {
  const { strings, facts, states, grids } = pictureOf(await html(sides(OLD, NEW)));
  const text = (place: number | undefined): string => strings[place ?? -1] ?? "";
  // XSAVE stays, XSAVES and AVX change, the 29 bits without a name are all alike.
  expect(grids.map(({ states: runs }) => runs.filter((_, at) => at % 2 === 0))).toEqual([
    [1, 1, 1, 29],
  ]);
  const [, xsaves, avx] = states.map(([, , change, , ...own]) => ({
    change: text(change),
    facts: own.map((place) => {
      const [term, ...entries] = facts[place] ?? [-1];
      return [text(term), ...entries.map((parts) => parts.map(text).filter(Boolean))];
    }),
  }));
  expect(xsaves).toEqual({
    change: "gained",
    facts: [
      [
        "changes when",
        [
          "vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES",
          "on where it was off, in 1 of 32 cases",
        ],
      ],
      [
        "before",
        ["default = host & guest", "old.rules:3"],
        ["requires XSAVE", "it needs the state component", "old.rules:4"],
      ],
      [
        "after",
        ["default = host & guest", "new.rules:3"],
        ["= host, when vendor == amd", "new.rules:4"],
        ["requires XSAVE", "it needs the state component", "new.rules:5"],
      ],
      [
        "shown by",
        [
          "host: XSAVE XSAVES; guest: XSAVE; vendor = amd; everything else off",
          "off before, on after",
        ],
      ],
      ["so also", ["vcpu.AVX"]],
    ],
  });
  expect(avx?.facts.slice(-1)).toEqual([["follows from", ["vcpu.XSAVES"]]]);
});

test("HTML: changed declarations and changed rules are listed", async () => {
  const fresh = OLD.replace("host & guest", "!(!host | !guest)");
  const page = await html(sides(OLD, `${fresh}flag more\n`));
  const text = textOf(page);
  expect(text).toContain("text differs, meaning is equal (proved), 1 declaration changed");
  expect(text).toContain("Declarations\nflag more added");
  expect(text).toMatch(/Changed in text only\nvcpu : XSAVE, XSAVES, AVX.* reworded\nbefore\n/);
  expect(text).toContain("default = !(!host | !guest) new.rules:3");
  expect(pictureOf(page).grids).toEqual([]);
  const reason = textOf(await html(sides(OLD, OLD.replace("component", "area"))));
  expect(reason).toContain("vcpu : XSAVES only the reason changed\n");
  expect(reason).toContain("requires XSAVE it needs the state area new.rules:4");
  const { run } = folderWith({ "a/x.rules": LAYOUT, "b/x.rules": LAYOUT });
  const same = await run(["diff", "a", "b", "--format", "html"]);
  expect(textOf(same.stdout)).toContain("no rules differ");
  expect(same.exitCode).toBe(0);
});

test("HTML: removed sets, words and bits, and moved words", async () => {
  const old = `layout l { word A { 0 X  1 Y }  word B { 0 Z } }
input host: l
caps kept: l { default = host }
caps gone: l { default = host }
`;
  const fresh = `layout l { word C { 3 W }  word A { 0 X } }
input host: l
caps kept: l { default = host }
caps come: l { default = host }
`;
  const page = await html(sides(old, fresh));
  const text = textOf(page);
  expect(text).toContain("capability set come added");
  expect(text).toContain("capability set gone removed");
  const { grids, words, strings } = pictureOf(page);
  const names = grids[0]?.words.map((word) => strings[words[word]?.[0] ?? -1]);
  expect(names).toEqual(["C", "A", "B"]);
  expect(strings).toContain("only in the old rules");
  expect(text).not.toContain("Errors");
});

test("HTML: errors of a side, undecided questions, and files on one side are sections", async () => {
  const broken = OLD.replace("XSAVES requires", "XSAVSE requires");
  expect(textOf(await html(sides(broken, NEW)))).toMatch(
    /1 program could not be compared\n[^]*\nErrors\nCR0201 .*XSAVSE.* old\.rules:4, old\.rules/,
  );
  const rules = undecidableSet();
  const text = textOf(await html(sides(rules, rules.replace("= host\n", "= none\n"))));
  expect(text).toContain("a limit was reached, so not everything is decided");
  expect(text).toMatch(/\nErrors\nCR0403 /);
  const { run } = folderWith({ "a/l.rules": LAYOUT, "b/m.rules": "flag on\n" });
  const { stdout } = await run(["diff", "a", "b", "--format", "html"]);
  expect(textOf(stdout)).toContain("Files l.rules\nl.rules is removed");
  expect(textOf(stdout)).toContain("Files m.rules\nm.rules is added");
});

test("HTML: two programs with sets of one name have pictures of their own", async () => {
  const files = (rules: string, folder: string): Record<string, string> => ({
    [`${folder}/layout.rules`]: LAYOUT,
    [`${folder}/a.rules`]: rules,
    [`${folder}/b.rules`]: rules,
  });
  const { run } = folderWith({ ...files(OLD, "old"), ...files(NEW, "new") });
  const { stdout } = await run(["diff", "old", "new", "--format", "html"]);
  const { grids, strings } = pictureOf(stdout);
  expect(grids.map(({ name }) => strings[name])).toEqual(["a.rules:vcpu", "b.rules:vcpu"]);
  expect(strings).toContain("a.rules:vcpu.AVX");
});

test("HTML: nothing in rules, options, names of files or revisions is markup", async () => {
  const hostile = "</script></title><img/src=x/onerror=alert(1)>-->'`\u2028";
  const name = "<img src=x onerror=alert(1)>.rules";
  const fresh = NEW.replace("XSAVES = host }", `XSAVES = host because "${hostile}" }`)
    .replace("state component", hostile)
    .concat(`flag more "${hostile}"\n`);
  const layout = LAYOUT.replace("2 AVX", `2 AVX "${hostile}"`);
  const folder = folderWith({ "layout.rules": layout, "old.rules": OLD, [name]: fresh });
  const assume = `host.XSAVE | !host.XSAVE # ${hostile}`;
  const args = ["diff", "old.rules", name, "--format", "html", "--assume", assume];
  const { stdout, exitCode } = await folder.run(args);
  expect(exitCode).toBe(1);
  expect(stdout).not.toMatch(/<img/i);
  expect(stdout.match(/<\/?script\b/g)).toHaveLength(4);
  expect(stdout.match(/<\/title>/g)).toHaveLength(1);
  expect(stdout.match(/-->/g)).toHaveLength(1);
  expect(pictureOf(stdout).strings.join()).toContain(hostile.replace("\u2028", "\\u2028"));

  git(folder.path, "init", "-q", "-b", "main");
  git(folder.path, "add", "layout.rules", "old.rules");
  git(folder.path, "commit", "-qm", "first");
  const branch = "<img/src=x/onerror=alert(1)>--><script>";
  git(folder.path, "branch", branch);
  const revision = await folder.run(["diff", branch, "--format", "html"]);
  expect(revision.stdout).not.toMatch(/<img/i);
  expect(revision.stdout.match(/<\/?script\b/g)).toHaveLength(4);
  expect(textOf(revision.stdout)).toContain(`Change of rules: ${branch}, where this branch began`);
});

function git(cwd: string, ...args: readonly string[]): void {
  const settings = ["user.name=A", "user.email=a@example.org", "commit.gpgsign=false"];
  const options = settings.flatMap((each) => ["-c", each]);
  const { status, stderr } = spawnSync("git", [...options, ...args], { cwd, encoding: "utf8" });
  expect(status, stderr).toBe(0);
}

test("SARIF and HTML list the hosts on which a change occurs", async () => {
  const folder = sides(OLD, NEW);
  folder.write("dumps/one.json", '{"features": []}');
  const log = await sarif(folder, "--hosts", "host=dumps/*");
  expect(resultsOf(log)[0]?.properties).toMatchObject({ hosts: { on: [], of: 1 } });
  const page = await html(folder, "--hosts", "host=dumps/*");
  expect(textOf(page)).toContain("seen\non none of 1 host\n");
  expect(pictureOf(page).strings).toContain("on none of 1 host");
});

/** `NEW` for AMD as accepted, and for Intel as well beyond that. */
async function partlyAccepted(because: string): Promise<Folder> {
  const folder = sides(OLD, NEW);
  const args = ["diff", "old.rules", "new.rules", "--assume", "vendor == amd"];
  await folder.run([...args, "--accept", "-m", because]);
  folder.write("new.rules", NEW.replace("when vendor == amd {", "when vendor in (amd intel) {"));
  return folder;
}

test("SARIF: accepted changes are suppressed, and all other results are marked as not suppressed", async () => {
  const folder = sides(OLD, NEW);
  await folder.run(["diff", "old.rules", "new.rules", "--accept", "-m", "it is meant"]);
  folder.write("new.rules", NEW.replace("AVX requires XSAVES", "AVX = none"));
  const results = resultsOf(await sarif(folder));
  const suppressions = [{ kind: "external", status: "accepted", justification: "it is meant" }];
  expect(results).toMatchObject([
    { ruleId: "gained", suppressions, properties: { accepted: { because: ["it is meant"] } } },
    { ruleId: "lost", suppressions: [] },
  ]);
  expect(results[0]?.message.text).toMatch(/; accepted because "it is meant"$/);
});

test("SARIF: a partly accepted change is not suppressed", async () => {
  const folder = await partlyAccepted("on AMD");
  const [xsaves] = resultsOf(await sarif(folder));
  expect(xsaves).not.toHaveProperty("suppressions");
  const except = "vendor == intel & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES";
  expect(xsaves?.properties).toMatchObject({ accepted: { because: ["on AMD"], except } });
  expect(xsaves?.message.text).toMatch(new RegExp(`; accepted because "on AMD", but not when`));
});

test("HTML: each accepted change is marked", async () => {
  const hostile = "</script><img src=x onerror=alert(1)>";
  const page = await html(await partlyAccepted(hostile));
  expect(page).not.toMatch(/<img/i);
  expect(textOf(page)).toContain(
    `\naccepted\nbecause "${hostile}", but not when vendor == intel & host.XSAVE &`,
  );
  expect(textOf(page).match(/\naccepted\n/g)).toHaveLength(2);
});

test("HTML of KVM's 7.1.5 against the state after it is at most 500 kB, and the same each time", async () => {
  const folder = folderWith();
  const inner = relative(folder.path, join(import.meta.dirname, "../.."));
  const args = ["diff", "rules/kvm/7.1.5.rules", "rules/kvm/next.rules", "--format", "html"];
  const { stdout } = await folder.run(args, { inner });
  expect(Buffer.byteLength(stdout)).toBeLessThan(500_000);
  expect(textOf(stdout)).toContain(
    "33 of 1508 bits change for the guest (+29 −4), 42 bits of internal sets change (+38 −4)",
  );
  expect((await folder.run(args, { inner })).stdout).toBe(stdout);
});

test("JSON and SARIF say whether a condition is whole", async () => {
  const bits = Array.from({ length: 30 }, (_, bit) => bit);
  const rules = (value: string): string =>
    `layout wide { word W0 { ${bits.map((bit) => `${bit} A${bit}`).join(" ")} } word W1 { ${bits.map((bit) => `${bit} B${bit}`).join(" ")} } }
input host: wide
input guest: wide
caps c: wide {
  default = none
  A0 = ${value}
  A1 = ${value === "none" ? "none" : "host.A0"}
}
`;
  // Sixty products of two atoms share none, so no shorter text has all of them.
  const products = [
    ...bits.map((bit) => `host.A${bit} & guest.A${bit}`),
    ...bits.map((bit) => `host.B${bit} & guest.B${bit}`),
  ];
  const { run } = folderWith({
    "old.rules": rules("none"),
    "new.rules": rules(products.join(" | ")),
  });
  const json = JSON.parse(
    (await run(["diff", "old.rules", "new.rules", "--format", "json"])).stdout,
  ) as object;
  expect(json).toMatchObject({
    sets: [
      {
        bits: [
          {
            bit: "A0",
            isWhole: false,
            condition: expect.stringMatching(/\(28 more products\)$/) as string,
          },
          { bit: "A1", isWhole: true, condition: "host.A0" },
        ],
      },
    ],
  });
  const sarif = JSON.parse(
    (await run(["diff", "old.rules", "new.rules", "--format", "sarif"])).stdout,
  ) as object;
  expect(sarif).toMatchObject({
    runs: [{ results: [{ properties: { isWhole: false } }, { properties: { isWhole: true } }] }],
  });
});
