/** The files of a program, as whoever asks about it has them. */

import type { ParseFile } from "../names/parse-file.ts";
import type { ReadFile } from "../names/read-file.ts";

/** A program of rule files. */
export interface RuleSource {
  /** Names of the files to start from, in order. Files that they `use` are read as well. */
  readonly entry: readonly string[];
  readonly readFile: ReadFile;
  /** A parser that sources share parses each file once. */
  readonly parseFile?: ParseFile;
}
