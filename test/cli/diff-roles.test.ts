/** `caprules diff`: what changes for the guest, where sets are denied or internal. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { chooseColors } from "../../src/cli/io.ts";
import { run as runCommand } from "../../src/cli/run.ts";
import { countsOf } from "./counts-of.ts";
import { fakeMachine } from "./fake-machine.ts";
import { folderWith, type Outcome } from "./run-in-folder.ts";

const HEAD = `layout tiny { word W { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
`;

type Roles = Readonly<Record<"table" | "vcpu" | "reserved", string>>;

/** On line 4 the header of `table`, on 7 that of `vcpu`, on 11 that of `reserved`, whose rules begin on line 13. */
interface Rules {
  readonly table?: string;
  readonly vcpu?: string;
  readonly reserved?: string;
  readonly roles?: Roles;
  readonly after?: string;
}

const ROLES: Roles = { table: "internal", vcpu: "", reserved: "denied" };

function program({ table, vcpu, reserved, roles = ROLES, after = "" }: Rules = {}): string {
  return `${HEAD}caps table: tiny ${roles.table} {
  default = ${table ?? "host"}
}
caps vcpu: tiny ${roles.vcpu} {
  default = table & guest
  ${vcpu ?? ""}
}
caps reserved: tiny ${roles.reserved} "bits that fault" {
  default = none
  A = ${reserved ?? "!guest"}
}
${after}`;
}

async function compare(old: string, fresh: string, ...args: readonly string[]): Promise<Outcome> {
  const { run } = folderWith({ "old.rules": old, "new.rules": fresh });
  return run(["diff", "old.rules", "new.rules", ...args]);
}

interface Document {
  readonly equal: boolean;
  readonly summary: string;
  readonly sets: readonly {
    readonly name: string;
    readonly role: string;
    readonly oldRole?: string;
    readonly bits: readonly { readonly bit: string; readonly forGuest: readonly string[] }[];
  }[];
  readonly programs: readonly {
    readonly forGuest?: readonly string[];
    readonly declarations: readonly {
      readonly kind: string;
      readonly name: string;
      readonly file?: string;
      readonly line?: number;
      readonly detail?: string;
    }[];
  }[];
}

async function documentOf(old: string, fresh: string): Promise<Document> {
  return JSON.parse((await compare(old, fresh, "--json")).stdout) as Document;
}

/** The gates among `gained`, `lost`, `promises` and `any` that fail. */
async function failing(old: string, fresh: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const what of ["gained", "lost", "promises", "any"]) {
    const { exitCode } = await compare(old, fresh, "--fail-on", what);
    if (exitCode === 1) found.push(what);
    else expect(exitCode).toBe(0);
  }
  return found;
}

async function counts(old: string, fresh: string): Promise<string | undefined> {
  return countsOf((await compare(old, fresh)).stdout);
}

