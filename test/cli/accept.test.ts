/** `caprules diff --accept`: changes that are meant pass, and nothing beyond them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { countsOf } from "./counts-of.ts";
import { git } from "./git-in-folder.ts";
import { folderWith, type Folder, type Outcome } from "./run-in-folder.ts";

const LAYOUT = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
enum vendor: intel amd arm
flag tdp
`;

/** The rules of a set, two spaces deep. */
function rules(...lines: readonly string[]): string {
  const all = ["default = host & guest", "unnamed = none", ...lines];
  return `use "layout.rules"\ncaps vcpu: tiny {\n${all.map((line) => `  ${line}\n`).join("")}}\n`;
}

const OLD = rules();
const ON_AMD = rules("when vendor == amd { XSAVES = host }");
const ON_AMD_AND_ARM = rules("when vendor != intel { XSAVES = host }");

/**
 * The cases that change between the first and the second program, since XSAVES = host & guest
 * before.
 */
const AMD_CASES = "vendor == amd & host.XSAVES & !guest.XSAVES";

/** A repository whose `main` has the old rules, on a branch. */
function repository(files: Readonly<Record<string, string>> = {}): Folder {
  const folder = folderWith({ "layout.rules": LAYOUT, "cpu.rules": OLD, ...files });
  git(folder, "init", "-q", "-b", "main");
  commit(folder);
  git(folder, "checkout", "-qb", "topic");
  return folder;
}

function commit(folder: Folder): void {
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "some");
}

function accept(folder: Folder, why = "it is meant"): Promise<Outcome> {
  return folder.run(["diff", "main", "--accept", "-m", why]);
}

test("accepted changes are recorded and pass, in the working tree and as a commit", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  const accepted = await accept(folder, "AMD's own guests have it");
  expect(accepted.stderr).toBe("");
  expect(accepted.stdout).toMatch(
    /^vcpu\.XSAVES is gained when .*\n1 of 3 bits changes \(\+1\)\n[^]*\naccepted 1 change in caprules\.accepted\.json\n$/,
  );
  expect(accepted.exitCode).toBe(0);
  expect(folder.read("caprules.accepted.json")).toBe(`{
  "version": 1,
  "acceptances": [
    {
      "because": "AMD's own guests have it",
      "changes": [
        {
          "program": "cpu.rules",
          "set": "vcpu",
          "bits": ["XSAVES"],
          "direction": "gained",
          "condition": "${AMD_CASES}"
        }
      ]
    }
  ]
}
`);
  commit(folder);
  for (const sides of ["main", "main...HEAD", "main..HEAD"]) {
    const { stdout, stderr, exitCode } = await folder.run(["diff", sides]);
    expect(stderr).toBe("");
    expect(stdout).toBe(`vcpu.XSAVES is gained when ${AMD_CASES}, accepted
1 of 3 bits changes (+1), all accepted

vcpu
  + XSAVES
      when    ${AMD_CASES}  (in 1 of 12 cases)
      after   = host, when vendor == amd  cpu.rules:5
      shown   by host: XSAVES; vendor = amd; everything else off: off before, on after
      accepted  because "AMD's own guests have it"
`);
    expect(exitCode).toBe(0);
  }
});

test("further changes fail, are named, and can be accepted as well", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  await accept(folder);
  folder.write("cpu.rules", ON_AMD_AND_ARM);
  const beyond = await folder.run(["diff", "main"]);
  expect(countsOf(beyond.stdout)).toBe("1 of 3 bits changes (+1)");
  expect(beyond.stdout).toContain(
    '\n      accepted  because "it is meant", but not when vendor == arm & host.XSAVES & !guest.XSAVES\n',
  );
  expect(beyond.stderr).toBe(
    '1 change is not accepted; if this is meant, say why: npx caprules diff main --accept -m "why"\n',
  );
  expect(beyond.exitCode).toBe(1);

  await accept(folder, "so have ARM's");
  const conditions = [...folder.read("caprules.accepted.json").matchAll(/"condition": "(.*)"/g)];
  expect(conditions.map(([, condition]) => condition)).toEqual([
    AMD_CASES,
    "vendor == arm & host.XSAVES & !guest.XSAVES",
  ]);
  const all = await folder.run(["diff", "main"]);
  expect(all.stdout).toContain('accepted  because "it is meant" and "so have ARM\'s"\n');
  expect(all.exitCode).toBe(0);
});

