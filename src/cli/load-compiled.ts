/**
 * Loads a CommonJS file from what V8 compiled it to when it was built, as compiling the command's code takes
 * a third of the time that it needs to start.
 *
 * V8 takes the compiled form only if its version and flags are those that made it, and otherwise compiles
 * the text, as it does where there is no compiled form.
 */

import { existsSync, readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname } from "node:path";
import { constants, Script } from "node:vm";

/**
 * The file is then loaded, for whoever asks for it.
 *
 * @param path absolute.
 */
export function loadCompiled(path: string): void {
  const file = compiledPath(path);
  evaluate(path, scriptOf(path, existsSync(file) ? readFileSync(file) : undefined));
}

/**
 * The compiled form of a file.
 *
 * @param exercise runs what shall be compiled ahead, as V8 compiles a function when it is first called.
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
