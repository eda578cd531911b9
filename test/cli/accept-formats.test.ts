/** Tests accepted changes in all output formats, with hostile reasons. */

import { expect, test } from "vitest";

import { folderWith, type Folder } from "./run-in-folder.ts";

const LAYOUT = `layout tiny { word ONLY { 0 XSAVE  1 AVX } }
input host: tiny
input guest: tiny
`;
const OLD = `${LAYOUT}caps vcpu: tiny { default = host & guest }\n`;
const NEW = `${LAYOUT}caps vcpu: tiny {\n  default = host & guest\n  AVX = host\n}\n`;

/** Would colour a terminal, close an element, begin a command of GitHub's, and mention someone. */
const HOSTILE = '\u001b[31m"</details>| `x`\n::error::[y](http://z) @someone\u202e';

async function accepted(because: string): Promise<Folder> {
  const folder = folderWith({ "old.rules": OLD, "new.rules": NEW });
  const args = ["diff", "old.rules", "new.rules", "--accept", "-m", because];
  expect((await folder.run(args)).exitCode).toBe(0);
  return folder;
}

async function printed({ run }: Folder, format: string): Promise<string> {
  const { stdout, exitCode } = await run(["diff", "old.rules", "new.rules", "--format", format]);
  expect(exitCode).toBe(0);
  return stdout;
}

test("text: only visible characters of a reason reach a terminal", async () => {
  const folder = await accepted(HOSTILE);
  expect(await printed(folder, "text")).toContain(
    'accepted  because "\\x1b[31m"</details>| `x`\\x0a::error::[y](http://z) @someone\\u202e"\n',
  );
  folder.write("new.rules", OLD);
  const { stderr } = await folder.run(["diff", "old.rules", "new.rules"]);
  expect(stderr).toContain('because "\\x1b[31m"</details>| `x`\\x0a::error::');
});

test("Markdown: a column has the reasons, with markup escaped", async () => {
  const folder = await accepted("it is meant");
  const text = await printed(folder, "markdown");
  expect(text).toContain("\n\n1 of 2 bits changes (+1), all accepted\n");
  expect(text).toContain("| | bit | when | how often | so also | accepted |\n|-|-|-|-|-|-|\n");
  expect(text).toMatch(/\| {2}\| because “it is meant” \|\n/);
  const hostile = await printed(await accepted(HOSTILE), "markdown");
  expect(hostile.match(/<\/details>/g)).toHaveLength(1);
  expect(hostile).not.toMatch(/[^\\]\]\(http/);
  expect(hostile).not.toMatch(/[^\\]@someone/);
  expect(hostile.split("\n").filter((line) => line.startsWith("| + |"))).toHaveLength(1);
});

test("annotations: accepted changes come last, as notices", async () => {
  const folder = await accepted(HOSTILE);
  folder.write("new.rules", NEW.replace("AVX = host\n", "AVX = host\n  XSAVE = none\n"));
  const { stdout } = await folder.run(["diff", "old.rules", "new.rules", "--format", "github"]);
  const lines = stdout.split("\n");
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^::warning .*title=− vcpu\.XSAVE::.*$/),
    expect.stringMatching(/^::notice .*title=\+ vcpu\.AVX::.*; accepted because ".*\\x0a::error::/),
  ]);
  expect(lines.slice(3)).toEqual(["2 of 2 bits change (+1 −1), 1 of them accepted", ""]);
});

test("JSON: reasons as they are, in each change and in totals", async () => {
  const folder = await accepted(HOSTILE);
  const text = await printed(folder, "json");
  expect(text).not.toContain("\u001b");
  expect(JSON.parse(text)).toMatchObject({
    totals: { accepted: 1, open: { any: 0, gained: 0, lost: 0 } },
    sets: [{ bits: [{ accepted: { because: [HOSTILE], except: null } }] }],
  });
  folder.write("new.rules", NEW.replace("AVX = host", "AVX = host | guest"));
  const { stdout } = await folder.run(["diff", "old.rules", "new.rules", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    totals: { accepted: 0, open: { any: 1, gained: 1, lost: 0 } },
    sets: [{ bits: [{ accepted: { except: "!host.AVX & guest.AVX" } }] }],
  });
});

test("JSON: open changes are marked, and so are sets and programs on one side", async () => {
  const { run } = folderWith({
    "v1/cpu.rules": `${OLD}caps gone: tiny { default = host }\n`,
    "v2/cpu.rules": NEW,
    "v2/more.rules": OLD,
  });
  const outcome = await run(["diff", "v1", "v2", "--json"]);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    totals: { accepted: 0, open: { any: 3 } },
    sets: [{ program: "cpu.rules", bits: [{ accepted: null }] }],
    programs: [
      { declarations: [{ name: "gone", change: "removed", accepted: null }] },
      { name: "more.rules", change: "added", accepted: null },
    ],
  });
  await run(["diff", "v1", "v2", "--accept", "-m", "why", "--json"]);
  const { stdout, exitCode } = await run(["diff", "v1", "v2", "--json"]);
  const all = { because: ["why"], except: null };
  expect(JSON.parse(stdout)).toMatchObject({
    sets: [{ bits: [{ accepted: all }] }],
    programs: [{ declarations: [{ accepted: all }] }, { accepted: all }],
  });
  expect(exitCode).toBe(0);
  for (const format of ["markdown", "html"]) {
    const text = (await run(["diff", "v1", "v2", "--format", format])).stdout;
    expect(text).toMatch(/gone.*removed.*accepted because/);
    expect(text).toMatch(
      format === "html" ? /is added, accepted because/ : /- accepted because “why”/,
    );
  }
});

test("with --accept, standard output is still one document", async () => {
  const { run } = folderWith({ "old.rules": OLD, "new.rules": NEW });
  const args = ["diff", "old.rules", "new.rules", "--accept", "-m", "why", "--format", "sarif"];
  const { stdout, stderr } = await run(args);
  expect(JSON.parse(stdout)).toMatchObject({ version: "2.1.0" });
  expect(stderr).toBe("accepted 1 change in caprules.accepted.json\n");
});
