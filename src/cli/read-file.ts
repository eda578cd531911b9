/** Reads a text file of unknown origin: only regular files, only UTF-8, only up to a size. */

import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";

import type { FileContent } from "../names/read-file.ts";

/** @param limit in bytes. */
export function readTextFile(path: string, limit: number, mark: Mark = "dropped"): FileContent {
  try {
    // Opening a device can have effects, and opening a pipe waits for its writer: look first.
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

/** Whether a byte order mark is a part of the text. */
type Mark = "kept" | "dropped";

/** The text that the bytes are, strictly. */
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

/** How a file begins that stands for one which Git LFS keeps elsewhere. */
const LFS_POINTER = "version https://git-lfs.github.com/spec/";

function digestOf(bytes: Uint8Array): string {
  // Every command reads files, and loading this module takes 2 ms of its start.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(bytes).digest("hex");
}

/** In the operating system's words: `permission denied`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
}

export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** Files of /proc say that they have 0 bytes, and others may grow: what counts is what can be read. */
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

/** Offset of the first byte that no UTF-8 text has there. */
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

/** A character that the end cuts is no mistake yet. */
function isBeginningOfText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
