import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli/main.ts" },
  platform: "node",
  target: "node20",
  dts: { entry: ["src/index.ts"] },
  loader: { ".rules": "text" },
  // Everything but the two heavy, lazily loaded printers is bundled: loading chevrotain unbundled
  // costs ten times as much.
  external: ["ts-morph", "prettier"],
});
