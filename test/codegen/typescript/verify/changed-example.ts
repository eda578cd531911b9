/** Reads the text of the example back, as it is emitted or with a part of it replaced. */

import { expect } from "vitest";
import { Bdd } from "../../../../src/bdd/bdd.ts";
import type { Atoms } from "../../../../src/meaning/lower.ts";
import { readBack } from "../../../../src/codegen/typescript/verify/read-back.ts";
import { exampleAtoms, exampleText, plan } from "./example.ts";

export const bdd: Bdd = new Bdd();
export const atoms: Atoms = exampleAtoms(bdd);

export function readExample(text: string): ReturnType<typeof readBack> {
  return readBack(text, { bdd, atoms, plans: [plan] });
}

/** The first reason why the example cannot be proved once `part` of it is replaced, without its line. */
export async function failureAfter(part: string, replacement: string): Promise<string | undefined> {
  expect(exampleText).toContain(part);
  const { failures } = await readExample(exampleText.replace(part, replacement));
  return failures[0]?.replace(/^line \d+: /, "");
}
