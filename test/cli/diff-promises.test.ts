/** `caprules diff`: assertions, tests and assumptions that are made, weakened, withdrawn or broken. */

import { describe, expect, test } from "vitest";

import { countsOf } from "./counts-of.ts";
import { folderWith, type Outcome } from "./run-in-folder.ts";

const HEAD = `layout tiny { word W { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
flag f
`;

/** The set stands on line 5, its rules from line 7 on, and what follows it after them. */
function program(rules: string, after = "", before = ""): string {
  return `${HEAD}${before}caps vcpu: tiny {\n  default = host & guest\n${rules}}\n${after}`;
}

async function compare(old: string, fresh: string, ...args: string[]): Promise<Outcome> {
  const { run } = folderWith({ "old.rules": old, "new.rules": fresh });
  return run(["diff", "old.rules", "new.rules", ...args]);
}

interface Told {
  readonly kind: string;
  readonly change: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly isFinding: boolean;
  readonly notes: readonly string[];
}

async function told(old: string, fresh: string): Promise<{ equal: boolean; promises: Told[] }> {
  const { stdout } = await compare(old, fresh, "--json");
  return JSON.parse(stdout) as { equal: boolean; promises: Told[] };
}

const RULE = "  A = host\n";

test("a deleted assertion is withdrawn: named with its line, not equal, and exit code 1", async () => {
  const old = program(RULE, "assert vcpu.A -> host.A\nassert vcpu.B -> guest.B\n");
  const { stdout, exitCode } = await compare(old, program(RULE, "assert vcpu.B -> guest.B\n"));
  expect(stdout).toContain("none of 3 bits changes, 1 assertion withdrawn");
  expect(stdout).toContain("assertion withdrawn vcpu.A -> host.A  old.rules:9\n");
  expect(stdout).toContain("  it still holds by the new rules (proved)\n");
  expect(exitCode).toBe(1);
});

test("a withdrawn claim that no longer holds is reported as such", async () => {
  const { promises } = await told(
    program(RULE, "assert vcpu.A -> host.A\n"),
    program("  A = guest\n"),
  );
  expect(promises).toMatchObject([
    { change: "withdrawn", notes: ["it does not hold by the new rules"], isFinding: true },
  ]);
});

test.each([
  ["written otherwise", "assert !vcpu.A | host.A\n"],
  ["on more lines", "assert vcpu.A   # what it has\n  -> host.A\n"],
  ["for every bit", "assert vcpu -> host\n"],
  ["in the set", "caps vcpu {\n  assert A -> host.A\n}\n"],
  ["in two parts", "assert vcpu.A & f -> host.A\nassert vcpu.A & !f -> host.A\n"],
])("a claim stated %s is still made", async (_, after) => {
  const { promises } = await told(program(RULE, "assert vcpu.A -> host.A\n"), program(RULE, after));
  expect(promises.filter(({ isFinding }) => isFinding)).toEqual([]);
});

test.each([
  [
    "a name is of another bit",
    program("  A = all\n  B = none\n", "assert vcpu.A\n"),
    program("  A = none\n  B = all\n", "assert vcpu.A\n").replace("0 A  1 B", "0 B  1 A"),
    "vcpu.A",
  ],
  [
    "another class governs a bit that stays as it is",
    program("  hidden: A\n", "assert vcpu.A is hidden\n", "class hidden = none\n"),
    program("  A = none\n", "assert vcpu.A is hidden\n", "class hidden = none\n"),
    "vcpu.A is hidden",
  ],
  [
    "an enumeration has one more value",
    program("", "assert e == one | e == two\n", "enum e: one two\n"),
    program("", "assert e == one | e == two\n", "enum e: one two three\n"),
    "e == one | e == two",
  ],
  [
    "something is assumed no longer",
    program("", "assume f\nassert vcpu.A -> f\n"),
    program("", "assert vcpu.A -> f\n"),
    "vcpu.A -> f",
  ],
])("an assertion is broken where no function that it reads changes, but %s", async (...given) => {
  const [, old, fresh, text] = given;
  const { promises } = await told(old, fresh);
  const broken = promises.filter(({ change }) => change === "broken");
  expect(broken.map((each) => each.text)).toEqual([text]);
});

