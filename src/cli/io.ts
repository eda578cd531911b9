/** The world around a run of the command; tests pass their own. */

import pico from "picocolors";

import type { Paint } from "../diagnostics/paint.ts";
import type { Machine } from "./machine.ts";

export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads all of it, but stops soon after so many bytes. */
  readonly readStandardInput: (limit: number) => Promise<Uint8Array>;
  /** The only way to what `host` is where no dump is given. */
  readonly machine: Machine;
}

export interface Output {
  readonly paint: Paint;
  readonly write: (text: string) => void;
}

/**
 * Colours only on a terminal, unless `NO_COLOR` or `FORCE_COLOR` says otherwise.
 *
 * @param isTerminal a stream's `isTTY`: undefined on a pipe, whatever Node's types say.
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
