/** `caprules fmt`: files, folders and standard input, laid out or left alone. */

import { chmodSync, lstatSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { compareFormatted, format } from "../../src/formatting.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { folderWith } from "./run-in-folder.ts";

const UGLY = 'XSAVES=host&guest   because "why"\nA B= guest\n';
const FORMATTED = 'XSAVES = host & guest  because "why"\nA B    = guest\n';
const BROKEN = "XSAVES = host &\n";

test("files are written in place, and only if they change", async () => {
  const folder = folderWith({ "ugly.rules": UGLY, "fine.rules": FORMATTED });
  const past = new Date("2020-01-01");
  utimesSync(join(folder.path, "fine.rules"), past, past);
  chmodSync(join(folder.path, "ugly.rules"), 0o640);
  expect(await folder.run(["fmt", "ugly.rules", "fine.rules"])).toEqual({
    exitCode: 0,
    stdout: "ugly.rules: formatted\n1 file formatted, 1 unchanged\n",
    stderr: "",
  });
  expect(folder.read("ugly.rules")).toBe(FORMATTED);
  expect(statSync(join(folder.path, "ugly.rules")).mode & 0o777).toBe(0o640);
  expect(statSync(join(folder.path, "fine.rules")).mtime).toEqual(past);
});

test("a folder means all rule files in it; the default is the current folder", async () => {
  const folder = folderWith({ "a.rules": UGLY, "b/c.rules": UGLY, "b/d.txt": UGLY });
  const inner = await folder.run(["fmt", "b"]);
  expect(inner.stdout).toBe("b/c.rules: formatted\n1 file formatted, 0 unchanged\n");
  expect(folder.read("a.rules")).toBe(UGLY);
  expect((await folder.run(["fmt"])).stdout).toBe(
    "a.rules: formatted\n1 file formatted, 1 unchanged\n",
  );
  expect(folder.read("b/d.txt")).toBe(UGLY);
  expect((await folder.run(["fmt", "b", "b/c.rules", "./b/c.rules"])).stdout).toBe(
    "0 files formatted, 1 unchanged\n",
  );
});

test("`--check` names the files that are not formatted, and writes nothing", async () => {
  const folder = folderWith({ "ugly one.rules": UGLY, "fine.rules": FORMATTED });
  expect(await folder.run(["fmt", "--check"])).toEqual({
    exitCode: 1,
    stdout: "ugly one.rules\n",
    stderr: "To repair, run: caprules fmt 'ugly one.rules'\n",
  });
  expect(folder.read("ugly one.rules")).toBe(UGLY);
  expect(await folder.run(["fmt", "--check", "fine.rules"])).toEqual({
    exitCode: 0,
    stdout: "0 files formatted, 1 unchanged\n",
    stderr: "",
  });
});

test("`--diff` shows the changes, and fails only with `--check`", async () => {
  const folder = folderWith({ "ugly.rules": UGLY, "fine.rules": FORMATTED });
  const { exitCode, stdout } = await folder.run(["fmt", "--diff"]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    `--- a/ugly.rules
+++ b/ugly.rules
@@ -1,2 +1,2 @@
-XSAVES=host&guest   because "why"
-A B= guest
+XSAVES = host & guest  because "why"
+A B    = guest
`,
  );
  expect(folder.read("ugly.rules")).toBe(UGLY);
  const checked = await folder.run(["fmt", "--diff", "--check"]);
  expect([checked.exitCode, checked.stdout]).toEqual([1, stdout]);
});

test("a file with syntax errors is refused with its place, and the others are formatted", async () => {
  const folder = folderWith({ "broken.rules": BROKEN, "ugly.rules": UGLY });
  const { exitCode, stdout, stderr } = await folder.run(["fmt"]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("ugly.rules: formatted\n1 file formatted, 0 unchanged, 1 refused\n");
  expect(stderr).toContain("broken.rules:1:16: error[CR0101]: expected an expression after `&`");
  expect(folder.read("broken.rules")).toBe(BROKEN);
  expect((await folder.run(["fmt", "--check", "broken.rules"])).exitCode).toBe(2);
});

test("standard input becomes standard output", async () => {
  const folder = folderWith();
  const formatInput = (standardInput: string, ...options: string[]) =>
    folder.run(["fmt", "-", ...options], { standardInput });
  expect(await formatInput(UGLY)).toEqual({ exitCode: 0, stdout: FORMATTED, stderr: "" });
  expect((await formatInput(UGLY, "--check")).exitCode).toBe(1);
  expect((await formatInput(FORMATTED, "--check")).exitCode).toBe(0);
  expect((await formatInput(UGLY, "--diff")).stdout).toContain("+A B    = guest\n");
  expect((await formatInput("")).stdout).toBe("");
  const broken = await formatInput(BROKEN);
  expect([broken.exitCode, broken.stderr.includes("<stdin>:1:16: error[CR0101]")]).toEqual([
    2,
    true,
  ]);
  expect((await folder.run(["fmt", "-", "a.rules"])).exitCode).toBe(2);
});

test("an unreadable file is an error", async () => {
  const folder = folderWith({ "latin.rules": Buffer.from("# caf\xe9\n", "latin1"), "b/x.txt": "" });
  symlinkSync("nowhere", join(folder.path, "link.rules"));
  const { exitCode, stderr } = await folder.run([
    "fmt",
    "missing.rules",
    "latin.rules",
    "link.rules",
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("CR0501");
  expect(stderr).toContain("CR0504");
  const all = await folder.run(["fmt"]);
  expect(all.stderr).toContain("`link.rules` cannot be read: it is a link that leads to no file");
  const none = await folder.run(["fmt", "b"]);
  expect([none.exitCode, none.stderr]).toEqual([
    2,
    "error: there is no rule file in `b`\n  help: rule files are called `*.rules`\n",
  ]);
});

test("a link stays a link to the file that is formatted", async () => {
  const folder = folderWith({ "real.rules": UGLY });
  symlinkSync("real.rules", join(folder.path, "link.rules"));
  expect((await folder.run(["fmt", "link.rules"])).exitCode).toBe(0);
  expect(lstatSync(join(folder.path, "link.rules")).isSymbolicLink()).toBe(true);
  expect(folder.read("real.rules")).toBe(FORMATTED);
});

test("`--json` gives the result for each file", async () => {
  const folder = folderWith({
    "broken.rules": BROKEN,
    "ugly.rules": UGLY,
    "fine.rules": FORMATTED,
  });
  const { exitCode, stdout } = await folder.run(["fmt", "--json"]);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    files: [
      { file: "broken.rules", state: "refused" },
      { file: "fine.rules", state: "unchanged" },
      { file: "ugly.rules", state: "changed" },
    ],
    diagnostics: [{ code: "CR0101" }],
  });
});

test.each([
  { what: "line ends of the first line stay", before: "A=b\r\nB=c\n", after: "A = b\r\nB = c\r\n" },
  { what: "a byte order mark goes", before: "\uFEFFA = b\n", after: "A = b\n" },
  { what: "a missing end of the last line comes", before: "A = b", after: "A = b\n" },
  { what: "blanks at the ends of lines go", before: "A = b  \n#\t\n\n\n", after: "A = b\n#\n" },
  { what: "an empty file stays empty", before: "\n \n", after: "" },
])("$what", async ({ before, after }) => {
  const folder = folderWith({ "x.rules": before });
  await folder.run(["fmt", "x.rules"]);
  expect(folder.read("x.rules")).toBe(after);
});

test("a file whose program cannot be compiled is formatted if its tree is unchanged", async () => {
  const folder = folderWith({ "x.rules": 'use "missing.rules"\nA=unknown\n' });
  expect((await folder.run(["fmt"])).stdout).toBe(
    "x.rules: formatted\n1 file formatted, 0 unchanged\n",
  );
});

test("a text with another meaning is not written", async () => {
  const readFile = readFromMemory({
    "x.rules": "XSAVES = host & host.XSAVE\nassert XSAVES -> host\n",
  });
  const compared = (text: string) => compareFormatted("x.rules", readFile, text);
  expect(await compared("XSAVES = host\n     & host.XSAVE\nassert XSAVES -> host\n")).toEqual([]);
  const [changed] = await compared("XSAVES = host\nassert XSAVES -> host\n");
  expect(changed).toMatchObject({ code: "CR0440", severity: "error" });
  expect(await compared("XSAVES = host & host.XSAVE\n")).toHaveLength(1);
});

test("the library formats with other widths", async () => {
  const source = { name: "x.rules", text: "when a { XSAVES = host & host.XSAVE & guest.XSAVE }" };
  expect((await format(source, { width: 30, step: 4 })).text).toBe(
    "when a {\n    XSAVES = host & host.XSAVE\n           & guest.XSAVE\n}\n",
  );
});