test.each([
  [
    "a name is of another bit",
    program("  A = all\n  B = none\n", 'test "t" { expect vcpu: A }\n'),
    program("  A = none\n  B = all\n", 'test "t" { expect vcpu: A }\n').replace(
      "0 A  1 B",
      "0 B  1 A",
    ),
  ],
  [
    "its case is assumed away",
    program("", 'test "t" { expect vcpu: !A }\n'),
    program("", 'assume f\ntest "t" { expect vcpu: !A }\n'),
  ],
])("a test is broken where no bit that it expects changes, but %s", async (_, old, fresh) => {
  const { promises } = await told(old, fresh);
  const broken = promises.filter(({ change }) => change === "broken");
  expect(broken.map(({ text }) => text)).toEqual(["t"]);
});

test("a claim that happens to hold is not a promise", async () => {
  const { promises } = await told(
    program(RULE, "assert vcpu.A -> host.A\n"),
    program(RULE, "assert vcpu.C -> host.C\n"),
  );
  expect(promises.map(({ change, text }) => [change, text])).toEqual([
    ["withdrawn", "vcpu.A -> host.A"],
    ["made", "vcpu.C -> host.C"],
  ]);
});

test("a claim that is replaced by a weaker one is weakened", async () => {
  const { promises } = await told(
    program(RULE, "assert vcpu -> host\n"),
    program(RULE, "assert vcpu & f -> host\n"),
  );
  expect(promises.filter(({ isFinding }) => isFinding)).toMatchObject([
    {
      change: "weakened",
      text: "vcpu -> host",
      notes: [
        "the new side asserts `vcpu & f -> host`, which claims less",
        "it still holds by the new rules (proved)",
      ],
    },
  ]);
});

test("an assertion that the change breaks is broken, with the smallest case", async () => {
  const assertion = "assert vcpu -> host\n";
  const { stdout, exitCode } = await compare(
    program("", assertion),
    program("  B = guest\n", assertion),
    "--fail-on",
    "promises",
  );
  expect(countsOf(stdout)).toBe("1 of 3 bits changes (+1), 1 assertion broken");
  expect(stdout.split("\n")[0]).toMatch(/; 1 assertion broken$/);
  expect(stdout).toContain(`assertion broken vcpu -> host  new.rules:9
  it fails for B in this case: guest: B; everything else off
`);
  expect(exitCode).toBe(1);
});

describe("an assertion is compared with the declarations that it names", () => {
  const CLASS = (value: string): string => `class allowed = ${value}\n`;
  const SET = (bits: string): string => `set exempt: ${bits}\n`;
  const BY_CLASS = "assert vcpu -> allowed\n";
  const BY_SET = "assert vcpu -> host | exempt\n";
  const GUEST = "  A = guest\n";

  test.each([
    ["class", program(GUEST, BY_CLASS, CLASS("host | guest")), CLASS("host")],
    ["set", program(GUEST, BY_SET, SET("A B")), SET("B")],
  ])("another %s breaks it, though no bit changes", async (keyword, old, declaration) => {
    const fresh = old.replace(new RegExp(`^${keyword} .*\\n`, "m"), declaration);
    expect(await told(old, fresh)).toMatchObject({
      equal: false,
      promises: [
        { change: "broken", notes: ["it fails for A in this case: guest: A; everything else off"] },
      ],
    });
  });

  test.each([
    [
      "class",
      program(RULE, BY_CLASS, CLASS("host")),
      CLASS("host | guest"),
      "class allowed = host",
      "class allowed = host | guest",
    ],
    ["set", program(RULE, BY_SET, SET("B")), SET("A B"), "set exempt: B", "set exempt: A B"],
  ])("another %s weakens it", async (keyword, old, declaration, was, is) => {
    const fresh = old.replace(new RegExp(`^${keyword} .*\\n`, "m"), declaration);
    expect(await told(old, fresh)).toMatchObject({
      equal: false,
      promises: [
        {
          change: "weakened",
          isFinding: true,
          notes: [
            `it read \`${was}\`, and reads \`${is}\` now`,
            expect.stringContaining("still holds"),
          ],
        },
      ],
    });
    expect((await compare(fresh, old)).exitCode).toBe(0);
  });

  test.each([
    ["class", program(RULE, BY_CLASS, CLASS("host & guest | host")), CLASS("host")],
    ["set", program(RULE, BY_SET, SET("B C")), SET("C B")],
  ])("another %s with the same meaning is not reported", async (keyword, old, declaration) => {
    const fresh = old.replace(new RegExp(`^${keyword} .*\\n`, "m"), declaration);
    expect(await told(old, fresh)).toEqual(expect.objectContaining({ equal: true, promises: [] }));
  });
});

