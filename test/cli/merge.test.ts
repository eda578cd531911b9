/** `caprules merge` as git calls it, in repositories that `git-setup` has set up, and by hand. */

import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, expect, test } from "vitest";

import { undecidableSet } from "../harness/undecidable.ts";
import { buildCommand } from "./built-command.ts";
import { git, tryGit } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

const LAYOUT = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
`;

/** The two parts are far enough apart for git to merge changes of both. */
function rules(top: string, bottom: string): string {
  const middle = Array.from({ length: 8 }, (_, line) => `  # ${line}\n`).join("");
  return `use "layout.rules"\n\ncaps vcpu: tiny {\n${top}${middle}${bottom}}\n`;
}

const DEFAULT = "  default = host & guest\n";
const REQUIRES = "  XSAVE requires AVX\n";

let command: string;

beforeAll(() => {
  ({ command } = buildCommand("caprules-merge-test"));
});

interface Branches {
  readonly base: Readonly<Record<string, string>>;
  readonly ours: Readonly<Record<string, string>>;
  readonly theirs: Readonly<Record<string, string>>;
}

/** On the branch `ours`, ready to merge `theirs`, in a clone that has been set up. */
async function repository({ base, ours, theirs }: Branches): Promise<Folder> {
  const folder = folderWith({ "layout.rules": LAYOUT, ".gitignore": "node_modules\n", ...base });
  mkdirSync(join(folder.path, "node_modules/.bin"), { recursive: true });
  symlinkSync(command, join(folder.path, "node_modules/.bin/caprules"));
  git(folder, "init", "-q", "-b", "main");
  expect((await folder.run(["git-setup"])).exitCode).toBe(0);
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "base");
  for (const [branch, files] of Object.entries({ theirs, ours })) {
    git(folder, "checkout", "-q", "-b", branch, "main");
    for (const [name, text] of Object.entries(files)) folder.write(name, text);
    git(folder, "add", ".");
    git(folder, "commit", "-qm", branch);
  }
  return folder;
}

const ONE_BIT: Branches = {
  base: { "cpu.rules": rules("", DEFAULT) },
  ours: { "cpu.rules": rules(REQUIRES, DEFAULT) },
  theirs: { "cpu.rules": rules("", "  default = guest\n") },
};

