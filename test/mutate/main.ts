/**
 * Changes the compiler in one place at a time and runs tests, which must notice:
 * `npm run mutate -- FOLDER [FILE…]`; without a folder all of them, one after another.
 *
 * The mutants that survive are kept in `survivors/FOLDER.yaml`, each with the reason why no test can or
 * need notice it. The run fails if fewer than 90 % are noticed, or if a survivor has no reason.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import process from "node:process";

import { folders, type Folder } from "./folders.ts";
import { readMutants } from "./report.ts";
import { recordSurvivors } from "./survivors.ts";

const WANTED = 0.9;
const CACHE = "node_modules/.cache/caprules-mutate";

async function main([name, ...files]: readonly string[]): Promise<void> {
  const chosen = folders.filter(
    ({ path }) => name === undefined || path === name || path === `src/${name}`,
  );
  if (chosen.length === 0) {
    console.error(
      `no folder ${name ?? ""} is mutated; give one of ${folders.map(({ path }) => path).join(" ")}`,
    );
    process.exitCode = 2;
  }
  mkdirSync(CACHE, { recursive: true });
  for (const folder of chosen) {
    const isGood = await mutate(folder, files);
    if (!isGood) process.exitCode = 1;
  }
}

async function mutate({ path, tests }: Folder, files: readonly string[]): Promise<boolean> {
  const report = `${CACHE}/${path.replaceAll("/", "-")}.json`;
  const started = performance.now();
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/@stryker-mutator/core/bin/stryker.js", "run", "test/mutate/stryker.config.js"],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        MUTATE_FILES: files.length > 0 ? files.join(" ") : `${path}/*.ts`,
        MUTATE_TESTS: tests.join(" "),
        MUTATE_REPORT: report,
      },
    },
  );
  if (status !== 0) return false;
  const seconds = (performance.now() - started) / 1000;
  const mutants = readMutants(report).filter(
    ({ file }) => files.length === 0 || files.includes(file),
  );
  const { score, withoutReason } = await recordSurvivors(path, mutants);
  console.log(
    `${path}: ${mutants.length} mutants in ${seconds.toFixed(0)} s, ` +
      `${(100 * score).toFixed(1)} % noticed, ${withoutReason} survivors without a reason`,
  );
  return score >= WANTED && withoutReason === 0;
}

await main(process.argv.slice(2));