describe("an assertion about the bits of a class", () => {
  const CLASS = "class hidden = none\n";
  const HIDDEN = program("  hidden: A\n", "assert vcpu.A is hidden\n", CLASS);

  test("is withdrawn like any other", async () => {
    expect((await told(HIDDEN, HIDDEN.replace(/^assert.*\n/m, ""))).promises).toMatchObject([
      {
        change: "withdrawn",
        text: "vcpu.A is hidden",
        notes: ["it still holds by the new rules (proved)"],
      },
    ]);
  });

  test("breaks where another rule that gives the same governs the bit", async () => {
    expect(await told(HIDDEN, HIDDEN.replace("hidden: A", "A = none"))).toMatchObject({
      equal: false,
      promises: [{ change: "broken", notes: ["it fails in this case: everything off"] }],
    });
  });

  test("is implied by one about every bit", async () => {
    const every = HIDDEN.replace("hidden: A", "hidden: A B C").replace("vcpu.A is", "vcpu is");
    const old = HIDDEN.replace("hidden: A", "hidden: A B C");
    expect((await told(old, every)).promises).not.toContainEqual(
      expect.objectContaining({ change: "withdrawn" }),
    );
  });
});

test("an assertion that failed before is not reported, and a new one that fails is", async () => {
  const failing = "assert vcpu -> guest\n";
  const same = await told(program(RULE, failing), program(`${RULE}  B = host\n`, failing));
  expect(same.promises).toEqual([]);
  const fresh = await told(program(RULE), program(RULE, failing));
  expect(fresh.promises.map(({ change }) => change)).toEqual(["broken", "made"]);
});

test("a claim that only an assumption implied fails without it, though no bit changes", async () => {
  const assertion = "assert vcpu.A -> guest.A\n";
  const old = program(RULE, assertion, "assume guest.A\n");
  const { promises } = await told(old, program(RULE, assertion));
  expect(promises).toMatchObject([
    { kind: "assert", change: "broken" },
    { kind: "assume", change: "withdrawn", text: "guest.A", isFinding: false },
  ]);
});

const TEST = 'test "A is the host\'s" { given host: A; expect vcpu: A !B }\n';

test.each([
  ["removed", "", "withdrawn", "old.rules", []],
  [
    "expecting less",
    TEST.replace(" !B", ""),
    "weakened",
    "new.rules",
    ["it no longer expects !vcpu.B"],
  ],
  [
    "given another case",
    TEST.replace("A; expect", "A B; expect"),
    "weakened",
    "new.rules",
    ["it is given another case"],
  ],
])("a test that is %s is reported", async (_, after, change, file, notes) => {
  const { equal, promises } = await told(program(RULE, TEST), program(RULE, after));
  expect(equal).toBe(false);
  const text = "A is the host's";
  expect(promises).toMatchObject([{ kind: "test", change, text, file, line: 9, notes }]);
});