test("branches that change different bits merge silently", async () => {
  const folder = await repository({
    ...ONE_BIT,
    theirs: { "cpu.rules": rules("", `${DEFAULT}  XSAVES = none\n`) },
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(folder.read("cpu.rules")).toBe(rules(REQUIRES, `${DEFAULT}  XSAVES = none\n`));
});

test("one bit that both change is a conflict, although the text merges", async () => {
  const folder = await repository(ONE_BIT);
  const { status, stdout, stderr } = tryGit(folder, "merge", "theirs");
  expect(status).toBe(1);
  expect(stdout).toContain("CONFLICT (content): Merge conflict in cpu.rules");
  expect(stderr).toBe(`conflict in cpu.rules: both branches change vcpu.XSAVE in different ways
  when    guest.XSAVE & (!host.XSAVE | !guest.AVX)
  shown   by guest: XSAVE; everything else off: off in base, off in ours, on in theirs, off in the merged text
  ours    default = host & guest  cpu.rules:13
  ours    requires AVX  cpu.rules:4
  theirs  default = guest  cpu.rules:12
`);
  expect(folder.read("cpu.rules")).toBe(
    rules(
      REQUIRES,
      `<<<<<<< ours
# both branches change vcpu.XSAVE in different ways:
#   default = host & guest  cpu.rules:13
#   requires AVX  cpu.rules:4
=======
# both branches change vcpu.XSAVE in different ways:
#   default = guest  cpu.rules:12
>>>>>>> theirs
  default = guest
`,
    ),
  );
  expect(git(folder, "status", "--short")).toBe("UU cpu.rules\n");
  expect((await folder.run(["check", "cpu.rules"])).exitCode).toBe(1);
});

test("the same change in other words is not a conflict", async () => {
  const folder = await repository({
    ...ONE_BIT,
    ours: { "cpu.rules": rules("", "  default = guest\n") },
    theirs: { "cpu.rules": rules("  # theirs\n", "  default = guest\n") },
  });
  expect(tryGit(folder, "merge", "-q", "theirs").stderr).toBe("");
  const said = await repository({
    ...ONE_BIT,
    ours: { "cpu.rules": rules("  XSAVE = none\n", DEFAULT) },
    theirs: { "cpu.rules": rules("", `${DEFAULT}  XSAVE requires none\n`) },
  });
  expect(tryGit(said, "merge", "-q", "theirs")).toMatchObject({ status: 0, stderr: "" });
});

test("where the texts conflict, markers are git's, even in a file that is no program", async () => {
  const folder = await repository({
    ...ONE_BIT,
    ours: { "cpu.rules": rules("", "  default = host\n") },
    theirs: { "cpu.rules": rules("", "  default = = nonsense\n") },
  });
  expect(tryGit(folder, "merge", "theirs").status).toBe(1);
  expect(folder.read("cpu.rules")).toContain(
    "<<<<<<< ours\n  default = host\n=======\n  default = = nonsense\n>>>>>>> theirs\n",
  );
});

test("if a side does not compile, the texts are merged, and that is reported", async () => {
  const folder = await repository({
    ...ONE_BIT,
    theirs: { "cpu.rules": rules("", "  default = guests\n") },
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain(
    "note: cpu.rules is merged as text only: theirs has errors; compare the result with both branches, as in `caprules diff HEAD`\n",
  );
  expect(stderr).toContain("error[CR0201]");
  expect(status).toBe(0);
});

test("two rules for one bit are a conflict", async () => {
  const folder = await repository({
    ...ONE_BIT,
    ours: { "cpu.rules": rules("  XSAVE = none\n", DEFAULT) },
    theirs: { "cpu.rules": rules("", `${DEFAULT}  XSAVE = guest\n`) },
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain("neither branch has errors, but the merge has");
  expect(stderr).toContain("error[CR0301]");
  expect(folder.read("cpu.rules")).toContain("CR0301: `XSAVE` has two rules\n=======\n>>>>>>> ");
  expect(status).toBe(1);
});

test("files that are used are read as each branch has them, and merged themselves", async () => {
  const withClass = (value: string): string => `${LAYOUT}\n\n\nclass free = ${value}\n`;
  const base = { "layout.rules": withClass("all"), "cpu.rules": rules("", DEFAULT) };
  const folder = await repository({
    base,
    ours: {
      "layout.rules": withClass("guest"),
      "cpu.rules": rules("  # ours\n", DEFAULT),
    },
    theirs: {
      "layout.rules": `# theirs\n${withClass("all")}`,
      "cpu.rules": rules("", `${DEFAULT}  free: AVX\n`),
    },
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain("the merged text gives vcpu.AVX a meaning that neither branch gave it");
  expect(status).toBe(1);
  // A conflict of two files is one in either of them.
  expect(git(folder, "status", "--short")).toBe("UU cpu.rules\nUU layout.rules\n");
});

test("if the command is missing, texts are merged, and that is reported", async () => {
  const folder = await repository(ONE_BIT);
  rmSync(join(folder.path, "node_modules"), { recursive: true });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toBe("caprules could not run, so rules are merged as text only\n");
  expect(status).toBe(0);
  expect(folder.read("cpu.rules")).toBe(rules(REQUIRES, "  default = guest\n"));
});

test("a command in a folder with any name serves the whole repository", async () => {
  const folder = await repository(ONE_BIT);
  const inner = "it's 5%";
  mkdirSync(join(folder.path, inner));
  renameSync(join(folder.path, "node_modules"), join(folder.path, inner, "node_modules"));
  expect((await folder.run(["git-setup"], { inner })).stdout).toContain("merge.caprules.driver");
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain("both branches change vcpu.XSAVE");
  expect(status).toBe(1);
});

test("if Node is missing, texts are merged, and that is reported", async () => {
  const folder = await repository(ONE_BIT);
  const bin = join(folder.path, "node_modules/bin");
  mkdirSync(bin);
  for (const name of ["git", "sh", "env", "test", "echo"]) {
    const found = (process.env["PATH"] ?? "")
      .split(":")
      .map((path) => join(path, name))
      .find((path) => existsSync(path));
    if (found !== undefined) symlinkSync(found, join(bin, name));
  }
  const path = process.env["PATH"];
  process.env["PATH"] = bin;
  try {
    const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
    expect(stderr).toContain("caprules could not run, so rules are merged as text only\n");
    expect(status).toBe(0);
  } finally {
    process.env["PATH"] = path;
  }
  expect(folder.read("cpu.rules")).toBe(rules(REQUIRES, "  default = guest\n"));
});

test.each([
  { command: ["merge", "theirs"] },
  { command: ["rebase", "theirs"] },
  { command: ["cherry-pick", "theirs"] },
  { command: ["stash", "pop"] },
])(
  "$command finds the conflict and leaves nothing behind",
  async ({ command: [verb = "", what = ""] }) => {
    const folder = await repository(ONE_BIT);
    if (verb === "stash") {
      git(folder, "checkout", "-q", "main");
      folder.write("cpu.rules", ONE_BIT.theirs["cpu.rules"] ?? "");
      git(folder, "stash", "-q");
      git(folder, "checkout", "-q", "ours");
    }
    const { status, stderr } = tryGit(folder, verb, what);
    expect(stderr).toContain("conflict in cpu.rules: both branches change vcpu.XSAVE");
    expect(status).not.toBe(0);
    expect(git(folder, "status", "--short", "--ignored")).toBe("UU cpu.rules\n!! node_modules/\n");
    expect(folder.read("cpu.rules")).toContain("\n<<<<<<< ours\n# both branches change vcpu.XSAVE");
  },
);

test("a file that one branch renames is judged under its new name", async () => {
  const folder = await repository(ONE_BIT);
  git(folder, "mv", "cpu.rules", "vcpu.rules");
  git(folder, "commit", "-qm", "rename");
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain("conflict in vcpu.rules: both branches change vcpu.XSAVE");
  expect(status).toBe(1);
});

test("a file that both branches add, with markers where git has them", async () => {
  const folder = await repository({
    base: {},
    ours: { "cpu.rules": rules(REQUIRES, DEFAULT) },
    theirs: { "cpu.rules": rules("", DEFAULT) },
  });
  expect(tryGit(folder, "merge", "-q", "theirs").status).toBe(1);
  expect(folder.read("cpu.rules")).toContain(`<<<<<<< ours\n${REQUIRES}=======\n>>>>>>> theirs\n`);
});

test("where histories cross, the common ancestors are merged as texts, and their merge is the base", async () => {
  const folder = await repository(ONE_BIT);
  const settled = rules(REQUIRES, "  default = guest\n");
  const settle = (branch: string, other: string): void => {
    git(folder, "checkout", "-q", "-b", `${branch}2`, branch);
    expect(tryGit(folder, "merge", "-q", other).status).toBe(1);
    folder.write("cpu.rules", settled);
    git(folder, "commit", "-qam", "settled");
  };
  settle("theirs", "ours");
  settle("ours", "theirs");
  folder.write("cpu.rules", settled.replace("  # 0\n", "  XSAVES requires AVX\n  # 0\n"));
  git(folder, "commit", "-qam", "ours");
  git(folder, "checkout", "-q", "theirs2");
  folder.write("cpu.rules", settled.replace("= guest", "= host | guest"));
  git(folder, "commit", "-qam", "theirs");
  expect(git(folder, "merge-base", "--all", "ours2", "theirs2").trim().split("\n")).toHaveLength(2);
  const { status, stderr } = tryGit(folder, "merge", "-q", "ours2");
  // Only what the branches did since then is told.
  expect(stderr.match(/^conflict in .*/gm)).toEqual([
    "conflict in cpu.rules: both branches change vcpu.XSAVES in different ways",
  ]);
  expect(stderr).not.toContain("base has errors");
  expect(status).toBe(1);
});

test("an undecided merge is merged as text, and that is reported", async () => {
  const text = (top: string, bottom: string): string =>
    `# top ${top}\n\n\n\n\n${undecidableSet()}\n\n\n\n# ${bottom}\n`;
  const folder = await repository({
    base: { "cpu.rules": text("", "") },
    ours: { "cpu.rules": text("ours", "") },
    theirs: { "cpu.rules": text("", "theirs") },
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain("note: cpu.rules is merged as text only: its meaning is undecided");
  expect(status).toBe(0);
  expect(folder.read("cpu.rules")).toBe(text("ours", "theirs"));
});

test("a conflict in a used file is not a conflict of the files that use it", async () => {
  const layout = (name: string): string => LAYOUT.replace("2 AVX", `2 AVX  ${name}`);
  const folder = await repository({
    base: { "cpu.rules": rules("", DEFAULT) },
    ours: { "cpu.rules": rules(REQUIRES, DEFAULT), "layout.rules": layout("3 FMA") },
    theirs: { "cpu.rules": rules("", `${DEFAULT}  # end\n`), "layout.rules": layout("3 SHA") },
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toBe(
    "note: cpu.rules is merged as text only, as there are conflicts in layout.rules\n",
  );
  expect(status).toBe(1);
  expect(git(folder, "status", "--short")).toBe("M  cpu.rules\nUU layout.rules\n");
});

test("a cherry-pick is judged with the working tree's files", async () => {
  const folder = await repository(ONE_BIT);
  const { status, stderr } = tryGit(folder, "cherry-pick", "theirs");
  expect(stderr).toContain("both branches change vcpu.XSAVE");
  expect(status).toBe(1);
});

test.each(["-x.rules", 'it\'s "$(touch pwned)" 5%.rules'])("a file called %j", async (name) => {
  const named = (files: Branches["base"]): Branches["base"] => ({
    [name]: files["cpu.rules"] ?? "",
  });
  const folder = await repository({
    base: named(ONE_BIT.base),
    ours: named(ONE_BIT.ours),
    theirs: named(ONE_BIT.theirs),
  });
  const { status, stderr } = tryGit(folder, "merge", "-q", "theirs");
  expect(stderr).toContain(`conflict in ${name}: both branches change vcpu.XSAVE`);
  expect(status).toBe(1);
  expect(existsSync(join(folder.path, "pwned"))).toBe(false);
});

test("by hand, without a repository", async () => {
  const { run, read } = folderWith({
    "layout.rules": LAYOUT,
    "base.rules": rules("", DEFAULT),
    "ours.rules": rules(REQUIRES, DEFAULT),
    "theirs.rules": rules("", `${DEFAULT}  AVX = none\n`),
  });
  const outcome = await run(["git", "merge", "base.rules", "ours.rules", "theirs.rules"]);
  expect(outcome).toMatchObject({ exitCode: 0, stdout: "" });
  // XSAVE requires AVX, which theirs turns off.
  expect(outcome.stderr).toMatch(
    /^warning in ours\.rules: one branch changes the rules of vcpu\.XSAVE/,
  );
  expect(read("ours.rules")).toBe(rules(REQUIRES, `${DEFAULT}  AVX = none\n`));
});

function acceptances(...reasons: readonly string[]): string {
  const changes = (because: string): unknown => [
    {
      program: "cpu.rules",
      set: "vcpu",
      bits: ["AVX", "XSAVE"],
      direction: "gained",
      condition: because,
    },
  ];
  const all = reasons.map((because) => ({ because, changes: changes(because) }));
  return `${JSON.stringify({ version: 1, acceptances: all }, undefined, 2)}\n`;
}

test("acceptances of both branches count, except those that one of them removes", async () => {
  const file = (...reasons: readonly string[]) => ({
    "caprules.accepted.json": acceptances(...reasons),
  });
  const reasonsIn = (folder: Folder): readonly unknown[] => {
    const text = folder.read("caprules.accepted.json");
    const { acceptances: all } = JSON.parse(text) as { acceptances: { because: unknown }[] };
    return all.map(({ because }) => because);
  };
  const begun = await repository({ base: {}, ours: file("a", "both"), theirs: file("both", "b") });
  git(begun, "merge", "-q", "theirs");
  expect(reasonsIn(begun)).toEqual(["a", "both", "b"]);
  const grown = await repository({
    base: file("one", "two", "three"),
    ours: file("two", "three", "a"),
    theirs: file("one", "two", "b"),
  });
  git(grown, "merge", "-q", "theirs");
  expect(reasonsIn(grown)).toEqual(["two", "a", "b"]);
});

test("a file that is not a file of acceptances is merged as text", async () => {
  const name = "caprules.accepted.json";
  const folder = await repository({
    base: { [name]: acceptances() },
    ours: { [name]: "{\n" },
    theirs: { [name]: acceptances("b") },
  });
  const { status, stdout } = tryGit(folder, "merge", "theirs");
  expect([status, stdout]).toEqual([1, expect.stringContaining("CONFLICT")]);
  expect(folder.read(name)).toContain("<<<<<<<");
});

test("a missing file is a failure, not a conflict", async () => {
  const { run, read } = folderWith({ "ours.rules": "default = host\n", "base.rules": "" });
  const { exitCode, stderr } = await run(["merge", "base.rules", "ours.rules", "absent.rules"]);
  expect(stderr).toBe("error: cannot read `absent.rules`: no such file or directory\n");
  expect(exitCode).toBe(129);
  expect(read("ours.rules")).toBe("default = host\n");
  expect((await run(["merge", "base.rules"])).exitCode).toBe(129);
  expect((await run(["git", "merge", "base.rules"])).exitCode).toBe(129);
});

test("a missing git is reported, and ours stays unchanged", async () => {
  const { run, read } = folderWith({ "a.rules": "default = host\n" });
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  try {
    const { exitCode, stderr } = await run(["merge", "a.rules", "a.rules", "a.rules"]);
    expect(stderr).toContain("git is not installed, or not on the PATH");
    expect(exitCode).toBe(129);
  } finally {
    process.env["PATH"] = path;
  }
  expect(read("a.rules")).toBe("default = host\n");
});

test("a binary file stays as in ours", async () => {
  const { run, read } = folderWith({ "a.rules": "A\0", "b.rules": "B\0", "c.rules": "C\0" });
  const { exitCode, stderr } = await run(["merge", "a.rules", "b.rules", "c.rules"]);
  expect(stderr).toContain("b.rules cannot be merged as text");
  expect(exitCode).toBe(1);
  expect(read("b.rules")).toBe("B\0");
});
