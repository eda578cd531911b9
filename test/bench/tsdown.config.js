/** Bundles the benchmark, and beside it the product as it is published. */

import { join } from "node:path";

import { command, library } from "../../tsdown.config.js";

const cwd = join(import.meta.dirname, "../..");
const output = "node_modules/.cache/caprules-bench";

export default [
  { ...command, cwd, outDir: `${output}/product` },
  {
    ...library,
    cwd,
    entry: "test/bench/main.ts",
    deps: {
      neverBundle: ["ts-morph", /^prettier/, "typescript", "cel-js", "json-logic-engine"],
    },
    dts: false,
    outDir: `${output}/bench`,
  },
];
