/** Which modules `build` makes of which rule files, and where they go. */

import { statSync } from "node:fs";
import { basename, resolve } from "node:path";

import { UsageError } from "./exit.ts";
import { STANDARD_INPUT } from "./read-rule-file.ts";

export interface PlannedOutput {
  /** Rule files, as the user wrote them; together one program. */
  readonly files: readonly string[];
  /** As the user knows it. */
  readonly name: string;
  readonly path: string;
}

const DEFAULT_FOLDER = "generated/";

/**
 * @param target a module for all files (`out/cpu.ts`), a folder with one for each (`out/`), or undefined for
 *   the usual folder.
 */
export function planOutputs(
  files: readonly string[],
  target: string | undefined,
  cwd: string,
): readonly PlannedOutput[] {
  if (target !== undefined && MODULE.test(target)) {
    return [{ files, name: target, path: resolve(cwd, target) }];
  }
  const folder = asFolder(target ?? DEFAULT_FOLDER, cwd);
  const outputs = files.map((file) => {
    const name = `${folder}${moduleName(file)}`;
    return { files: [file], name, path: resolve(cwd, name) };
  });
  rejectSameOutput(outputs);
  return outputs;
}

const MODULE = /\.m?ts$/;

function asFolder(target: string, cwd: string): string {
  if (target === STANDARD_INPUT) {
    throw new UsageError("`-o` takes a file or a folder", "to print the module, write `--stdout`");
  }
  if (/[/\\]$/.test(target)) return target;
  const isFolder = statSync(resolve(cwd, target), { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) return `${target}/`;
  throw new UsageError(
    `\`-o ${target}\` is neither a \`.ts\` file nor a folder`,
    `write \`-o ${target}.ts\` for one module, or \`-o ${target}/\` for a folder`,
  );
}

function moduleName(file: string): string {
  if (file === STANDARD_INPUT) {
    throw new UsageError(
      "what standard input is called is not known",
      "say where to write with `-o NAME.ts`, or print it with `--stdout`",
    );
  }
  return `${basename(file).replace(/\.rules$/, "")}.ts`;
}

function rejectSameOutput(outputs: readonly PlannedOutput[]): void {
  const byPath = new Map<string, PlannedOutput>();
  for (const output of outputs) {
    const other = byPath.get(output.path);
    if (other !== undefined) {
      const both = [...other.files, ...output.files].map((file) => `\`${file}\``).join(" and ");
      throw new UsageError(
        `${both} would both become \`${output.name}\``,
        "build them one by one, or together with `-o NAME.ts`",
      );
    }
    byPath.set(output.path, output);
  }
}
