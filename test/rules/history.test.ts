/** rules/kvm/history/README.md shows what the commands in it print; `UPDATE_GOLDEN=1` rewrites it. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { chooseColors } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";
import { fakeMachine } from "../cli/fake-machine.ts";

const ROOT = join(import.meta.dirname, "../..");
const FILE = join(ROOT, "rules/kvm/history/README.md");
const EXAMPLES = /```console\n\$ caprules (.*)\n([^]*?)```/g;

async function outputOf(command: string): Promise<string> {
  let text = "";
  const output = { paint: chooseColors({}, false), write: (part: string) => (text += part) };
  await run(command.split(" "), {
    cwd: ROOT,
    stdout: { ...output, write: (part) => void output.write(part) },
    stderr: { ...output, write: (part) => void output.write(part) },
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    machine: fakeMachine(),
  });
  return text;
}

test("the page shows the output of the commands", async () => {
  let page = readFileSync(FILE, "utf8");
  const examples = [...page.matchAll(EXAMPLES)];
  expect(examples).toHaveLength(3);
  for (const [, command = "", shown = ""] of examples) {
    const printed = await outputOf(command);
    if (process.env["UPDATE_GOLDEN"] === "1") {
      page = page.replace(`${command}\n${shown}\`\`\``, () => `${command}\n${printed}\`\`\``);
    } else expect(shown).toBe(printed);
  }
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(FILE, page);
});
