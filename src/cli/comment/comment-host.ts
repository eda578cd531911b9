/** The interface to the comments of one pull or merge request. */

export interface PostedComment {
  readonly id: string;
  readonly body: string;
}

/** Each function throws CommentError if the host does not answer as expected. */
export interface CommentHost {
  /** All comments that the owner of the token has written, oldest first. */
  readonly ownComments: () => Promise<readonly PostedComment[]>;
  readonly create: (body: string) => Promise<void>;
  readonly update: (id: string, body: string) => Promise<void>;
}

/** Thrown if comments cannot be read or written. The message gives the reason in one line. */
export class CommentError extends Error {
  override readonly name = "CommentError";
}

/** Variables that a CI job sets. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws CommentError if the variable is not set, or empty. */
export function required(environment: Environment, name: string): string {
  const value = environment[name] ?? "";
  if (value === "") throw new CommentError(`the variable ${name} is not set`);
  return value;
}

/**
 * Sends a request and returns the JSON value and the headers of the answer.
 * @throws CommentError if the host cannot be reached, or refuses.
 */
export async function request(
  url: string,
  options: RequestInit,
): Promise<{ readonly value: unknown; readonly headers: Headers }> {
  const response = await fetch(url, options).catch((error: unknown) => {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw new CommentError(cause instanceof Error ? cause.message : String(cause));
  });
  const text = await response.text();
  if (!response.ok) throw new CommentError(`HTTP ${response.status}: ${firstLine(text)}`);
  try {
    return { value: JSON.parse(text), headers: response.headers };
  } catch {
    throw new CommentError(`the answer is not JSON: ${firstLine(text)}`);
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]?.slice(0, 200) ?? "";
}
