/** A merge that cannot be judged: no interaction is found, and none is ruled out. */

import { expect, test } from "vitest";

import { UNDECIDABLE, undecidableSet, wideSet } from "../harness/undecidable.ts";
import { git, tryGit } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

interface Branches {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Two branches, of which ours is checked out. */
function branches({ base, ours, theirs }: Branches): Folder {
  const folder = folderWith({ "cpu.rules": base });
  const save = (text: string): void => {
    folder.write("cpu.rules", text);
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", "next");
  };
  git(folder, "init", "-q", "-b", "main");
  save(base);
  git(folder, "checkout", "-qb", "topic");
  save(theirs);
  git(folder, "checkout", "-q", "main");
  save(ours);
  return folder;
}

/** The merge of both, in which someone has written what it holds. */
function mergedAs(merged: string, sides: Branches): Folder {
  const folder = branches(sides);
  tryGit(folder, "merge", "-q", "--no-commit", "topic");
  folder.write("cpu.rules", merged);
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "merge");
  return folder;
}

const UNJUDGED = "warning[CR0428]: it is not known whether this merge means what its parents say";

const SMALL = wideSet("B0 = host.B1");

test("a limit that only one parent reaches is reported, and the sides are compared", async () => {
  const folder = mergedAs(wideSet("B0 = host.B2"), {
    base: SMALL,
    ours: wideSet("B0 = host.B3"),
    theirs: undecidableSet(),
  });
  const { stdout, stderr, exitCode } = await folder.run(["diff", "HEAD^1..HEAD"]);
  expect(stdout).toContain("1 of 6432 bits changes");
  expect(stderr).toContain(`${UNJUDGED}, because a limit is reached`);
  expect(stderr).toContain("a decision diagram is deeper than 3000 variables");
  expect(stderr).toContain("compare it with each parent alone, as in `caprules diff REV^1..REV`");
  expect(exitCode).toBe(1);
  const json: unknown = JSON.parse(
    (await folder.run(["diff", "HEAD^1..HEAD", "--format", "json"])).stdout,
  );
  expect(json).toMatchObject({
    undecided: false,
    programs: [{ diagnostics: { old: [], new: [{ code: "CR0428", severity: "warning" }] } }],
  });
});

const tiny = (rule: string): string => `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
caps vcpu: tiny {
  default = host
  ${rule}
}
`;

test.each([
  {
    side: "its first parent",
    sides: { base: tiny(""), ours: tiny("A = ="), theirs: tiny("B = none") },
  },
  {
    side: "its second parent",
    sides: { base: tiny(""), ours: tiny("B = none"), theirs: tiny("A = =") },
  },
  {
    side: "the base of its parents",
    sides: { base: tiny("A = ="), ours: tiny(""), theirs: tiny("B = none") },
  },
])("errors of $side are reported", async ({ side, sides }) => {
  const folder = mergedAs(tiny("A = none"), sides);
  const fine = side === "its first parent" ? "HEAD^2" : "HEAD^1";
  const { stderr, exitCode } = await folder.run(["diff", `${fine}..HEAD`]);
  expect(stderr).toContain(`${UNJUDGED}, because ${side} has errors`);
  expect(exitCode).toBe(1);
});

test("the driver names the assertion of the merged text that it cannot decide", async () => {
  const end = `assert ${UNDECIDABLE}\n`;
  const text = (top: string, bottom: string, claim: string): string =>
    `# ${top}\n\n\n\n${SMALL}\n\n\n\n${claim}# ${bottom}\n`;
  const folder = folderWith({
    "base.rules": text("", "", ""),
    "ours.rules": text("ours", "", ""),
    "theirs.rules": text("", "theirs", end),
  });
  const { stderr, exitCode } = await folder.run([
    ...["merge", "base.rules", "ours.rules", "theirs.rules"],
  ]);
  expect(folder.read("ours.rules")).toBe(text("ours", "theirs", end));
  expect(stderr).toContain("note: not all promises of ours.rules are decided");
  expect(stderr).toContain("error[CR0403]: whether this assertion always holds is undecided");
  expect(exitCode).toBe(0);
});
