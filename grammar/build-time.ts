/** The part of the grammar that the bundler needs to parse the bundled rule files. */

export { packTree } from "./packed-tree.ts";
export { parse } from "./parse.ts";