describe("a denied set", () => {
  const lessDenied = program({ reserved: "none" });

  test("a bit that turns off is gained for the guest, and a bit that turns on is lost", async () => {
    expect(await counts(program(), lessDenied)).toBe("1 of 6 bits changes for the guest (+1)");
    expect(await counts(lessDenied, program())).toBe("1 of 6 bits changes for the guest (−1)");
    expect(await failing(program(), lessDenied)).toEqual(["gained", "any"]);
    expect(await failing(lessDenied, program())).toEqual(["lost", "any"]);
  });

  test("the listing has the set's own mark and the effect on the guest", async () => {
    const { stdout } = await compare(program(), lessDenied);
    expect(stdout).toContain("\nreserved (denied)\n  − A (gained for the guest)\n");
  });

  test("text is coloured by the effect on the guest", async () => {
    const { path } = folderWith({ "old.rules": program(), "new.rules": lessDenied });
    let text = "";
    const io = {
      cwd: path,
      stdout: {
        paint: chooseColors({ FORCE_COLOR: "1" }, true),
        write: (part: string) => (text += part),
      },
      stderr: { paint: chooseColors({}, false), write: () => undefined },
      readStandardInput: () => Promise.resolve(new Uint8Array()),
      machine: fakeMachine(),
    };
    await runCommand(["diff", "old.rules", "new.rules"], {
      ...io,
      stdout: { ...io.stdout, write: (part) => void io.stdout.write(part) },
    });
    const green = String.raw`\u001b\[32m  − A \(gained for the guest\)\u001b\[39m`;
    expect(text).toMatch(new RegExp(green));
  });

  test("each format reports it", async () => {
    const of = async (format: string): Promise<string> =>
      (await compare(program(), lessDenied, "--format", format)).stdout;
    expect(await of("github")).toContain("title=− reserved.A (gained for the guest)::");
    expect(await of("markdown")).toContain("| − | `reserved.A` (denied, gained for the guest) |");
    expect(await of("sarif")).toContain(
      "reserved.A is off where it was on (gained for the guest), when",
    );
    const html = await of("html");
    expect(html).toContain(
      '<b class="sign gained-sign" title="off where it was on, gained for the guest">−</b>',
    );
    expect(html).toContain(
      '<span class="cell k-default gained" aria-hidden="true">\u2212</span> lost: off where it was on, gained for the guest <b>1</b>',
    );
    expect(html).toContain("<h2>reserved <small>denied, tiny, 1 of 3 bits changes</small></h2>");
    expect((await documentOf(program(), lessDenied)).sets).toMatchObject([
      { name: "table", role: "internal", bits: [] },
      { name: "vcpu", role: "exposed", bits: [] },
      {
        name: "reserved",
        role: "denied",
        bits: [{ bit: "A", direction: "lost", forGuest: ["gained"] }],
      },
    ]);
  });

  test("an acceptance has the set's own direction, and counts whatever the effect on the guest is", async () => {
    const { run, read } = folderWith({ "old.rules": program(), "new.rules": lessDenied });
    await run(["diff", "old.rules", "new.rules", "--accept", "-m", "why"]);
    expect(JSON.parse(read("caprules.accepted.json"))).toMatchObject({
      acceptances: [{ changes: [{ set: "reserved", bits: ["A"], direction: "lost" }] }],
    });
    const { exitCode, stdout } = await run(["diff", "old.rules", "new.rules"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 of 6 bits changes for the guest (+1), all accepted\n");
  });
});

describe("an internal set", () => {
  // The guest's C does not come from the table.
  const unread = program({ vcpu: "C = none" });
  const withoutC = unread.replace("default = host\n", "default = host\n  C = none\n");
  const withoutB = unread.replace("default = host\n", "default = host\n  B = none\n");

  test("a change that reaches no other set fails nothing, and is not equal", async () => {
    expect(await counts(unread, withoutC)).toBe(
      "none of 6 bits changes for the guest, 1 bit of internal sets changes (−1)",
    );
    expect(await failing(unread, withoutC)).toEqual([]);
    expect((await documentOf(unread, withoutC)).equal).toBe(false);
  });

  test("a change that reaches the guest is reported as the cause of the guest's loss", async () => {
    const { stdout } = await compare(unread, withoutB);
    expect(stdout).toMatch(
      /^1 of 6 bits changes for the guest \(−1\), 1 bit of internal sets changes \(−1\)$/m,
    );
    expect(stdout).toContain("table (internal)\n  − B\n");
    expect(stdout).toContain("      so      − vcpu.B\n");
    expect(await failing(unread, withoutB)).toEqual(["lost", "any"]);
  });

  test("consequences for the guest are listed first", async () => {
    const chain = (value: string): string =>
      `${HEAD}caps first: tiny internal { default = none; A B = ${value} }
caps second: tiny internal { default = first }
caps last: tiny { default = second }
`;
    const { stdout } = await compare(chain("host"), chain("host & guest"));
    expect(stdout).toContain("      so      − last.A, − last.B, − second.A, − second.B\n");
  });

  test("annotations are warnings only if the guest is affected", async () => {
    const github = async (fresh: string): Promise<string> =>
      (await compare(unread, fresh, "--format", "github")).stdout;
    expect(await github(withoutC)).toContain(
      "::notice file=new.rules,line=6,title=− table.C (internal)::",
    );
    expect(await github(withoutB)).toContain(
      "::warning file=new.rules,line=6,title=− table.B (internal)::",
    );
    const sarif = async (fresh: string): Promise<readonly string[]> => {
      const { stdout } = await compare(unread, fresh, "--format", "sarif");
      const { runs } = JSON.parse(stdout) as {
        runs: { results: { level: string; message: { text: string } }[] }[];
      };
      return runs.flatMap(({ results }) =>
        results.map(({ level, message }) => `${level} ${message.text.split(" is ")[0] ?? ""}`),
      );
    };
    expect(await sarif(withoutC)).toEqual(["note table.C"]);
    expect(await sarif(withoutB)).toEqual(["warning table.B", "note vcpu.B"]);
  });

  test("is left out of what is accepted", async () => {
    const { run, read, write } = folderWith({ "old.rules": unread, "new.rules": withoutB });
    await run(["diff", "old.rules", "new.rules", "--accept", "-m", "why"]);
    expect(read("caprules.accepted.json")).not.toContain("table");
    const outcome = await run(["diff", "old.rules", "new.rules", "--format", "github"]);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).not.toContain("::warning");
    write("new.rules", withoutC);
    write("caprules.accepted.json", '{ "version": 1, "acceptances": [] }');
    const { stdout } = await run(["diff", "old.rules", "new.rules", "--accept", "-m", "why"]);
    expect(stdout).toContain("nothing to accept: nothing changes that could be accepted\n");
  });

  test("HTML and Markdown give its role", async () => {
    const of = async (format: string): Promise<string> =>
      (await compare(unread, withoutC, "--format", format)).stdout;
    expect(await of("html")).toContain(
      '<b class="sign internal-sign" title="off where it was on">−</b>',
    );
    expect(await of("html")).toContain("lost: off where it was on, of an internal set <b>1</b>");
    expect(await of("markdown")).toContain("| − | `table.C` (internal) |");
  });

  test("a comparison of internal sets only says that no set is the guest's", async () => {
    const only = (value: string): string =>
      `${HEAD}caps table: tiny internal { default = ${value} }\n`;
    expect(await counts(only("host"), only("guest"))).toBe(
      "no set is the guest's, 32 bits of internal sets change (~32)",
    );
    expect(await counts(only("host"), only("!!host"))).toBe(
      "text differs, meaning is equal (proved)",
    );
  });
});

test("an assertion that claims less through an internal set is named, and fails a gate for promises", async () => {
  const limited = (limit: string): string => `${HEAD}caps limit: tiny internal {
  default = ${limit}
}
caps vcpu: tiny { default = host & guest }
assert vcpu -> limit
`;
  const args = ["--fail-on", "promises"];
  const { exitCode, stdout } = await compare(limited("host"), limited("all"), ...args);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`1 assertion weakened\n\nassertion weakened vcpu -> limit  old.rules:8
  it claims less, because bits of the internal \`limit\` that it reads are others now\n`);
  expect((await compare(limited("all"), limited("host"), ...args)).exitCode).toBe(0);
});

