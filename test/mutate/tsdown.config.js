import { defineConfig } from "tsdown";

/** Bundles the script that runs the mutants; the tests themselves are loaded by vitest. */
export default defineConfig({
  entry: { mutate: "main.ts" },
  outDir: "../../node_modules/.cache/caprules-mutate",
  // The reports that the next run goes on from lie there, too.
  clean: false,
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: false,
  logLevel: "error",
  deps: { neverBundle: ["prettier", "yaml"] },
});
