import { readFile } from "node:fs/promises";
import { defineConfig } from "tsdown";

/** Bundled rule files without their trees: a run parses each a few times. */
const rulesAsText = {
  name: "rules-as-text",
  async load(id) {
    if (!id.endsWith(".rules")) return undefined;
    const text = JSON.stringify(await readFile(id, "utf8"));
    return {
      code: `export const text = ${text}; export const packedTree = undefined;`,
      moduleType: "js",
    };
  },
};

export default defineConfig({
  entry: { z3: "main.ts" },
  outDir: "../../node_modules/.cache/caprules-z3",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: false,
  logLevel: "error",
  plugins: [rulesAsText],
  deps: { neverBundle: ["ts-morph", "prettier", "z3-solver", "fast-check"] },
});
