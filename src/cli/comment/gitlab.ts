/** Notes of a merge request on GitLab. */

import {
  CommentError,
  request,
  required,
  type CommentHost,
  type Environment,
  type PostedComment,
} from "./comment-host.ts";

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number };
}

/**
 * @param environment of a job of GitLab CI, with CAPRULES_TOKEN.
 * @throws CommentError if a variable is missing.
 */
export function gitlabComments(environment: Environment): CommentHost {
  const api = required(environment, "CI_API_V4_URL");
  const project = required(environment, "CI_PROJECT_ID");
  const number = required(environment, "CI_MERGE_REQUEST_IID");
  const headers = {
    "private-token": required(environment, "CAPRULES_TOKEN"),
    "content-type": "application/json",
  };
  const notes = `${api}/projects/${project}/merge_requests/${number}/notes`;

  return {
    ownComments: async () => {
      const { value: user } = await request(`${api}/user`, { headers });
      const { id: userId } = user as { readonly id: number }; // as GitLab documents it
      const own: PostedComment[] = [];
      let page = "1";
      do {
        const query = `per_page=100&order_by=created_at&sort=asc&page=${page}`;
        const answer = await request(`${notes}?${query}`, { headers });
        if (!Array.isArray(answer.value))
          throw new CommentError("the answer is not a list of notes");
        for (const { id, body, author } of answer.value as readonly Note[]) {
          if (author.id === userId) own.push({ id: String(id), body });
        }
        // Empty on the last page.
        page = answer.headers.get("x-next-page") ?? "";
      } while (page !== "");
      return own;
    },
    create: async (body) => {
      await request(notes, { method: "POST", headers, body: JSON.stringify({ body }) });
    },
    update: async (id, body) => {
      await request(`${notes}/${id}`, { method: "PUT", headers, body: JSON.stringify({ body }) });
    },
  };
}
