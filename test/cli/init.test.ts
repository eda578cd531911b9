import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

test("the written file passes check and test, and builds", async () => {
  const folder = folderWith();
  const { exitCode, stdout } = await folder.run(["init"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("wrote    cpu.rules");
  expect(stdout).toContain("wrote    .gitattributes");
  expect(await folder.run(["check", "cpu.rules"])).toMatchObject({
    exitCode: 0,
    stdout: "12 statements, 3 bits with rules of their own, 2 assertions proved, 0 problems\n",
  });
  const { stdout: tested } = await folder.run(["test", "cpu.rules", "--coverage", "--mutate"]);
  expect(tested).toMatch(
    /^7 passed, 0 failed\ncoverage: 6 of 6 atoms shown to matter\nmutation: (\d+) of \1 mutants noticed\n$/,
  );
  expect((await folder.run(["build", "cpu.rules"])).exitCode).toBe(0);
});

test("npm scripts are added to an existing package.json, which is otherwise unchanged", async () => {
  const manifest = { name: "mine", scripts: { generate: "own", test: "vitest" }, version: "1.0.0" };
  const folder = folderWith({ "package.json": `${JSON.stringify(manifest, undefined, 4)}\n` });
  const { stdout } = await folder.run(["init", "policy"]);
  expect(stdout).toContain("changed  package.json    scripts: check:rules");
  expect(folder.read("package.json")).toBe(
    `${JSON.stringify(
      {
        ...manifest,
        scripts: {
          ...manifest.scripts,
          "check:rules":
            "caprules check policy.rules && caprules test policy.rules && caprules build policy.rules --check",
        },
      },
      undefined,
      4,
    )}\n`,
  );
});

test("existing files stay unchanged", async () => {
  const folder = folderWith({
    "cpu.rules": "default = host\n",
    ".gitattributes": "*.png binary\n",
    "package.json": "not JSON",
  });
  const { exitCode, stdout } = await folder.run(["init"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("kept     cpu.rules");
  expect(stdout).toContain("kept     package.json");
  expect(folder.read("cpu.rules")).toBe("default = host\n");
  expect(folder.read("package.json")).toBe("not JSON");
  expect(folder.read(".gitattributes")).toBe("*.png binary\n/generated/*.ts text eol=lf\n");
  const again = await folder.run(["init"]);
  expect(again.stdout).toContain("kept     .gitattributes");
  expect(folder.read(".gitattributes")).toBe("*.png binary\n/generated/*.ts text eol=lf\n");
});

test.each(["../cpu", "a/b", "", "-x", "\u001b[2J"])(
  "%j cannot be the name of a policy",
  async (name) => {
    expect((await folderWith().run(["init", "--", name])).exitCode).toBe(2);
  },
);