test("the bits that are not accepted are counted", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  await accept(folder);
  folder.write("cpu.rules", rules("when vendor == amd { XSAVES = host }", "AVX = none"));
  const both = await folder.run(["diff", "main"]);
  expect(countsOf(both.stdout)).toBe("2 of 3 bits change (+1 −1), 1 of them accepted");
  expect(both.stderr).toContain("1 change is not accepted;");
  expect((await folder.run(["diff", "main", "--fail-on", "gained"])).exitCode).toBe(0);
  const lost = await folder.run(["diff", "main", "--fail-on", "lost"]);
  expect(lost.stderr).toContain("1 change is not accepted;");
  expect(lost.exitCode).toBe(1);
});

test("a consequence that is not accepted is marked, unlike its accepted cause", async () => {
  const folder = repository({ "cpu.rules": rules("AVX requires XSAVES") });
  const changed = rules("AVX requires XSAVES", "when vendor == amd { XSAVES = host }");
  folder.write("cpu.rules", changed);
  await accept(folder);
  const file = folder.read("caprules.accepted.json");
  folder.write("caprules.accepted.json", file.replace('"bits": ["AVX"]', '"bits": ["XSAVE"]'));
  const { stdout, stderr } = await folder.run(["diff", "main"]);
  expect(stdout).toContain("      so      + vcpu.AVX (not accepted)\n      accepted  because");
  expect(stderr).toContain(
    'note: caprules.accepted.json accepts a change that is not made: cpu.rules: vcpu.XSAVE gained, because "it is meant"\n',
  );
});

test("a bit that changes in both directions is accepted in each", async () => {
  const folder = repository({ "cpu.rules": rules("AVX = host") });
  folder.write("cpu.rules", rules("AVX = guest"));
  await accept(folder);
  expect(folder.read("caprules.accepted.json")).toMatch(
    /"gained",\s+"condition": "!host\.AVX & guest\.AVX"[^]*"lost",\s+"condition": "host\.AVX & !guest\.AVX"/,
  );
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
  // Wherever it changed, it now changes the other way as well: from host to !host.
  folder.write("cpu.rules", rules("AVX = !host"));
  const other = await folder.run(["diff", "main"]);
  expect(other.stdout).toContain("but not when ");
  expect((await folder.run(["diff", "main", "--fail-on", "gained"])).exitCode).toBe(1);
  expect((await folder.run(["diff", "main", "--fail-on", "lost"])).exitCode).toBe(1);
});

test("the acceptance of an undone change is stale, and can be pruned", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  await accept(folder);
  folder.write("cpu.rules", rules("AVX = none"));
  await accept(folder, "no AVX");
  const stale = await folder.run(["diff", "main"]);
  expect(stale.stderr).toBe(
    'note: caprules.accepted.json accepts a change that is not made: cpu.rules: vcpu.XSAVES gained, because "it is meant"\n' +
      "note: to remove that: npx caprules diff main --prune-accepted\n",
  );
  expect(stale.exitCode).toBe(0);
  const comment = await folder.run(["diff", "main", "--format", "markdown"]);
  expect(comment.stdout).toContain(
    '\n- accepted, but does not change: cpu.rules: vcpu.XSAVES gained, because "it is meant"\n',
  );
  const pruned = await folder.run(["diff", "main", "--prune-accepted"]);
  expect(pruned.stderr).toBe("");
  expect(pruned.stdout).toContain(
    'removed from caprules.accepted.json: cpu.rules: vcpu.XSAVES gained, because "it is meant"\n',
  );
  expect(pruned.exitCode).toBe(0);
  const left = folder.read("caprules.accepted.json");
  expect(left).not.toContain("it is meant");
  expect(left).toContain("no AVX");
  expect((await folder.run(["diff", "main"])).stderr).toBe("");
  const again = await folder.run(["diff", "main", "--prune-accepted"]);
  expect(again.stdout).toContain("\nnothing to remove from caprules.accepted.json\n");
  expect(folder.read("caprules.accepted.json")).toBe(left);
});

