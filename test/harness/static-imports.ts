/** Finds the files that are loaded together with a file: those that it imports, and what these import. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface LoadedTogether {
  /** Paths from the root of the repository, with `/`; files of TypeScript and of rules. */
  readonly files: ReadonlySet<string>;
  /** Names of packages. */
  readonly packages: ReadonlySet<string>;
}

/**
 * Follows imports, but for those of types, which are erased, and for `import(…)`, which loads later.
 * @param entry a path from the root of the repository.
 */
export function loadedWith(root: string, entry: string): LoadedTogether {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(root, file), "utf8");
    for (const [, name = ""] of text.matchAll(IMPORT)) {
      if (name.startsWith(".")) files.add(join(dirname(file), name).replaceAll("\\", "/"));
      else packages.add(name);
    }
  }
  return { files, packages };
}

const IMPORT = /^(?:import|export) (?!type\b)(?:[^;"]* from )?"([^"]+)"/gm;
