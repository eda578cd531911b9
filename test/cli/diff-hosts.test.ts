/** `caprules diff --hosts`, beside files that hold dumps. */

import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { fakeMachine, type FakeMachine } from "./fake-machine.ts";
import { folderWith } from "./run-in-folder.ts";

describe("--hosts with devices of processors", () => {
  // XSAVE is CPUID_1_ECX[26], AVX is CPUID_1_ECX[28].
  const processors: FakeMachine["processors"] = {
    0: [
      [0, 0, 1, 0x756e_6547, 0x6c65_746e, 0x4965_6e69],
      [1, 0, 0, 0, 2 ** 26 + 2 ** 28, 0],
    ],
    1: [
      [0, 0, 1, 0x756e_6547, 0x6c65_746e, 0x4965_6e69],
      [1, 0, 0, 0, 2 ** 26, 0],
    ],
  };
  const files = {
    "v1.rules": "default = host & guest",
    "v2.rules":
      "default = host & guest\nXSAVE = host\nwhen host.vendor == intel { AVX = host }\nFMA = host",
  };

  async function seenOn(hosts: string, machine: FakeMachine) {
    const args = ["diff", "v1.rules", "v2.rules", "--hosts", hosts];
    const result = await folderWith(files).run(args, { machine: fakeMachine(machine) });
    return { ...result, seen: [...result.stdout.matchAll(/seen +(.*)/g)].map(([, on]) => on) };
  }

  test("asks the processor that is named", async () => {
    const { seen, exitCode } = await seenOn("/dev/cpu/0/cpuid", { processors });
    expect(seen).toEqual(["on none of 1 host", "on 1 of 1 host: cpuid", "on 1 of 1 host: cpuid"]);
    expect(exitCode).toBe(1);
  });

  test("asks each of them, and leaves out one that cannot be asked", async () => {
    const failures = { 3: "ENXIO" };
    const { seen, exitCode, stderr } = await seenOn("/dev/cpu/*/cpuid", { processors, failures });
    expect(seen).toEqual([
      "on none of 2 hosts",
      "on 2 of 2 hosts: 0/cpuid, 1/cpuid",
      "on 1 of 2 hosts: 0/cpuid",
    ]);
    expect(stderr).toContain("left out of --hosts: `/dev/cpu/3/cpuid` cannot be read: ");
    expect(exitCode).toBe(2);
  });

  test("says why there is none", async () => {
    const { exitCode, stderr } = await seenOn("/dev/cpu/*/cpuid", {});
    expect(stderr).toContain("`--hosts /dev/cpu/*/cpuid` matches no file: it failed");
    expect(exitCode).toBe(2);
  });
});

describe("--hosts with dumps that a layout cannot take", () => {
  const rules = {
    "v1.rules": "default = host & guest",
    "v2.rules": "default = host & guest\nXSAVE AVX = host",
  };

  /** CPUID_1_ECX of two processors, as `cpuid -r` prints it. */
  const twoProcessors = (first: string, second: string): string =>
    [first, second]
      .map(
        (ecx, number) => `CPU ${number}:
   0x00000000 0x00: eax=0x00000001 ebx=0x756e6547 ecx=0x6c65746e edx=0x49656e69
   0x00000001 0x00: eax=0x00000000 ebx=0x00000000 ecx=${ecx} edx=0x00000000
`,
      )
      .join("");

  test("a misspelt name does not turn its bit off", async () => {
    const { run } = folderWith({
      ...rules,
      "dumps/good.json": '{"features": ["XSAVE"]}',
      "dumps/wrong.json": '{"features": ["XSAVE", "AVXX"]}',
    });
    const { stdout, stderr, exitCode } = await run(
      "diff v1.rules v2.rules --hosts dumps/*".split(" "),
    );
    expect([...stdout.matchAll(/seen +(.*)/g)].map(([, on]) => on)).toEqual([
      "on 1 of 2 hosts: good.json; may show on 1: wrong.json (depends on host.XSAVE)",
      "on none of 2 hosts; may show on 1: wrong.json (depends on host.AVX)",
    ]);
    expect(stderr).toContain("error[CR0719]: no bit of layout `x86` is called `AVXX`");
    expect(stderr).toContain("note: left out of --hosts: `dumps/wrong.json`\n");
    expect(exitCode).toBe(2);
  });

  test("only features of all processors are used, which is reported", async () => {
    const { run } = folderWith({
      ...rules,
      "dumps/differ": twoProcessors("0x14000000", "0x04000000"),
      "dumps/same": twoProcessors("0x14000000", "0x14000000"),
    });
    const { stdout, stderr, exitCode } = await run(
      "diff v1.rules v2.rules --hosts dumps/*".split(" "),
    );
    expect([...stdout.matchAll(/seen +(.*)/g)].map(([, on]) => on)).toEqual([
      "on 2 of 2 hosts: differ, same",
      "on 1 of 2 hosts: same",
    ]);
    expect(stderr).toBe(
      "note: processors differ in `dumps/differ`; only features of all of them are used\n",
    );
    expect(exitCode).toBe(1);
  });
});