test("pruning removes only the stale bits of a shared acceptance", async () => {
  const both = rules("AVX = none", "XSAVES = none");
  const folder = repository({
    "cpu.rules": rules("AVX = host.XSAVE", "XSAVES = host.XSAVE"),
  });
  folder.write("cpu.rules", both);
  await accept(folder);
  expect(folder.read("caprules.accepted.json")).toContain('"bits": ["XSAVES", "AVX"]');
  folder.write("cpu.rules", rules("AVX = host.XSAVE", "XSAVES = none"));
  const args = ["diff", "main", "--prune-accepted", "--accept", "-m", "more"];
  const { stdout } = await folder.run(args);
  expect(stdout).toContain("removed from caprules.accepted.json: cpu.rules: vcpu.AVX lost,");
  expect(stdout).toContain("nothing to accept: every change is accepted\n");
  expect(folder.read("caprules.accepted.json")).toContain('"bits": ["XSAVES"]');
});

test("an acceptance that the base has already does not count", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  await accept(folder);
  commit(folder);
  git(folder, "branch", "-f", "main");
  folder.write("cpu.rules", OLD);
  const undone = await folder.run(["diff", "main"]);
  // The opposite direction was accepted.
  expect(undone.exitCode).toBe(1);
  await accept(folder, "not yet");
  commit(folder);
  git(folder, "branch", "-f", "main");

  folder.write("cpu.rules", ON_AMD);
  const again = await folder.run(["diff", "main"]);
  expect(again.exitCode).toBe(1);
  expect(again.stdout).not.toContain("accepted");
  // For the same reason as the first time.
  await accept(folder);
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
});

test("an acceptance under an assumption does not cover other cases", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD_AND_ARM);
  const assume = ["--assume", "vendor != arm & tdp"];
  const failed = await folder.run(["diff", "main", "--fail-on", "any", ...assume]);
  expect(failed.stderr).toBe(
    `1 change is not accepted; if this is meant, say why: npx caprules diff main --assume 'vendor != arm & tdp' --accept -m "why"\n`,
  );
  await folder.run(["diff", "main", ...assume, "--accept", "-m", "for AMD"]);
  expect((await folder.run(["diff", "main", ...assume])).exitCode).toBe(0);
  const everywhere = await folder.run(["diff", "main"]);
  expect(everywhere.stdout).toContain(
    'accepted  because "for AMD", but not when vendor != intel & (!tdp | vendor != amd) & host.XSAVES & !guest.XSAVES\n',
  );
  expect(everywhere.exitCode).toBe(1);
  // Where not all cases are looked at, no acceptance is known to be stale.
  const narrow = await folder.run(["diff", "main", "--assume", "!tdp"]);
  expect(narrow.stderr).not.toContain("note:");
  const pruning = await folder.run(["diff", "main", "--assume", "tdp", "--prune-accepted"]);
  expect(pruning.stderr).toContain("no acceptance is known to be stale");
  expect(pruning.exitCode).toBe(2);
});

test("a change may depend on flags of which each side has its own", async () => {
  const renamed = (flag: string): string => `flag ${flag}\n${rules(`AVX = guest & ${flag}`)}`;
  const folder = repository({ "cpu.rules": renamed("npt") });
  folder.write("cpu.rules", renamed("ept"));
  await accept(folder);
  expect(folder.read("caprules.accepted.json")).toContain('"condition": "!npt & ept & guest.AVX"');
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
});

