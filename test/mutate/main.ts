/**
 * Changes the compiler in one place at a time and runs tests, which must notice:
 * `npm run mutate -- [--sample N] FOLDER [FILE…]`; without a folder all of them, one after another.
 * With `--sample N` about one change of N is tried, in every run the same ones.
 *
 * The mutants that survive are kept in `survivors/FOLDER.yaml`, each with the reason why no test can or
 * need notice it. The run fails if fewer than 90 % are noticed, or if a survivor has no reason.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";

import { folders, type Folder } from "./folders.ts";
import { readMutants } from "./report.ts";
import { recordSurvivors } from "./survivors.ts";

const WANTED = 0.9;
const CACHE = "node_modules/.cache/caprules-mutate";

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { sample: { type: "string", default: "1" } },
    allowPositionals: true,
  });
  const [name, ...files] = positionals;
  const chosen = folders.filter(
    ({ path }) => name === undefined || path === name || path === `src/${name}`,
  );
  if (chosen.length === 0) {
    console.error(
      `no folder ${name ?? ""} is mutated; give one of ${folders.map(({ path }) => path).join(" ")}`,
    );
    process.exitCode = 2;
    return;
  }
  const oneIn = Number(values.sample);
  if (!Number.isInteger(oneIn) || oneIn < 1) {
    console.error(
      `--sample ${values.sample} is no number N of 1 or more; one change of N is tried`,
    );
    process.exitCode = 2;
    return;
  }
  mkdirSync(CACHE, { recursive: true });
  for (const folder of chosen) {
    const isGood = await mutate(folder, files, oneIn);
    if (!isGood) process.exitCode = 1;
  }
}

async function mutate(
  { path, tests }: Folder,
  files: readonly string[],
  oneIn: number,
): Promise<boolean> {
  // A sample has a report of its own: a later run reuses the results of a report, also for mutants that were left out.
  const sample = oneIn === 1 ? "" : `-one-in-${oneIn}`;
  const report = `${CACHE}/${path.replaceAll("/", "-")}${sample}.json`;
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
        MUTATE_ONE_IN: String(oneIn),
      },
    },
  );
  if (status !== 0) return false;
  const seconds = (performance.now() - started) / 1000;
  const mutants = readMutants(report).filter(
    ({ file }) => files.length === 0 || files.includes(file),
  );
  const { killed, tried, leftOut, withoutReason } = await recordSurvivors(path, mutants);
  const share = killed / Math.max(1, tried);
  console.log(
    `${path}: ${killed} of ${tried} mutants noticed (${(100 * share).toFixed(1)} %)` +
      `${leftOut > 0 ? `, a sample of ${tried + leftOut},` : ""} in ${seconds.toFixed(0)} s; ` +
      `${withoutReason} survivors without a reason`,
  );
  return share >= WANTED && withoutReason === 0;
}

await main(process.argv.slice(2));
