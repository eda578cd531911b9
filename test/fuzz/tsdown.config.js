import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { fuzz: "fuzz.ts" },
  outDir: "../../node_modules/.cache/fuzz",
  platform: "node",
  target: "node20",
  dts: false,
  loader: { ".rules": "text" },
  deps: { neverBundle: ["ts-morph", "prettier"] },
});
