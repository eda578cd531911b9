/** How the tests of one folder run while its mutants are tried. */

import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "../../vitest.config.ts";
import { keptThread } from "./kept-thread.ts";

const tests = process.env["MUTATE_TESTS"];
if (tests === undefined) throw new Error("run `npm run mutate`");

const config: ViteUserConfig = defineConfig({
  plugins: [
    ...(base.plugins ?? []),
    {
      // Stryker asks for a thread a run.
      name: "kept-thread",
      configureVitest: ({ project }): void => {
        project.config.pool = keptThread.name;
        project.config.poolRunner = keptThread;
      },
    },
  ],
  test: {
    include: tests.split(" "),
    // Of a busy machine. A mutant that never ends is stopped by Stryker.
    testTimeout: 600_000,
    reporters: [{}],
    isolate: false,
    setupFiles: ["test/mutate/setup.ts"],
    sequence: { setupFiles: "list" },
  },
});

export default config;
