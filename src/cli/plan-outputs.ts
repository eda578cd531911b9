/** Plans the output files: which rule files each is made of, and its path. */

import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { UsageError } from "./exit.ts";
import { nameFromFolder, STANDARD_INPUT, STANDARD_INPUT_NAME } from "./read-rule-file.ts";

export interface PlannedOutput {
  /** The rule files of one program, as the user wrote them. */
  readonly files: readonly string[];
  /** The name for messages. */
  readonly name: string;
  readonly path: string;
}

/** The output of a command. */
export interface OutputForm {
  /** The word for the output in messages, such as `module`. */
  readonly noun: string;
  /** The extension of file names that are chosen here. */
  readonly extension: string;
  /** Matches names of files; other names are folders. */
  readonly isFile: RegExp;
  /** The default folder; ends in `/` or is empty. */
  readonly folder: string;
}

const MODULE: OutputForm = {
  noun: "module",
  extension: ".ts",
  isFile: /\.m?ts$/,
  folder: "generated/",
};

/**
 * @param target a file for all rule files (`out/cpu.ts`), a folder with one for each (`out/`), or undefined for
 *   the usual folder.
 */
export function planOutputs(
  files: readonly string[],
  target: string | undefined,
  cwd: string,
  form: OutputForm = MODULE,
): readonly PlannedOutput[] {
  if (target !== undefined && form.isFile.test(target)) {
    return [{ files, name: target, path: resolve(cwd, target) }];
  }
  const folder = target === undefined ? form.folder : asFolder(target, cwd, form);
  const outputs = files.map((file) => {
    const name = `${folder}${outputName(file, form)}`;
    return { files: [file], name, path: resolve(cwd, name) };
  });
  rejectSameOutput(outputs, form);
  return outputs;
}

/** The path of a rule file relative to the output's folder, such as `../rules/cpu.rules`. */
export function nameFromOutput(file: string, outputPath: string, cwd: string): string {
  if (file === STANDARD_INPUT_NAME) return file;
  return nameFromFolder(dirname(outputPath), resolve(cwd, file));
}

function asFolder(target: string, cwd: string, { noun, extension }: OutputForm): string {
  if (target === STANDARD_INPUT) {
    throw new UsageError(
      "`-o` takes a file or a folder",
      `to print the ${noun}, write \`--stdout\``,
    );
  }
  if (/[/\\]$/.test(target)) return target;
  const isFolder = statSync(resolve(cwd, target), { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) return `${target}/`;
  throw new UsageError(
    `\`-o ${target}\` is neither a \`${extension}\` file nor a folder`,
    `write \`-o ${target}${extension}\` for one ${noun}, or \`-o ${target}/\` for a folder`,
  );
}

function outputName(file: string, { extension }: OutputForm): string {
  if (file === STANDARD_INPUT) {
    throw new UsageError(
      "standard input has no name to derive the output's name from",
      `name the output with \`-o NAME${extension}\`, or print it with \`--stdout\``,
    );
  }
  return `${basename(file).replace(/\.rules$/, "")}${extension}`;
}

function rejectSameOutput(outputs: readonly PlannedOutput[], { extension }: OutputForm): void {
  const byPath = new Map<string, PlannedOutput>();
  for (const output of outputs) {
    const other = byPath.get(output.path);
    if (other !== undefined) {
      const both = [...other.files, ...output.files].map((file) => `\`${file}\``).join(" and ");
      throw new UsageError(
        `${both} would both become \`${output.name}\``,
        `make them one by one, or together with \`-o NAME${extension}\``,
      );
    }
    byPath.set(output.path, output);
  }
}
