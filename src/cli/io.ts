/** The environment of a run of the command; tests pass their own. */

import pico from "picocolors";

import type { Paint } from "../diagnostics/paint.ts";
import type { Machine } from "./machine.ts";

export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads all of standard input, but stops soon after `limit` bytes. */
  readonly readStandardInput: (limit: number) => Promise<Uint8Array>;
  /** The only source of `host` if no dump is given. */
  readonly machine: Machine;
}

export interface Output {
  readonly paint: Paint;
  readonly write: (text: string) => void;
}

/**
 * Uses colours only on a terminal, unless `NO_COLOR` or `FORCE_COLOR` overrides this.
 * @param isTerminal a stream's `isTTY`, which is undefined on a pipe, despite Node's types.
 */
export function chooseColors(
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean | undefined,
): Paint {
  const { NO_COLOR: no = "", FORCE_COLOR: force, TERM: terminal } = environment;
  const isForced = force !== undefined && force !== "0" && force !== "false";
  const isRefused = no !== "" || (force !== undefined && !isForced);
  return pico.createColors(
    !isRefused && (isForced || (isTerminal === true && terminal !== "dumb")),
  );
}
