import { readFile } from "node:fs/promises";
import { defineConfig } from "tsdown";

/** Bundled rule files without their trees: a fuzz run parses them once. */
const rulesAsText = {
  name: "rules-as-text",
  async load(id) {
    if (!id.endsWith(".rules")) return undefined;
    const text = JSON.stringify(await readFile(id, "utf8"));
    return { code: `export const text = ${text};`, moduleType: "js" };
  },
};

export default defineConfig({
  entry: { fuzz: "fuzz.ts" },
  outDir: "../../node_modules/.cache/fuzz",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: false,
  logLevel: "error",
  plugins: [rulesAsText],
  deps: { neverBundle: ["ts-morph", "prettier"] },
});
