/** Runs action.yml and the GitLab job of src/review/README.md step by step, against a stub of both APIs. */

import { execFile, spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

import { buildCommand } from "./built-command.ts";
import { BOT, startCommentStub, type CommentStub, type StubComment } from "./comment-stub.ts";
import { git } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

const ROOT = join(import.meta.dirname, "../..");
const NO_COMMIT = "0".repeat(40);

let built = "";
let command = "";
beforeAll(() => {
  ({ folder: built, command } = buildCommand("caprules-review-test"));
});

const OLD = "default = host & guest\n";
const NEW = "default = host & guest\nemulated: RDPID\n";

/**
 * A repository with a branch that changes a rule. `npx` refuses to install, and writes down the options that it was
 * given.
 */
function repository(): Folder {
  const npx = `#!/bin/sh
[ "$1" = --no-install ] || { echo "npx would install" >&2; exit 9; }
name=$2; shift 2
case "$name" in caprules) file='${command}' ;; *) file='${join(built, "comment.cjs")}' ;; esac
exec '${process.execPath}' "$file" "$@"
`;
  const folder = folderWith({
    "cpu.rules": OLD,
    ".gitignore": "*\n!cpu.rules\n",
    "bin/npx": npx,
    "bin/npm": "#!/bin/sh\n",
  });
  for (const name of ["npx", "npm"]) chmodSync(join(folder.path, "bin", name), 0o755);
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "first");
  git(folder, "checkout", "-qb", "topic");
  folder.write("cpu.rules", NEW);
  git(folder, "commit", "-qam", "second");
  return folder;
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a step like GitHub's `shell: bash`. The call is asynchronous, because the stub answers from
 * this process.
 */
function bash(
  { path }: Folder,
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const PATH = `${path}/bin:${process.env["PATH"] ?? ""}`;
  const options = { cwd: path, encoding: "utf8", env: { ...process.env, PATH, ...env } } as const;
  return new Promise((resolve) => {
    execFile("bash", args, options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

interface Run {
  /** Properties of `github.event`, by path. */
  readonly event?: Readonly<Record<string, string>>;
  readonly failOn?: string;
  readonly existing?: readonly StubComment[];
  readonly mayWrite?: boolean;
}

interface ActionEnd extends Ended {
  readonly summary: string;
  readonly comments: readonly StubComment[];
}

const PULL_REQUEST = {
  "pull_request.base.sha": "main",
  "pull_request.head.sha": "topic",
  "pull_request.number": "7",
  pull_request: "an object",
};

/** Runs the action's steps, each with what those before it have set. */
async function runAction(
  folder: Folder,
  { event = PULL_REQUEST, failOn = "none", existing = [], mayWrite = true }: Run = {},
): Promise<ActionEnd> {
  const stub = await startCommentStub(existing, { mayWrite });
  const values: Record<string, string> = { "inputs.fail-on": failOn, "inputs.token": "secret" };
  for (const [path, value] of Object.entries(event)) values[`github.event.${path}`] = value;
  const evaluate = (expression: string): string =>
    expression
      .split(" || ")
      .map((path) => values[path] ?? "")
      .find((value) => value !== "") ?? "";
  const { runs } = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly Step[] };
  };
  folder.write("summary", "");
  let end: Ended = { status: 0, stdout: "", stderr: "" };
  for (const step of runs.steps) {
    const isWanted = step.if?.split(" && ").every((each) => evaluate(each) !== "") ?? true;
    if (!isWanted) continue;
    const env = Object.entries(step.env ?? {}).map(([name, text]): [string, string] => [
      name,
      text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => evaluate(expression)),
    ]);
    folder.write("output", "");
    const { status, stdout, stderr } = await bash(folder, step.run, {
      ...Object.fromEntries(env),
      ...{ GITHUB_ACTIONS: "true", GITLAB_CI: "", GITHUB_REPOSITORY: "someone/rules" },
      GITHUB_EVENT_NAME: "an_event",
      GITHUB_GRAPHQL_URL: `${stub.url}/graphql`,
      GITHUB_OUTPUT: join(folder.path, "output"),
      GITHUB_STEP_SUMMARY: join(folder.path, "summary"),
      RUNNER_TEMP: folder.path,
    });
    end = { status, stdout: end.stdout + stdout, stderr: end.stderr + stderr };
    if (status !== 0) break;
    for (const [, name = "", value = ""] of folder.read("output").matchAll(/^(\w+)=(.*)$/gm)) {
      values[`steps.${step.id ?? ""}.outputs.${name}`] = value;
    }
  }
  return { ...end, summary: folder.read("summary"), comments: stub.comments() };
}

/** Runs the script of the job in src/review/README.md. */
async function runGitlabJob(
  folder: Folder,
  { base = "main", stub }: { readonly base?: string; readonly stub: CommentStub },
): Promise<Ended> {
  const readme = readFileSync(join(ROOT, "src/review/README.md"), "utf8");
  const [text = ""] = /^caprules:\n(?: .*\n)+/m.exec(readme) ?? [];
  const { caprules } = parse(text) as { readonly caprules: { readonly script: readonly string[] } };
  return bash(folder, caprules.script.join("\n"), {
    ...{ GITLAB_CI: "true", GITHUB_ACTIONS: "" },
    BASE: base,
    CI_COMMIT_SHA: git(folder, "rev-parse", "topic").trim(),
    CI_API_V4_URL: stub.url,
    CI_PROJECT_ID: "5",
    CI_MERGE_REQUEST_IID: "7",
    CAPRULES_TOKEN: "secret",
  });
}

const MARK = "<!-- caprules diff -->";
const OURS = { id: 130, body: `${MARK}\nold`, author: BOT };
const QUOTED = { id: 2, body: `${MARK}\nthis rule is wrong`, author: "someone" };

/**
 * More than a page of comments. The first one has the mark, but another author; the last one is
 * ours.
 */
const LONG_DISCUSSION: readonly StubComment[] = [
  QUOTED,
  ...Array.from({ length: 120 }, (_, index) => ({
    ...{ id: index + 3, body: "fine", author: BOT },
  })),
  OURS,
];

describe("the action", () => {
  test("annotates the rule, and writes a summary and a comment", async () => {
    const { status, stdout, summary, comments } = await runAction(repository());
    expect(stdout).toContain("::warning file=cpu.rules,line=2,title=+ cpu.RDPID::");
    expect(summary).toContain("**Rules:** cpu.RDPID is gained when ");
    expect(comments).toMatchObject([{ author: BOT }]);
    expect(comments[0]?.body).toMatch(
      /^<!-- caprules diff -->\n\*\*Rules:\*\* cpu\.RDPID is gained when /,
    );
    expect(status).toBe(0);
  });

  test("replaces its own comment, however long the discussion, and nobody else's", async () => {
    const { comments } = await runAction(repository(), { existing: LONG_DISCUSSION });
    expect(comments.slice(0, -1)).toEqual(LONG_DISCUSSION.slice(0, -1));
    expect(comments.at(-1)).toMatchObject({ id: OURS.id });
    expect(comments.at(-1)?.body).toContain("1 of ");
  });

  test.each([
    { failOn: "none", status: 0 },
    { failOn: "gained", status: 1 },
  ])("passes or fails a fork by the verdict, without a comment: %o", async ({ failOn, status }) => {
    const end = await runAction(repository(), { failOn, mayWrite: false });
    expect(end.summary).toContain("**Rules:** cpu.RDPID is gained when ");
    expect(end.stdout).toMatch(
      /^::notice::no comment was written.*Resource not accessible by integration\)$/m,
    );
    expect([end.comments, end.status]).toEqual([[], status]);
  });

  test("writes no comment where no rules differ, and replaces an old one", async () => {
    const event = { ...PULL_REQUEST, "pull_request.base.sha": "topic" };
    expect((await runAction(repository(), { event })).comments).toEqual([]);
    const { comments } = await runAction(repository(), { event, existing: [OURS] });
    expect(comments).toMatchObject([{ id: OURS.id }]);
    expect(comments[0]?.body).toContain("no rules differ");
  });

  test("writes one whatever the rules say", async () => {
    const folder = repository();
    const rules = folder.read("cpu.rules");
    folder.write("cpu.rules", `${rules}SHA_NI = guest because "no rules differ"\n`);
    git(folder, "commit", "-qam", "a reason");
    expect((await runAction(folder)).comments).toHaveLength(1);
  });

  test("fails as it was told to, after the comment", async () => {
    const { status, comments } = await runAction(repository(), { failOn: "gained" });
    expect([status, comments.length]).toEqual([1, 1]);
  });

  test("passes changes that the head of the pull request accepts", async () => {
    const folder = repository();
    const why = ["diff", "main", "--accept", "-m", "it is meant"];
    const accepted = spawnSync(process.execPath, [command, ...why], { cwd: folder.path });
    expect(accepted.status).toBe(0);
    git(folder, "add", "-f", "caprules.accepted.json");
    git(folder, "commit", "-qm", "accepted");
    git(folder, "checkout", "-q", "--detach", "main");
    const { status, stdout, comments } = await runAction(folder, { failOn: "any" });
    expect(stdout).toContain("::notice file=cpu.rules,line=2,title=+ cpu.RDPID::");
    expect(comments[0]?.body).toContain("all accepted");
    expect(status).toBe(0);
  });

  test.each([
    ["a merge group", { "merge_group.base_sha": "main", "merge_group.head_sha": "topic" }],
    ["a push", { before: "main", after: "topic" }],
  ])("judges %s, without a comment", async (_, event) => {
    const { status, summary, comments } = await runAction(repository(), { event, failOn: "any" });
    expect(summary).toContain("**Rules:** cpu.RDPID is gained when ");
    expect([status, comments]).toEqual([1, []]);
  });

  test("compares a new branch with where it left the default branch", async () => {
    const folder = repository();
    git(folder, "update-ref", "refs/remotes/origin/main", "main");
    const event = { before: NO_COMMIT, after: "topic", "repository.default_branch": "main" };
    const { status, summary } = await runAction(folder, { event, failOn: "any" });
    expect(summary).toContain("**Rules:** cpu.RDPID is gained when ");
    expect(status).toBe(1);
  });

  test("does nothing for a deleted branch", async () => {
    const event = { before: "main", after: NO_COMMIT };
    expect(await runAction(repository(), { event })).toMatchObject({ status: 0, summary: "" });
  });

  test("fetches the head of a fork", async () => {
    const origin = repository();
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
    const head = git(origin, "rev-parse", "topic").trim();
    const folder = repository();
    git(folder, "checkout", "-q", "main");
    git(folder, "branch", "-qD", "topic");
    git(folder, "remote", "add", "origin", origin.path);
    git(folder, "reflog", "expire", "--expire=now", "--all");
    git(folder, "prune", "--expire=now");
    const event = { ...PULL_REQUEST, "pull_request.head.sha": head };
    const { status, summary } = await runAction(folder, { event, failOn: "gained" });
    expect(summary).toContain("**Rules:** cpu.RDPID is gained when ");
    expect(status).toBe(1);
  });

  test.each([
    { "pull_request.base.sha": "" },
    { "pull_request.head.sha": "" },
    { "pull_request.base.sha": "", "pull_request.head.sha": "" },
  ])("fails where an end is missing: %o", async (ends) => {
    const end = await runAction(repository(), { event: { ...PULL_REQUEST, ...ends } });
    expect(end.stdout).toMatch(/^::error::this action compares the ends of a pull request/);
    expect([end.status, end.comments]).toEqual([2, []]);
  });

  test("fails without a comment where it could not run", async () => {
    const event = { ...PULL_REQUEST, "pull_request.base.sha": "1".repeat(40) };
    const { status, comments } = await runAction(repository(), { event });
    expect([status, comments]).toEqual([2, []]);
  });
});

describe("the GitLab job", () => {
  test("writes a note", async () => {
    const stub = await startCommentStub([]);
    const { status, stderr } = await runGitlabJob(repository(), { stub });
    expect(status, stderr).toBe(0);
    expect(stub.comments()[0]?.body).toContain("1 of ");
  });

  test("replaces its own note, however long the discussion, and nobody else's", async () => {
    const stub = await startCommentStub(LONG_DISCUSSION);
    await runGitlabJob(repository(), { stub });
    expect(stub.comments().slice(0, -1)).toEqual(LONG_DISCUSSION.slice(0, -1));
    expect(stub.comments().at(-1)?.body).toContain("1 of ");
  });

  test("writes its note where rules have errors, too, and fails after that", async () => {
    const folder = repository();
    folder.write("cpu.rules", "default = hst\n");
    git(folder, "commit", "-qam", "broken");
    const stub = await startCommentStub([]);
    const { status } = await runGitlabJob(folder, { stub });
    expect(stub.comments()[0]?.body).toContain("CR0201 in the new rules");
    expect(status).toBe(1);
  });

  test("prints the comparison if the token may not write", async () => {
    const stub = await startCommentStub([], { mayWrite: false });
    const { status, stdout, stderr } = await runGitlabJob(repository(), { stub });
    expect(stderr).toContain('caprules-comment: HTTP 403: {"message":"403 Forbidden"}');
    expect(stdout).toContain("**Rules:** cpu.RDPID is gained when ");
    expect(status).toBe(0);
  });

  test("writes none where it could not run", async () => {
    const stub = await startCommentStub([]);
    expect((await runGitlabJob(repository(), { base: "1".repeat(40), stub })).status).not.toBe(0);
    expect(stub.comments()).toEqual([]);
  });
});
