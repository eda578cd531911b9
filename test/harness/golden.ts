/** Compares text with a golden file, which `UPDATE_GOLDEN=1` rewrites. */

import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** `path` starts at `test/`. */
export function assertGolden(actual: string, path: string): void {
  const file = new URL(`../${path}`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, actual);
  expect(actual).toBe(readFileSync(file, "utf8"));
}
