/** What the bundler needs of the grammar to parse the rule files that come with caprules. */

export { packTree } from "./packed-tree.ts";
export { parse } from "./parse.ts";
