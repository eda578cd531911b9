import { defineConfig } from "tsdown";

/** Bundles the script that runs the mutants; the tests themselves are loaded by vitest. */
export default defineConfig({
  entry: { mutate: "main.ts" },
  outDir: "../../node_modules/.cache/caprules-mutate",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: false,
  // The reports of earlier runs are there, too.
  clean: false,
  logLevel: "error",
  deps: { neverBundle: ["prettier", "yaml"] },
});