test("a value that the new rules lack is compared, and one that the old rules lack must be named", async () => {
  const values = (names: string): string => LAYOUT.replace("intel amd arm", names);
  const folder = repository();
  folder.write("layout.rules", values("intel amd"));
  folder.write("cpu.rules", rules("AVX = none"));
  await accept(folder);
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
  // AVX was lost for all three values of the old side.
  folder.write("layout.rules", LAYOUT);
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
  folder.write("layout.rules", values("intel amd arm hygon"));
  const { stdout, exitCode } = await folder.run(["diff", "main"]);
  expect(stdout).toContain("but not when vendor == hygon & host.AVX & guest.AVX");
  expect(exitCode).toBe(1);
  await accept(folder);
  expect(folder.read("caprules.accepted.json")).toContain(
    '"condition": "vendor == hygon & host.AVX & guest.AVX"',
  );
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
});

test("more is accepted where an earlier acceptance asks for a CPUID entry and the rules do not", async () => {
  const leaf = (
    ...lines: readonly string[]
  ): string => `layout l { leaf W = 0x1 ecx { 26 XSAVE  28 AVX } }
input host: l
caps c: l {
  default = host
${lines.map((line) => `  ${line}\n`).join("")}}
`;
  const folder = repository({ "cpu.rules": leaf() });
  folder.write("cpu.rules", leaf("when !host has W { AVX = all }"));
  await accept(folder);
  expect(folder.read("caprules.accepted.json")).toContain('"condition": "!host has W"');
  folder.write("cpu.rules", leaf("XSAVE = none"));
  const { stdout, stderr } = await accept(folder, "no XSAVE");
  expect(stdout).toContain("accepted 1 change in caprules.accepted.json\n");
  expect(stderr).toContain("accepts a change that is not made: cpu.rules: c.AVX gained");
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
});

test("many bits with the same change are one change, in terms of this bit", async () => {
  const folder = repository();
  folder.write("cpu.rules", OLD.replace("host & guest", "guest"));
  await accept(folder);
  const [change, ...others] = changesIn(folder);
  expect(others).toEqual([]);
  expect(change).toMatchObject({ bits: ["XSAVE", "XSAVES", "AVX"], condition: "!host & guest" });
  expect((await folder.run(["diff", "main"])).exitCode).toBe(0);
  folder.write("cpu.rules", OLD.replace("host & guest", "guest").replace("}", "  AVX = all\n}"));
  const more = await folder.run(["diff", "main"]);
  expect(more.stdout).toContain("but not when !guest.AVX\n");
});

function changesIn(folder: Folder): readonly object[] {
  const { acceptances } = JSON.parse(folder.read("caprules.accepted.json")) as {
    readonly acceptances: readonly { readonly changes: readonly object[] }[];
  };
  return acceptances.flatMap(({ changes }) => changes);
}

test("added and removed sets and programs are accepted as such", async () => {
  const more = "caps more: tiny { default = host }\n";
  const folder = repository({
    "cpu.rules": `${OLD}caps gone: tiny { default = host }\n`,
    "old.rules": `layout other { word W { 0 A } }\ninput in: other\ncaps out: other { default = in }\n`,
  });
  folder.write("cpu.rules", OLD + more);
  folder.write("new.rules", OLD);
  git(folder, "rm", "-q", "old.rules");
  const accepted = await accept(folder);
  expect(accepted.stdout).toContain("accepted 4 changes in caprules.accepted.json\n");
  expect(changesIn(folder)).toEqual([
    { program: "cpu.rules", set: "more", change: "added" },
    { program: "cpu.rules", set: "gone", change: "removed" },
    { program: "new.rules", change: "added" },
    { program: "old.rules", change: "removed" },
  ]);
  const { stdout, exitCode } = await folder.run(["diff", "main"]);
  expect(countsOf(stdout)).toBe(
    "none of 3 bits changes, 2 declarations changed, 2 programs on one side only, all accepted",
  );
  expect(stdout.match(/.*\n {2}accepted {2}because "it is meant"/g)).toHaveLength(4);
  expect(exitCode).toBe(0);
  folder.write("cpu.rules", `${OLD}${more}caps third: tiny { default = host }\n`);
  const beyond = await folder.run(["diff", "main"]);
  expect(countsOf(beyond.stdout)).toContain(", 4 of 5 changes accepted");
  expect(beyond.exitCode).toBe(1);
});

