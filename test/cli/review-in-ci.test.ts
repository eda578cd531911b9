/** What a pull request's review runs, from action.yml and the GitLab job of src/diff/README.md, step by step in a local repository. */

import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";

import { buildCommand } from "./built-command.ts";
import { git } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

const ROOT = join(import.meta.dirname, "../..");

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

let command = "";
beforeAll(() => {
  ({ command } = buildCommand("caprules-review-test"));
});

const OLD = "default = host & guest\n";
const NEW = "default = host & guest\nemulated: RDPID\n";

/** A repository with a branch that changes a rule; `gh` and `curl` write down what they are called with. */
function repository({ known = "" }: { readonly known?: string } = {}): Folder {
  const folder = folderWith({
    "cpu.rules": OLD,
    ".gitignore": "*\n!cpu.rules\n",
    "bin/npx": `#!/bin/sh\nshift\nexec '${process.execPath}' '${command}' "$@"\n`,
    "bin/gh": `#!/bin/sh\necho "gh $*" >> "$RUNNER_TEMP/calls"\ncase "$*" in *--jq*) echo '${known}';; esac\n`,
    "bin/curl": `#!/bin/sh\necho "curl $*" >> calls\ncase "$*" in *per_page*) echo '${known}';; esac\n`,
  });
  for (const name of ["npx", "gh", "curl"]) chmodSync(join(folder.path, "bin", name), 0o755);
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "first");
  git(folder, "checkout", "-qb", "topic");
  folder.write("cpu.rules", NEW);
  git(folder, "commit", "-qam", "second");
  return folder;
}

function bash(
  { path }: Folder,
  script: string,
  env: Readonly<Record<string, string>>,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  // As GitHub runs `shell: bash`.
  return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd: path,
    encoding: "utf8",
    env: { ...process.env, PATH: `${path}/bin:${process.env["PATH"] ?? ""}`, ...env },
  });
}

/** Runs the action's steps, each with the variables that those before it have set. */
function runAction(
  folder: Folder,
  {
    failOn = "none",
    base = "main",
    head = "topic",
  }: { readonly failOn?: string; readonly base?: string; readonly head?: string } = {},
): { readonly status: number | null; readonly stdout: string; readonly calls: string } {
  const values: Readonly<Record<string, string>> = {
    "github.event.pull_request.base.sha": base,
    "github.event.pull_request.head.sha": head,
    "github.event.pull_request.number": "7",
    "github.repository": "someone/rules",
    "inputs.fail-on": failOn,
    "inputs.token": "secret",
  };
  const { runs } = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly Step[] };
  };
  folder.write("env", "");
  folder.write("summary", "");
  folder.write("calls", "");
  let stdout = "";
  let status: number | null = 0;
  for (const step of runs.steps) {
    const set = Object.fromEntries(
      folder
        .read("env")
        .split("\n")
        .filter((line) => line !== "")
        .map((line): [string, string] => {
          const [name = "", value = ""] = line.split("=");
          return [name, value];
        }),
    );
    if (step.if !== undefined && set["CAPRULES_STATUS"] === "2") continue;
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ (.*?) \}\}/g, (_, key: string) => values[key] ?? ""),
      ]),
    );
    const result = bash(folder, step.run, {
      ...set,
      ...env,
      GITHUB_ENV: join(folder.path, "env"),
      GITHUB_STEP_SUMMARY: join(folder.path, "summary"),
      RUNNER_TEMP: folder.path,
    });
    stdout += result.stdout;
    status = result.status;
    if (status !== 0) break;
  }
  return { status, stdout, calls: folder.read("calls") };
}

test.each([{ base: "" }, { head: "" }, { base: "", head: "" }])(
  "outside of a pull request the action fails: %o",
  (ends) => {
    const { status, stdout, calls } = runAction(repository(), ends);
    expect(stdout).toMatch(/^::error::this action compares the two ends of a pull request/);
    expect([status, calls]).toEqual([2, ""]);
  },
);

test("the action annotates the rule and writes a comment", () => {
  const folder = repository();
  const { status, stdout, calls } = runAction(folder);
  expect(stdout).toContain("::warning file=cpu.rules,line=2,title=+ cpu.RDPID::");
  expect(calls).toContain(
    "gh api --silent --method POST repos/someone/rules/issues/7/comments --field body=@",
  );
  expect(folder.read("caprules.md")).toContain("**Rules:** 1 of ");
  expect(folder.read("summary")).toContain("**Rules:** 1 of ");
  expect(status).toBe(0);
});

