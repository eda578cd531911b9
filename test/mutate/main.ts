/**
 * Changes the compiler in one place at a time and runs tests, which must notice:
 * `npm run mutate -- FOLDER [FILE…]`; without a folder all of them, one after another.
 *
 * The mutants that survive are kept in `survivors/FOLDER.yaml`, each with the reason why no test can or
 * need notice it. The run fails if fewer than 90 % are noticed, or if a survivor has no reason.
 */

import process from "node:process";

import { Stryker } from "@stryker-mutator/core";

import { folders, type Folder } from "./folders.ts";
import { recordSurvivors } from "./survivors.ts";

const WANTED = 0.9;

const [name, ...files] = process.argv.slice(2);
const chosen = folders.filter(
  ({ path }) => name === undefined || path === name || path === `src/${name}`,
);
if (chosen.length === 0) {
  console.error(`no folder ${name ?? ""}; there are: ${folders.map(({ path }) => path).join(" ")}`);
  process.exit(2);
}
for (const folder of chosen) {
  const isGood = await mutate(folder, files);
  if (!isGood) process.exitCode = 1;
}

async function mutate(folder: Folder, files: readonly string[]): Promise<boolean> {
  process.env["MUTATE_TESTS"] = folder.tests.join(" ");
  const started = performance.now();
  const mutants = await new Stryker({
    mutate: files.length > 0 ? [...files] : [`${folder.path}/*.ts`],
    testRunner: "vitest",
    vitest: { configFile: "test/mutate/vitest.config.ts", related: false },
    plugins: ["@stryker-mutator/vitest-runner"],
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    concurrency: 1,
    timeoutMS: 5000,
    timeoutFactor: 1.5,
    dryRunTimeoutMinutes: 30,
    disableTypeChecks: false,
    tempDirName: ".stryker-tmp",
    ignorePatterns: ["dist", "generated", "coverage"],
    incremental: true,
    incrementalFile: `node_modules/.cache/caprules-mutate/${folder.path.replaceAll("/", "-")}.json`,
    reporters: ["progress-append-only"],
    thresholds: { high: 100, low: 90, break: null },
    allowConsoleColors: false,
  }).runMutationTest();
  const seconds = (performance.now() - started) / 1000;
  const { score, withoutReason } = await recordSurvivors(folder, mutants, files.length === 0);
  console.log(
    `${folder.path}: ${mutants.length} mutants in ${seconds.toFixed(0)} s, ` +
      `${(100 * score).toFixed(1)} % noticed, ${withoutReason} survivors without a reason`,
  );
  return score >= WANTED && withoutReason === 0;
}
