import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `default = host & guest
emulated: MOVBE
AVX2 requires AVX
`;

test("a proof is one line, with the number of bits and the assumption", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  expect(await folder.run(["prove", "AVX2 -> AVX", "cpu.rules"])).toEqual({
    exitCode: 0,
    stdout: "proved: AVX2 -> AVX\n",
    stderr: "",
  });
  const assumption = ["--assume", "guest.MOVBE -> host.MOVBE"];
  const { stdout } = await folder.run(["prove", "cpu -> host", "cpu.rules", ...assumption]);
  expect(stdout).toMatch(
    /^proved: cpu -> host \(for each of \d+ bits, assuming guest\.MOVBE -> host\.MOVBE\)\n$/,
  );
});

test("a refutation shows the smallest case, and is exit code 1", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  expect(await folder.run(["prove", "cpu -> host", "cpu.rules"])).toEqual({
    exitCode: 1,
    stdout: `refuted: cpu -> host
  it fails for \`MOVBE\` in this case: guest: MOVBE; everything else off
  then cpu.MOVBE is on, host.MOVBE is off
`,
    stderr: "",
  });
});

test("a mistake in the expression has a code frame, and is exit code 2", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { exitCode, stdout, stderr } = await folder.run(["prove", "AVX2 -> AXV", "cpu.rules"]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("<expression>:1:16: error[CR0201]");
  expect(stderr).toContain("1 | assert AVX2 -> AXV\n");
  expect(stderr).toContain("did you mean `AVX`?");
});

test.each([
  { args: ["prove", "", "cpu.rules"], says: "the expression is empty" },
  { args: ["prove", "cpu.rules", "AVX2 -> AVX"], says: "is a rule file, not an expression" },
  { args: ["prove", "AVX2 -> AVX", "missing.rules"], says: "missing.rules" },
  { args: ["prove", "AVX2 -> AVX"], says: "missing required argument 'file'" },
  { args: ["prove", "AVX", "cpu.rules", "--assume", ""], says: "the expression is empty" },
])("$args is exit code 2", async ({ args, says }) => {
  const { exitCode, stdout, stderr } = await folderWith({ "cpu.rules": RULES }).run(args);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(says);
});

test("JSON has the verdict and the counterexample as data", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const args = ["prove", "cpu -> host", "cpu.rules", "--json", "--assume", "!guest.AVX"];
  const { exitCode, stdout } = await folder.run(args);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    claim: "cpu -> host",
    whateverTheRules: false,
    verdict: "refuted",
    bits: expect.any(Number) as number,
    assume: ["!guest.AVX"],
    counterexample: {
      bit: "MOVBE",
      case: { bits: { guest: ["MOVBE"] }, present: {}, flags: [], values: {} },
      values: [
        { name: "cpu.MOVBE", isOn: true },
        { name: "host.MOVBE", isOn: false },
      ],
      failingBits: ["MOVBE"],
      notes: [
        "it fails for `MOVBE` in this case: guest: MOVBE; everything else off",
        "then cpu.MOVBE is on, host.MOVBE is off",
      ],
    },
    diagnostics: [],
  });
  const wrong = await folder.run(["prove", "cpu.X", "cpu.rules", "--json"]);
  expect(JSON.parse(wrong.stdout)).toMatchObject({ ok: false, diagnostics: [{ code: "CR0201" }] });
});
