/** Which programs of two sides are compared: rule files that no other uses, unless they are named. */

import type { RuleSource } from "../../compile.ts";
import { load } from "../../names/load.ts";
import type { Side, Sides } from "./sides.ts";

/** A program on both sides, or on one of them. */
export interface ComparedProgram {
  /** Its file, in the new side if it is there. */
  readonly name: string;
  readonly old: RuleSource | undefined;
  readonly new: RuleSource | undefined;
}

export interface Programs {
  /** Those of which any file is not the same. */
  readonly changed: readonly ComparedProgram[];
  readonly unchanged: number;
}

export async function findPrograms({ old, new: fresh, entry, pair }: Sides): Promise<Programs> {
  if (pair !== undefined) {
    const sources = { old: await old.open([pair.old]), new: await fresh.open([pair.new]) };
    return { changed: [{ name: pair.new, ...sources }], unchanged: 0 };
  }
  const changed: ComparedProgram[] = [];
  let unchanged = 0;
  for (const name of entry ?? (await unusedFiles(old, fresh))) {
    const program = {
      name,
      old: old.files.includes(name) ? await old.open([name]) : undefined,
      new: fresh.files.includes(name) ? await fresh.open([name]) : undefined,
    };
    if (textsOf(program.old) === textsOf(program.new)) unchanged++;
    else changed.push(program);
  }
  return { changed, unchanged };
}

/** Files that no other rule file of their side uses: what these do is seen through them. */
async function unusedFiles(old: Side, fresh: Side): Promise<readonly string[]> {
  const used = new Set<string>();
  const usedOn = async (side: Side): Promise<void> => {
    for (const file of side.files) {
      const { entry, readFile } = await side.open([file]);
      for (const { name, uses } of load(entry, readFile).files) {
        if (name === file) for (const each of uses) used.add(each);
      }
    }
  };
  await usedOn(old);
  await usedOn(fresh);
  const all = [...new Set([...fresh.files, ...old.files])].sort();
  return all.filter((file) => !used.has(file));
}

/** All files of the program, in one text that is the same if all of them are. */
function textsOf(source: RuleSource | undefined): string | undefined {
  if (source === undefined) return undefined;
  const { files, diagnostics } = load(source.entry, source.readFile);
  return JSON.stringify([
    files.map(({ name, tree }) => [name, tree.source.text]),
    diagnostics.map(({ message }) => message),
  ]);
}
