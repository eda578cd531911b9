/**
 * Names the files of a folder, a commit or a working tree, and describes entries that may hide
 * rules.
 */

import type { Obstacle } from "../review/programs/found-files.ts";

/** A file name as text; undefined if its bytes are not UTF-8. */
export function decodeName(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A file whose name is not UTF-8. @param digest the digest of its content. */
export function unnamed(bytes: Uint8Array, digest?: string): Obstacle {
  const name = Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  ).join("");
  return { name, reason: "its name is not UTF-8", help: "rename it", digest };
}

/**
 * A link without a target that could be compared.
 * @param target the target as stored in the link.
 */
export function brokenLink(name: string, target: string, where: "nowhere" | "outside"): Obstacle {
  const reason =
    where === "nowhere"
      ? "it is a link that leads to no file"
      : "it is a link that leads out of the compared files";
  return { name, reason, help: "make it a file, or remove it", digest: `link ${target}` };
}

export function noRegularFile(name: string): Obstacle {
  const reason = "it is neither a regular file nor a folder";
  return { name, reason, help: "remove it", digest: undefined };
}