test("a renamed set is accepted under its new name", async () => {
  const folder = repository();
  folder.write("cpu.rules", rules("AVX = none").replace("vcpu", "guest_cpu"));
  const args = ["diff", "main", "--set", "vcpu=guest_cpu"];
  const { stderr } = await folder.run([...args, "--fail-on", "any"]);
  expect(stderr).toContain('npx caprules diff main --set vcpu=guest_cpu --accept -m "why"\n');
  await folder.run([...args, "--accept", "-m", "why"]);
  expect(changesIn(folder)).toMatchObject([{ set: "guest_cpu", bits: ["AVX"] }]);
  expect((await folder.run(args)).exitCode).toBe(0);
});

test("two files are accepted in the current folder, two folders in the new one", async () => {
  const { run, read } = folderWith({
    "layout.rules": LAYOUT,
    "old.rules": OLD,
    "new.rules": ON_AMD,
    "v1/layout.rules": LAYOUT,
    "v1/cpu.rules": OLD,
    "v2/layout.rules": LAYOUT,
    "v2/cpu.rules": ON_AMD,
  });
  await run(["diff", "old.rules", "./new.rules", "--accept", "-m", "why"]);
  expect(read("caprules.accepted.json")).toContain('"program": "new.rules"');
  expect((await run(["diff", "old.rules", "new.rules"])).exitCode).toBe(0);
  const { stdout } = await run(["diff", "v1", "v2", "--accept", "-m", "why"]);
  expect(stdout).toContain("accepted 1 change in v2/caprules.accepted.json\n");
  expect((await run(["diff", "v1", "v2"])).exitCode).toBe(0);
});

test("a repository has one file at its root, whatever the current folder is", async () => {
  const folder = repository({ "rules/layout.rules": LAYOUT, "rules/cpu.rules": OLD });
  folder.write("rules/cpu.rules", ON_AMD);
  await folder.run(["diff", "main", "--accept", "-m", "why"], { inner: "rules" });
  expect(folder.read("caprules.accepted.json")).toContain('"program": "rules/cpu.rules"');
  commit(folder);
  for (const inner of ["rules", "."]) {
    expect((await folder.run(["diff", "main...HEAD"], { inner })).exitCode).toBe(0);
    expect((await folder.run(["diff", "main", "."], { inner })).exitCode).toBe(0);
  }
});

test("a comparison of one file reports nothing about acceptances of other files", async () => {
  const folder = repository({ "other.rules": OLD });
  folder.write("other.rules", ON_AMD);
  await accept(folder);
  const { stderr } = await folder.run(["diff", "main", "cpu.rules"]);
  expect(stderr).toBe("");
  git(folder, "checkout", "-q", "other.rules");
  expect((await folder.run(["diff", "main", "cpu.rules"])).stderr).toBe("");
  expect((await folder.run(["diff", "main", "other.rules"])).stderr).toContain("other.rules:");
  expect((await folder.run(["diff", "main"])).stderr).toContain("other.rules:");
});

test.each([
  { args: ["main", "--accept"], says: "`--accept` needs a reason" },
  { args: ["main", "--accept", "-m", " "], says: "the reason of `--accept` is empty" },
  { args: ["main", "--message", "why"], says: "add --accept" },
  {
    args: ["main...HEAD", "--accept", "-m", "why"],
    says: 'compare with the working tree: npx caprules diff main --accept -m "why"\n',
  },
  {
    args: ["main", "HEAD", "--prune-accepted"],
    says: "compare with the working tree: npx caprules diff main --prune-accepted\n",
  },
])("$args writes nothing and gives advice", async ({ args, says }) => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  const { stdout, stderr, exitCode } = await folder.run(["diff", ...args]);
  expect(stderr).toContain(says);
  expect([stdout, exitCode]).toEqual(["", 2]);
  expect(() => folder.read("caprules.accepted.json")).toThrow("ENOENT");
});