test("an assertion that compares a stage with the guest's set is not weakened if both change", async () => {
  const staged = (stage: string): string => `${HEAD}caps stage: tiny internal {
  default = ${stage}
}
caps vcpu: tiny { default = stage & guest }
assert vcpu -> stage
`;
  const { stdout } = await compare(staged("host"), staged("host | guest"));
  expect(stdout).toContain("32 bits of internal sets change (+32)\n\nstage (internal)\n");
});

describe("a changed role", () => {
  const roles = (reserved: string): Roles => ({ ...ROLES, reserved });

  test("is named with its place in each format, and fails all gates but those for promises", async () => {
    const [old, fresh] = [program({ roles: roles("") }), program()];
    const of = async (format: string): Promise<string> =>
      (await compare(old, fresh, "--format", format)).stdout;
    expect(await counts(old, fresh)).toBe("none of 6 bits changes, 1 role changed");
    expect(await of("text")).toContain(
      "role of set reserved changed: exposed → denied  new.rules:11\n",
    );
    expect(await of("markdown")).toContain(
      "\n- role of set `reserved` changed: exposed → denied (new.rules:11)\n",
    );
    expect(await of("github")).toContain(
      "::warning file=new.rules,line=11,title=role of set reserved changed::exposed → denied\n",
    );
    expect(await of("html")).toContain(
      "<li>role of set <code>reserved</code> changed: exposed → denied <small>new.rules:11</small></li>",
    );
    expect(JSON.parse(await of("sarif"))).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: "role",
              level: "warning",
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "new.rules" },
                    region: { startLine: 11 },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    const { equal, sets, programs } = await documentOf(old, fresh);
    expect(equal).toBe(false);
    expect(sets.find(({ name }) => name === "reserved")).toMatchObject({
      role: "denied",
      oldRole: "exposed",
    });
    expect(programs[0]?.declarations).toEqual([
      {
        kind: "role of set",
        name: "reserved",
        change: "changed",
        detail: "exposed → denied",
        file: "new.rules",
        line: 11,
        accepted: null,
      },
    ]);
    // Without a changed bit: what counts as gained and lost is another thing now.
    expect(await failing(old, fresh)).toEqual(["gained", "lost", "any"]);
  });

  test("is accepted like a change, and reported as such in each format", async () => {
    const { run, read, write } = folderWith({
      "old.rules": program({ roles: roles("") }),
      "new.rules": program({ reserved: "none" }),
    });
    const args = ["diff", "old.rules", "new.rules"];
    expect((await run(args)).stdout).toContain("changes for the guest (~1), 1 role changed\n");
    const accepting = await run([...args, "--accept", "-m", "why"]);
    expect(accepting.stdout).toContain("accepted 2 changes in caprules.accepted.json\n");
    const file = read("caprules.accepted.json");
    expect(file).toMatch(/"set": "reserved",\s+"change": "exposed to denied"/);
    const { exitCode, stdout } = await run(args);
    expect(stdout).toContain("(~1), 1 role changed, all accepted\n");
    expect(stdout).toContain('exposed → denied; accepted because "why"  new.rules:11\n');
    expect(exitCode).toBe(0);
    const of = async (format: string): Promise<string> =>
      (await run([...args, "--format", format])).stdout;
    expect(await of("markdown")).toContain('exposed → denied; accepted because "why" (');
    expect(await of("html")).toContain("exposed → denied; accepted because &#34;why&#34;");
    expect(await of("github")).toContain("::notice file=new.rules,line=11,title=role of set");
    expect(JSON.parse(await of("json"))).toMatchObject({
      equal: false,
      programs: [{ declarations: [{ accepted: { because: ["why"] } }] }],
    });
    const sarif = await of("sarif");
    expect(sarif).toContain('"suppressions"');
    // The other way round is another change, and what was accepted is not made.
    write("caprules.accepted.json", file.replace("exposed to denied", "denied to exposed"));
    const other = await run(args);
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain("1 role changed, 1 of 2 changes accepted\n");
    expect(other.stderr).toContain(
      "accepts a change that is not made: new.rules: set reserved denied to",
    );
    expect(other.stderr).toContain("1 change is not accepted; if this is meant, say why");
    write("caprules.accepted.json", file.replace("exposed to denied", "exposed to exposed"));
    expect((await run(args)).stderr).toContain("`change` must be");
  });

  test.each([
    ["exposed", "denied", ["gained", "lost", "any"], "~1"],
    ["denied", "exposed", ["gained", "lost", "any"], "~1"],
    ["denied", "internal", ["gained", "lost", "any"], "+1"],
    ["internal", "denied", ["gained", "lost", "any"], "+1"],
    ["exposed", "internal", ["gained", "lost", "any"], "−1"],
    ["internal", "exposed", ["gained", "lost", "any"], "−1"],
  ])(
    "a lost bit, %s before and %s after: the stricter role counts",
    async (before, after, fails, marks) => {
      const old = program({ roles: roles(before) });
      const fresh = program({ roles: roles(after), reserved: "none" });
      expect(await counts(old, fresh)).toBe(
        `1 of 6 bits changes for the guest (${marks}), 1 role changed`,
      );
      expect(await failing(old, fresh)).toEqual(fails);
      expect((await compare(old, fresh)).stdout).toContain(
        `\nreserved (${after} instead of ${before})\n`,
      );
    },
  );

  test("comes to a set that extends another one from there, too", async () => {
    const after = "caps more extends reserved { }\n";
    const { programs } = await documentOf(program({ roles: roles(""), after }), program({ after }));
    expect(programs[0]?.declarations.map(({ name, detail, line }) => [name, detail, line])).toEqual(
      [
        ["reserved", "exposed → denied", 11],
        ["more", "exposed → denied", 15],
      ],
    );
  });

  test("is found in a set that is compared under two names", async () => {
    const fresh = program().replace("caps reserved", "caps faulting");
    const old = program({ roles: roles("") });
    const { stdout } = await compare(old, fresh, "--set", "reserved=faulting");
    expect(stdout).toContain("role of set faulting changed: exposed → denied  new.rules:11\n");
  });

  test("has the place of the block that states it, not of one that re-opens the set", async () => {
    const again = "caps reserved { B = host }\n";
    const old = program({ roles: roles("") }).replace(HEAD, HEAD + again);
    const fresh = program().replace(HEAD, HEAD + again);
    expect((await compare(old, fresh)).stdout).toContain("exposed → denied  new.rules:12\n");
  });
});

