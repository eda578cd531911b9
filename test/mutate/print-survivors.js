/** A plug-in of Stryker that prints each survivor as soon as it is found: a long run may be interrupted. */

import { relative } from "node:path";
import process from "node:process";

export const strykerPlugins = [
  { kind: "Reporter", name: "print-survivors", value: { onMutantTested: printSurvivor } },
];

function printSurvivor({ status, fileName, location, replacement }) {
  if (status !== "Survived" && status !== "NoCoverage") return;
  const { line, column } = location.start;
  const at = `${relative(process.cwd(), fileName)}:${line}:${column}`;
  process.stdout.write(`survives: ${at} becomes ${replacement.replace(/\s+/g, " ")}\n`);
}
