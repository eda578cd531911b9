/** How Stryker tries the mutants of one folder; `main.ts` says of which, and which tests judge them. */

import process from "node:process";

const {
  MUTATE_FILES = "",
  MUTATE_REPORT = "",
  MUTATE_ONE_IN = "1",
  MUTATE_TIMEOUT_MS = "5000",
} = process.env;

export default {
  mutate: MUTATE_FILES.split(" "),
  testRunner: "vitest",
  plugins: [
    "@stryker-mutator/vitest-runner",
    "./test/mutate/sample.js",
    "./test/mutate/print-survivors.js",
  ],
  checkers: MUTATE_ONE_IN === "1" ? [] : ["sample"],
  // Finding related files takes longer than most tests, and all tests of a folder are related to it.
  vitest: { configFile: "test/mutate/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  // No mutator is excluded. What runs once, when a file is loaded, would need a new thread and all tests for each
  // mutant: of tables of constants there are hundreds. Their number is in the record.
  ignoreStatic: true,
  concurrency: 1,
  // A mutant that exceeds the time counts as noticed. On a busy machine even a test that ends may take longer, so this
  // can be set.
  timeoutMS: Number(MUTATE_TIMEOUT_MS),
  timeoutFactor: 1.5,
  dryRunTimeoutMinutes: 30,
  // Vitest does not look at types.
  disableTypeChecks: false,
  // Vitest finds no tests inside of node_modules.
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["/dist", "/generated", "/coverage"],
  // What neither the file nor its tests have changed since is not tried again.
  incremental: true,
  incrementalFile: MUTATE_REPORT,
  reporters: ["progress-append-only", "print-survivors"],
  allowConsoleColors: false,
};
