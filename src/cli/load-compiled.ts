/**
 * Loads a CommonJS file from V8's code cache, which was made when the file was built: compiling the
 * command's code takes a third of its start time. V8 accepts the cache only from the same version
 * with the same flags. Otherwise, or without a cache, V8 compiles the text.
 */

import { existsSync, readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname } from "node:path";
import { constants, Script } from "node:vm";

/** Loads the file into the `require` cache. @param path an absolute path. */
export function loadCompiled(path: string): void {
  const file = compiledPath(path);
  evaluate(path, scriptOf(path, existsSync(file) ? readFileSync(file) : undefined));
}

/**
 * Makes the code cache of a file.
 * @param exercise calls the functions to include, since V8 compiles a function on its first call.
 */
export async function compileAhead(
  path: string,
  exercise: (require: NodeJS.Require) => Promise<unknown>,
): Promise<{ readonly file: string; readonly data: Buffer }> {
  const script = scriptOf(path, undefined);
  evaluate(path, script);
  await exercise(createRequire(path));
  return { file: compiledPath(path), data: script.createCachedData() };
}

function compiledPath(path: string): string {
  return `${path}.compiled`;
}

function scriptOf(path: string, cachedData: Buffer | undefined): Script {
  return new Script(Module.wrap(readFileSync(path, "utf8")), {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
}

type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: Module,
  fileName: string,
  directory: string,
) => void;

function evaluate(path: string, script: Script): void {
  const require = createRequire(path);
  const module = new Module(path);
  require.cache[path] = module;
  const run = script.runInThisContext() as Wrapped; // `Module.wrap` has made it one
  run(module.exports, require, module, path, dirname(path));
  module.loaded = true;
}
