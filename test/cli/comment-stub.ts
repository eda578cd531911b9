/** GitHub's and GitLab's interfaces for comments, as far as caprules uses them, over HTTP. */

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

export interface StubComment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
}

export interface CommentStub {
  readonly url: string;
  /** Oldest first; what was written is among them. */
  readonly comments: () => readonly StubComment[];
}

/** The owner of the token. */
export const BOT = "caprules-bot";

/** The length of a page; caprules asks for pages of this length. */
const LONGEST_PAGE = 100;

interface Answer {
  readonly status?: number;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param mayWrite false as for the token of a fork's pull request. */
export async function startCommentStub(
  existing: readonly StubComment[],
  { mayWrite = true }: { readonly mayWrite?: boolean } = {},
): Promise<CommentStub> {
  const comments: StubComment[] = [...existing];
  const write = (id: number | undefined, body: string): void => {
    const index = comments.findIndex((comment) => comment.id === id);
    const written = { id: id ?? comments.length + 1, body, author: BOT };
    if (index === -1) comments.push(written);
    else comments[index] = written;
  };

  function answerGraphql(text: string): Answer {
    const { query, variables } = JSON.parse(text) as {
      readonly query: string;
      readonly variables: {
        readonly id?: string;
        readonly body?: string;
        readonly after?: string | null;
      };
    };
    if (query.includes("mutation")) {
      if (!mayWrite) {
        const message = "Resource not accessible by integration";
        return { value: { data: null, errors: [{ type: "FORBIDDEN", message }] } };
      }
      const isUpdate = query.includes("updateIssueComment");
      write(isUpdate ? Number(variables.id) : undefined, variables.body ?? "");
      return { value: { data: {} } };
    }
    const start = Number(variables.after ?? 0);
    const end = start + LONGEST_PAGE;
    const nodes = comments.slice(start, end).map(({ id, body, author }) => ({
      ...{ id: String(id), body, viewerDidAuthor: author === BOT },
    }));
    const pageInfo = { hasNextPage: end < comments.length, endCursor: String(end) };
    const pullRequest = { id: "PR_7", comments: { nodes, pageInfo } };
    return { value: { data: { repository: { pullRequest } } } };
  }

  function answerGitlab({ method, url = "" }: IncomingMessage, text: string): Answer {
    const { pathname, searchParams } = new URL(url, "http://stub");
    if (pathname === "/user") return { value: { id: BOT } };
    const [, id] = /^\/projects\/5\/merge_requests\/7\/notes(?:\/(\d+))?$/.exec(pathname) ?? [];
    if (method === "GET") {
      const page = Number(searchParams.get("page"));
      const end = page * LONGEST_PAGE;
      const value = comments.slice(end - LONGEST_PAGE, end).map(({ author, ...comment }) => ({
        ...comment,
        author: { id: author },
      }));
      return { value, headers: { "x-next-page": end < comments.length ? String(page + 1) : "" } };
    }
    if (!mayWrite) return { status: 403, value: { message: "403 Forbidden" } };
    const { body } = JSON.parse(text) as { readonly body: string };
    write(id === undefined ? undefined : Number(id), body);
    return { value: {} };
  }

  const server = createServer((incoming, outgoing) => {
    let text = "";
    incoming.on("data", (chunk: Buffer) => (text += chunk.toString()));
    incoming.on("end", () => {
      const answer =
        incoming.url === "/graphql" ? answerGraphql(text) : answerGitlab(incoming, text);
      const { status = 200, value, headers = {} } = answer;
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { url: `http://127.0.0.1:${port}`, comments: () => comments };
}