test("… updates the one that is there", () => {
  const { calls } = runAction(repository({ known: "42" }));
  expect(calls).toContain("--method PATCH repos/someone/rules/issues/comments/42 ");
  expect(calls).not.toContain("POST");
});

test("… writes none where no rules differ", () => {
  const { status, calls } = runAction(repository(), { base: "topic" });
  expect(calls).not.toContain("POST");
  expect(status).toBe(0);
});

test("… writes one whatever the rules say", () => {
  const folder = repository();
  const rules = folder.read("cpu.rules");
  folder.write("cpu.rules", `${rules}SHA_NI = guest because "no rules differ"\n`);
  git(folder, "commit", "-qam", "a reason");
  expect(runAction(folder).calls).toContain("POST");
});

test("… fails as it was told to, after the comment", () => {
  const { status, calls } = runAction(repository(), { failOn: "gained" });
  expect(calls).toContain("POST");
  expect(status).toBe(1);
});

test("… passes what the head of the pull request has accepted", () => {
  const folder = repository();
  const why = ["diff", "main", "--accept", "-m", "it is meant"];
  const { status: accepted } = spawnSync(process.execPath, [command, ...why], { cwd: folder.path });
  expect(accepted).toBe(0);
  git(folder, "add", "-f", "caprules.accepted.json");
  git(folder, "commit", "-qm", "accepted");
  const { status, stdout } = runAction(folder, { failOn: "any" });
  expect(stdout).toContain("::notice file=cpu.rules,line=2,title=+ cpu.RDPID::");
  expect(folder.read("caprules.md")).toContain("all accepted");
  expect(status).toBe(0);
});

test("… fails without a comment where it could not run", () => {
  const { status, calls } = runAction(repository(), {
    base: "0123456789abcdef0123456789abcdef01234567",
  });
  expect(calls).toBe("");
  expect(status).toBe(2);
});

test.each([
  {
    known: "[]",
    calls:
      "--request POST --data-urlencode body@caprules.md api/projects/5/merge_requests/7/notes\n",
  },
  {
    known: '[{"id": 1, "body": "fine"}, {"id": 42, "body": "<!-- caprules diff --> old"}]',
    calls:
      "--request PUT --data-urlencode body@caprules.md api/projects/5/merge_requests/7/notes/42\n",
  },
])("the GitLab job writes a note, or updates its own", ({ known, calls }) => {
  const folder = repository({ known });
  const { status, stderr } = runGitlabJob(folder);
  expect(status, stderr).toBe(0);
  expect(folder.read("caprules.md")).toContain("1 of ");
  expect(folder.read("calls")).toContain(calls);
});

test("… writes its note where rules have errors, too, and fails after that", () => {
  const folder = repository({ known: "[]" });
  folder.write("cpu.rules", "default = hst\n");
  git(folder, "commit", "-qam", "broken");
  const { status } = runGitlabJob(folder);
  expect(folder.read("caprules.md")).toContain("CR0201 in the new rules");
  expect(folder.read("calls")).toContain("--request POST");
  expect(status).toBe(1);
});

test("… writes none where it could not run", () => {
  const folder = repository({ known: "[]" });
  folder.write("calls", "");
  expect(runGitlabJob(folder, "0123456789abcdef0123456789abcdef01234567").status).toBe(2);
  expect(folder.read("calls")).toBe("");
});

/** Runs the script of the GitLab job. */
function runGitlabJob(folder: Folder, base = "main"): ReturnType<typeof bash> {
  const [text = ""] =
    /^caprules:\n(?: .*\n)+/m.exec(readFileSync(join(ROOT, "src/diff/README.md"), "utf8")) ?? [];
  const { caprules } = parse(text) as { readonly caprules: { readonly script: readonly string[] } };
  const script = caprules.script.filter((line) => line !== "npm ci").join("\n");
  return bash(folder, script, {
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_API_V4_URL: "api",
    CI_PROJECT_ID: "5",
    CI_MERGE_REQUEST_IID: "7",
    CAPRULES_TOKEN: "secret",
  });
}
