import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { vectors: "main.ts" },
  outDir: "../../node_modules/.cache/caprules-vectors",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: false,
  logLevel: "error",
  deps: { neverBundle: ["typescript"] },
});