test("a test that expects more, or has another title, promises no less", async () => {
  const more = TEST.replace("A !B", "!B A !C");
  const renamed = TEST.replace("A is the", "A follows the");
  for (const after of [more, renamed, `\n${TEST}`]) {
    const { equal, promises } = await told(program(RULE, TEST), program(RULE, after));
    expect(promises).toEqual([]);
    expect(equal).toBe(true);
  }
});

test("a test that fails now is broken", async () => {
  const { promises } = await told(program(RULE, TEST), program("  A = guest\n", TEST));
  expect(promises).toMatchObject([{ kind: "test", change: "broken", file: "new.rules", line: 9 }]);
});

test("the result of a test does not depend on the other program's enumeration values", async () => {
  const withValues = (values: string, rule: string): string =>
    program(
      `  A = v == x ? host : ${rule}\n`,
      'test "t" { given v = x; host: A; expect vcpu: A }\n',
      `enum v: ${values}\n`,
    );
  // It passed before, although the new side has another value, and fails now.
  const broken = withValues("x y z", "guest").replace("? host", "? guest");
  const { promises } = await told(withValues("x y", "guest"), broken);
  expect(promises).toMatchObject([{ kind: "test", change: "broken", text: "t" }]);
  // It passes, although the old side had another value.
  expect((await told(withValues("x y z", "guest"), withValues("x y", "none"))).promises).toEqual(
    [],
  );
});

test("a new assumption counts, unless it follows from the old ones", async () => {
  const assuming = (text: string): string => program(RULE, "", text);
  const fresh = await told(assuming("assume f\n"), assuming("assume f\nassume host.A\n"));
  expect(fresh.promises).toMatchObject([
    { kind: "assume", change: "made", text: "host.A", file: "new.rules", line: 6, isFinding: true },
  ]);
  expect(fresh.equal).toBe(false);
  const same = await told(assuming("assume f & host.A\n"), assuming("assume host.A\nassume f\n"));
  expect(same).toMatchObject({ promises: [], equal: true });
  const weaker = await told(assuming("assume f & host.A\n"), assuming("assume f | host.A\n"));
  expect(weaker.promises.filter(({ isFinding }) => isFinding)).toEqual([]);
});

test("an --assume is not a promise", async () => {
  const args = ["--assume", "host.A", "--json"];
  const { stdout } = await compare(program(RULE), program("  A = host.A & host\n"), ...args);
  expect((JSON.parse(stdout) as { promises: unknown }).promises).toEqual([]);
});

test.each([
  ["any", 1],
  ["promises", 1],
  ["gained,promises", 1],
  ["gained,lost", 0],
  ["lost", 0],
  ["none", 0],
])("of a withdrawn assertion --fail-on %s", async (list, exitCode) => {
  const old = program(RULE, "assert vcpu.A -> host.A\n");
  const outcome = await compare(old, program(RULE), "--fail-on", list);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr.includes("1 promise is not kept")).toBe(exitCode === 1);
});

test.each(["", "gains", "gained,,lost", "none,lost"])("--fail-on '%s' is no list", async (list) => {
  const outcome = await compare(program(RULE), program(RULE), "--fail-on", list);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.stderr).toContain("write none, or some of any,gained,lost,promises");
});

test.each(["text", "json", "markdown", "github", "sarif", "html"])(
  "%s names each promise with file and line",
  async (format) => {
    const { stdout } = await compare(
      program(RULE, `assert vcpu.A -> host.A\n${TEST}`),
      program(RULE, "", "assume f | host.C\n"),
      "--format",
      format,
    );
    const text = stdout.replaceAll("&#62;", ">").replaceAll("&#39;", "'");
    for (const part of ["vcpu.A -> host.A", "A is the host", "f | host.C"]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(
      /old\.rules(?::9|"[^}]*\s"(?:line|startLine)": 9|[^]*"region": \{\s*"startLine": 9)/,
    );
    expect(text).toMatch(
      /new\.rules(?::5|,line=5|"[^}]*\s"(?:line|startLine)": 5|[^]*"region": \{\s*"startLine": 5)/,
    );
  },
);
