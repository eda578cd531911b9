/** Reads a text file of unknown origin: only regular files, only UTF-8, only up to a size. */

import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";

import type { FileContent } from "../names/read-file.ts";

/** @param limit in bytes. */
export function readTextFile(path: string, limit: number, mark: Mark = "dropped"): FileContent {
  try {
    // The file is examined before it is opened: opening a device can have effects, and opening a
    // pipe waits for its writer.
    const kind = statSync(path);
    if (kind.isDirectory()) return { kind: "directory" };
    if (!kind.isFile()) return { kind: "unreadable", reason: "it is not a regular file" };
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return readDescriptor(descriptor, limit, mark);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return describeFailure(error);
  }
}

/** Whether a byte order mark is kept as part of the text. */
type Mark = "kept" | "dropped";

/** Decodes bytes as strict UTF-8. */
export function decodeText(bytes: Uint8Array, limit: number, mark: Mark = "dropped"): FileContent {
  if (bytes.length > limit) {
    return { kind: "too-large", size: bytes.length, limit, digest: digestOf(bytes) };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: mark === "kept" }).decode(
      bytes,
    );
    if (!text.startsWith(LFS_POINTER)) return { kind: "text", text };
    const reason = "it is a pointer of Git LFS, not the file itself: run `git lfs pull`";
    return { kind: "unreadable", reason, digest: digestOf(bytes) };
  } catch {
    return { kind: "not-utf8", offset: invalidOffset(bytes), digest: digestOf(bytes) };
  }
}

/** The beginning of a Git LFS pointer file. */
const LFS_POINTER = "version https://git-lfs.github.com/spec/";

function digestOf(bytes: Uint8Array): string {
  // Loaded on demand, since loading this module takes 2 ms and every command reads files.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(bytes).digest("hex");
}

/** The operating system's message, such as `permission denied`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
}

export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** Reads until the end, since files of /proc report a size of 0 and other files may grow. */
function readDescriptor(descriptor: number, limit: number, mark: Mark): FileContent {
  const { size } = fstatSync(descriptor);
  if (size > limit) return { kind: "too-large", size, limit };
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (total <= limit) {
    const chunk = new Uint8Array(Math.max(64 * 1024, size - total + 1));
    const length = readSync(descriptor, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  return decodeText(Buffer.concat(chunks), limit, mark);
}

function describeFailure(error: unknown): FileContent {
  switch (systemCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return { kind: "missing" };
    case undefined:
      throw error;
    default:
      return { kind: "unreadable", reason: systemReason(error) };
  }
}

/** The offset of the first byte that is not valid UTF-8. */
function invalidOffset(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    if (isBeginningOfText(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

/** True if the bytes are valid UTF-8, possibly cut within the last character. */
function isBeginningOfText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