describe("a set on one side only", () => {
  const extra = (role: string): string =>
    program({ after: `caps extra: tiny ${role} { default = host }\n` });

  test.each([
    ["", ["gained", "any"], ["lost", "any"], "capability set extra added\n"],
    [
      "denied",
      ["lost", "any"],
      ["gained", "any"],
      "capability set extra added: denied, so lost for the guest\n",
    ],
    ["internal", [], [], "capability set extra added: internal\n"],
  ])("%s", async (role, added, removed, told) => {
    expect(await failing(program(), extra(role))).toEqual(added);
    expect(await failing(extra(role), program())).toEqual(removed);
    const { stdout } = await compare(program(), extra(role));
    expect(stdout).toContain(told);
    expect((await documentOf(program(), extra(role))).equal).toBe(false);
  });

  test("is annotated, a new one at its header", async () => {
    const github = async (old: string, fresh: string): Promise<string> =>
      (await compare(old, fresh, "--format", "github")).stdout;
    const title = "title=capability set extra";
    expect(await github(program(), extra("denied"))).toContain(
      `::warning file=new.rules,line=15,${title} added::capability set extra added: denied, so lost for the guest\n`,
    );
    expect(await github(extra(""), program())).toContain(
      `::warning ${title} removed::capability set extra removed\n`,
    );
    expect(await github(program(), extra("internal"))).toContain(
      `::notice file=new.rules,line=15,${title} added`,
    );
    const { run } = folderWith({ "old.rules": program(), "new.rules": extra("denied") });
    const sarif = async (): Promise<unknown> => {
      const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "sarif"]);
      const { runs } = JSON.parse(stdout) as { runs: { results: unknown }[] };
      return runs[0]?.results;
    };
    const result = {
      ruleId: "set",
      level: "warning",
      properties: { set: "extra", role: "denied" },
    };
    expect(await sarif()).toMatchObject([result]);
    await run(["diff", "old.rules", "new.rules", "--accept", "-m", "why"]);
    expect(await sarif()).toMatchObject([
      { ...result, suppressions: [{ status: "accepted", justification: "why" }] },
    ]);
  });

  test("is accepted, unless it is internal", async () => {
    const after =
      "caps extra: tiny denied { default = host }\ncaps stage: tiny internal { default = host }\n";
    const { run, read } = folderWith({ "old.rules": program(), "new.rules": program({ after }) });
    await run(["diff", "old.rules", "new.rules", "--accept", "-m", "why"]);
    expect(JSON.parse(read("caprules.accepted.json"))).toMatchObject({
      acceptances: [{ changes: [{ program: "new.rules", set: "extra", change: "added" }] }],
    });
    expect((await run(["diff", "old.rules", "new.rules"])).exitCode).toBe(0);
  });

  test("an added or removed file counts by the roles of its sets", async () => {
    const rules = (role: string): string => `${HEAD}caps extra: tiny ${role} { default = host }\n`;
    const fails = async (role: string): Promise<readonly string[]> => {
      const { run } = folderWith({
        "old/a.rules": rules(""),
        "new/a.rules": rules(""),
        "new/b.rules": rules(role),
      });
      const found: string[] = [];
      for (const what of ["gained", "lost", "any"]) {
        if ((await run(["diff", "old", "new", "--fail-on", what])).exitCode === 1) found.push(what);
      }
      return found;
    };
    expect(await fails("")).toEqual(["gained", "any"]);
    expect(await fails("denied")).toEqual(["lost", "any"]);
    expect(await fails("internal")).toEqual(["any"]);
    // A set with errors may have any role.
    expect(await fails("denied nonsense")).toEqual(["gained", "lost", "any"]);
  });
});

test("README shows the output of the command", async () => {
  const rules = `layout tiny { word FEATURES { 0 SMEP  1 LASS  2 UMIP } }
layout cr4 { word CR4 { 0 SMEP  1 LASS } }
input host: tiny
input guest: tiny
caps table: tiny internal {
  default = host
}
caps vcpu: tiny { default = table & guest }
caps cr4_reserved: cr4 denied "bits of CR4 that fault" {
  default = none
  SMEP = !vcpu
}
`;
  const fresh = rules
    .replace("  default = host\n", "  default = host\n  LASS = none\n")
    .replace("SMEP = !vcpu", "SMEP = none");
  const readme = readFileSync(join(import.meta.dirname, "../../src/review/README.md"), "utf8");
  expect(readme).toContain(`\`\`\`text\n${(await compare(rules, fresh)).stdout}\`\`\`\n`);
});
