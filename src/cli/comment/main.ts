#!/usr/bin/env node
/**
 * `caprules-comment FILE`: writes the Markdown of a comparison as a comment on the pull or merge
 * request of the CI job.
 *
 * Exit codes: 0 written, or not needed; 2 could not be written.
 */

import { readFileSync } from "node:fs";

import { CommentError, type CommentHost, type Environment } from "./comment-host.ts";
import { githubComments } from "./github.ts";
import { gitlabComments } from "./gitlab.ts";
import { writeComment } from "./write-comment.ts";

function hostOf(environment: Environment): CommentHost {
  if (environment["GITLAB_CI"] === "true") return gitlabComments(environment);
  if (environment["GITHUB_ACTIONS"] === "true") return githubComments(environment);
  throw new CommentError("this is not a job of GitHub Actions or GitLab CI");
}

function readBody(file: string | undefined): string {
  if (file === undefined) throw new CommentError("usage: caprules-comment FILE");
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CommentError(`cannot read \`${file}\``);
  }
}

async function run(): Promise<void> {
  try {
    const body = readBody(process.argv[2]);
    const done = await writeComment(hostOf(process.env), body);
    process.stdout.write(`caprules-comment: ${done}\n`);
  } catch (error) {
    if (!(error instanceof CommentError)) throw error;
    process.stderr.write(`caprules-comment: ${error.message}\n`);
    process.exitCode = 2;
  }
}

void run();