test("the printed command fits the sides and is quoted for a shell", async () => {
  const folder = repository({ "it's.rules": OLD });
  git(folder, "checkout", "-q", "main");
  folder.write("it's.rules", ON_AMD);
  const command = async (...args: readonly string[]): Promise<string | undefined> => {
    const { stderr } = await folder.run(["diff", "--fail-on", "any", ...args]);
    return /say why: (.*)\n$/.exec(stderr)?.[1];
  };
  expect(await command("HEAD", "it's.rules")).toBe(
    `npx caprules diff HEAD 'it'\\''s.rules' --accept -m "why"`,
  );
  commit(folder);
  expect(await command("HEAD~1..HEAD")).toBe(`npx caprules diff 'HEAD~1' --accept -m "why"`);
  expect(await command("HEAD~1...HEAD")).toBe(`npx caprules diff 'HEAD~1' --accept -m "why"`);
  // From where `main` is now, not from where it and `topic` part.
  expect(await command("main..topic")).toBe('npx caprules diff main . --accept -m "why"');
  folder.write("-x.rules", ON_AMD);
  expect(await command("--", "cpu.rules", "-x.rules")).toBe(
    'npx caprules diff --accept -m "why" -- cpu.rules -x.rules',
  );
});

test("nothing is accepted if nothing changes or if a program could not be compared", async () => {
  const folder = repository();
  const same = await accept(folder);
  expect(same.stdout).toBe("no rules differ\nnothing to accept: nothing changes\n");
  expect(same.exitCode).toBe(0);
  folder.write("cpu.rules", ON_AMD.replace("XSAVES =", "XSAVSE ="));
  folder.write("other.rules", OLD);
  const wrong = await accept(folder);
  expect(wrong.stderr).toContain("not everything could be compared, so nothing is accepted");
  expect(wrong.exitCode).toBe(1);
  expect(() => folder.read("caprules.accepted.json")).toThrow("ENOENT");
});

test("if one change has no short enough condition, no change is accepted", async () => {
  const bits = Array.from({ length: 16 }, (_, bit) => `B${bit}`);
  const layout = `layout wide { word W { ${bits.map((bit, at) => `${at} ${bit}`).join(" ")} } }
input host: wide
`;
  const caps = (rule: string): string => `${layout}caps c: wide {\n  default = none\n${rule}}\n`;
  const folder = repository({ "cpu.rules": caps("") });
  // Each second case, of which none is next to another one.
  folder.write(
    "cpu.rules",
    caps(`  B1 = host\n  B0 = ${bits.map((bit) => `host.${bit}`).join(" ^ ")}\n`),
  );
  const { stderr, exitCode } = await accept(folder);
  expect(stderr).toContain("no condition says when `c.B0` changes, so nothing is accepted\n");
  expect(exitCode).toBe(2);
  expect(() => folder.read("caprules.accepted.json")).toThrow("ENOENT");
});

test("without a gate or a file, acceptances are not mentioned", async () => {
  const folder = repository();
  folder.write("cpu.rules", ON_AMD);
  const { stderr, exitCode } = await folder.run(["diff", "main"]);
  expect([stderr, exitCode]).toEqual(["", 1]);
});

test("README shows a change beyond an acceptance", async () => {
  const readme = readFileSync(join(import.meta.dirname, "../../src/review/README.md"), "utf8");
  const [, shown = ""] = /## Changes that are meant\n[^]*?```text\n([^]*?)```/.exec(readme) ?? [];
  const [, reason = ""] = /--accept -m "([^"]*)"/.exec(readme) ?? [];
  const simple = (rule: string): string =>
    `use "layout.rules"\ncaps vcpu: tiny {\n  default = host & guest\n${rule}}\n`;
  const folder = repository({ "cpu.rules": simple("") });
  folder.write("cpu.rules", simple("  when vendor == amd { XSAVES = host }\n"));
  await accept(folder, reason);
  folder.write("cpu.rules", simple("  when vendor in (amd intel) { XSAVES = host }\n"));
  const { stdout, stderr } = await folder.run(["diff", "main"]);
  expect(stdout + stderr).toBe(shown);
});
