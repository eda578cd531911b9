/** Coverage of KVM's policy. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { RuleSource } from "../../src/program/source.ts";
import type { FileContent } from "../../src/names/read-file.ts";
import { coverage, generateTests, mutation } from "../../src/coverage/suite-quality.ts";

const ENTRY = "rules/kvm/7.1.5.rules";

/** KVM's policy of Linux 7.1.5, with more at the end of its file. */
function policy(more = ""): RuleSource {
  const readFile = (name: string): FileContent => {
    const text = readFileSync(join(import.meta.dirname, "../..", name), "utf8");
    return { kind: "text", text: name === ENTRY ? text + more : text };
  };
  return { entry: [ENTRY], readFile };
}

/** The policy is stated in all of these. */
const COUNTED = {
  counted: ["setup", "host", "vcpu", "consumers", "promises", "7.1.5"].map(
    (name) => `rules/kvm/${name}.rules`,
  ),
};

test("the tests that are written for KVM's policy pass, complete its coverage, and let few mutants through", async () => {
  const before = await coverage(policy(), COUNTED);
  const { tests } = await generateTests(policy(), COUNTED);
  const more = tests?.text ?? "";
  const after = await coverage(policy(more), COUNTED);
  expect(after).toMatchObject({ ok: true, passed: before.passed + (tests?.count ?? -1) });
  expect(after.coverage?.atoms.filter(({ verdict }) => verdict === "missing")).toEqual([]);
  const never = ({ coverage: report }: typeof before): readonly number[] =>
    (report?.atoms ?? []).flatMap(({ verdict }, index) => (verdict === "never" ? [index] : []));
  expect(never(after)).toEqual(never(before));

  const mutated = await mutation(policy(more), COUNTED);
  const count = (of: string): number =>
    mutated.mutation?.mutants.filter(({ verdict }) => verdict === of).length ?? 0;
  expect(count("survived")).toBeLessThan(count("noticed") / 20);
});
