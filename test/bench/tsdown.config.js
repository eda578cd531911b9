/** Bundles the benchmark, and beside it the product as it is published. */

import { join } from "node:path";

import product from "../../tsdown.config.js";

const cwd = join(import.meta.dirname, "../..");
const output = "node_modules/.cache/caprules-bench";

export default [
  { ...product, cwd, dts: false, outDir: `${output}/product` },
  {
    ...product,
    cwd,
    entry: "test/bench/main.ts",
    deps: {
      neverBundle: ["ts-morph", /^prettier/, "typescript", "cel-js", "json-logic-engine"],
    },
    dts: false,
    outDir: `${output}/bench`,
  },
];