describe("--hosts with what cannot be opened", () => {
  const files = {
    "v1.rules": "default = host & guest",
    "v2.rules": "default = host & guest\nXSAVE = host",
    "dumps/on.json": '{"features": ["XSAVE"]}',
    "elsewhere/off.json": '{"features": []}',
  };

  /** The comparison with these links, each with its target. */
  async function compare(hosts: string, links: Readonly<Record<string, string>>) {
    const folder = folderWith(files);
    for (const [name, target] of Object.entries(links)) {
      symlinkSync(target, join(folder.path, name));
    }
    return folder.run(["diff", "v1.rules", "v2.rules", "--hosts", hosts]);
  }

  test.each(["dumps", "dumps/*", "./dumps/", "dumps/*.json"])(
    "%s: links that lead nowhere are left out, and said",
    async (hosts) => {
      const { stdout, stderr, exitCode } = await compare(hosts, {
        "dumps/gone.json": "nowhere",
        "dumps/loop.json": "loop.json",
        "dumps/off.json": "../elsewhere/off.json",
      });
      expect([...stdout.matchAll(/seen +(.*)/g)].map(([, on]) => on)).toEqual([
        "on 1 of 2 hosts: on.json",
      ]);
      expect(stderr).toBe(
        "note: left out of --hosts: `dumps/gone.json` is a link that leads to no file; " +
          "`dumps/loop.json` is a link that leads to no file\n",
      );
      expect(exitCode).toBe(2);
    },
  );

  test("a link in a folder that a link leads to is one of them", async () => {
    const { stdout, stderr, exitCode } = await compare("dumps", {
      "dumps/more": "../elsewhere",
      "elsewhere/gone": "nowhere",
    });
    expect(stdout).toContain("on 1 of 2 hosts: on.json");
    expect(stderr).toContain("`dumps/more/gone` is a link that leads to no file");
    expect(exitCode).toBe(2);
  });

  test("a link that the pattern does not name is none of them", async () => {
    const { stderr, exitCode } = await compare("dumps/*.json", { "dumps/gone": "nowhere" });
    expect([stderr, exitCode]).toEqual(["", 1]);
  });

  test("a link that is all there is ends the command", async () => {
    const { stderr, exitCode } = await compare("dumps/gone", { "dumps/gone": "nowhere" });
    expect(stderr).toContain(
      "no dump of --hosts can be read: `dumps/gone` is a link that leads to no file",
    );
    expect(exitCode).toBe(2);
  });

  test("a folder that cannot be read is left out, and said", async () => {
    const folder = folderWith(files);
    // No system opens a path of more than 4,096 characters, but a folder may come to have one.
    const deep = ["dumps/a", ...Array.from({ length: 19 }, () => "x".repeat(200))].join("/");
    mkdirSync(join(folder.path, deep), { recursive: true });
    const short = join(folder.path, "dumps/a");
    const long = join(folder.path, `dumps/${"a".repeat(250)}`);
    renameSync(short, long);
    const { stderr, exitCode } = await folder.run(
      "diff v1.rules v2.rules --hosts dumps".split(" "),
    );
    renameSync(long, short);
    expect(stderr).toMatch(/^note: left out of --hosts: `dumps\/a+\/.*` cannot be read: /);
    expect(stderr).toContain("name too long");
    expect(exitCode).toBe(2);
  });
});
