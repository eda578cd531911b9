/**
 * Comments of a pull request on GitHub, through its GraphQL interface, which gives the author of a
 * comment.
 */

import {
  CommentError,
  request,
  required,
  type CommentHost,
  type Environment,
  type PostedComment,
} from "./comment-host.ts";

const COMMENTS = `
query ($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      comments(first: 100, after: $after) {
        nodes { id body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const CREATE = `
mutation ($id: ID!, $body: String!) {
  addComment(input: { subjectId: $id, body: $body }) { clientMutationId }
}`;

const UPDATE = `
mutation ($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { clientMutationId }
}`;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

interface PullRequest {
  readonly id: string;
  readonly comments: {
    readonly nodes: readonly (PostedComment & { readonly viewerDidAuthor: boolean })[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** The answer to `COMMENTS`, if there are no errors. */
interface CommentsPage {
  readonly repository?: { readonly pullRequest?: PullRequest | null } | null;
}

/**
 * @param environment of a job on GitHub Actions, with GITHUB_TOKEN and PULL_REQUEST, the number.
 * @throws CommentError if a variable is missing.
 */
export function githubComments(environment: Environment): CommentHost {
  const url = required(environment, "GITHUB_GRAPHQL_URL");
  const token = required(environment, "GITHUB_TOKEN");
  const [owner, name] = required(environment, "GITHUB_REPOSITORY").split("/");
  const number = Number(required(environment, "PULL_REQUEST"));

  async function ask(
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    const { value } = await request(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = value as Answer; // as defined by the GraphQL specification
    const [error] = errors;
    if (error !== undefined) throw new CommentError(error.message);
    return data;
  }

  async function pullRequest(after: string | null): Promise<PullRequest> {
    const page = (await ask(COMMENTS, { owner, name, number, after })) as CommentsPage | undefined;
    const found = page?.repository?.pullRequest;
    if (found == null) throw new CommentError(`there is no pull request ${String(number)}`);
    return found;
  }

  return {
    ownComments: async () => {
      const own: PostedComment[] = [];
      let after: string | null = null;
      do {
        const { comments } = await pullRequest(after);
        own.push(...comments.nodes.filter(({ viewerDidAuthor }) => viewerDidAuthor));
        after = comments.pageInfo.hasNextPage ? comments.pageInfo.endCursor : null;
      } while (after !== null);
      return own;
    },
    create: async (body) => {
      const { id } = await pullRequest(null);
      await ask(CREATE, { id, body });
    },
    update: async (id, body) => {
      await ask(UPDATE, { id, body });
    },
  };
}
