import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli/main.ts" },
  platform: "node",
  // `.js`, as package.json says, because its "type" is "module".
  fixedExtension: false,
  target: "node20",
  dts: { entry: ["src/index.ts"] },
  // write-file-atomic asks for `__filename`.
  shims: true,
  loader: { ".rules": "text" },
  // Everything but the two heavy, lazily loaded printers is bundled: loading chevrotain unbundled
  // costs ten times as much.
  deps: { neverBundle: ["ts-morph", "prettier"] },
});
