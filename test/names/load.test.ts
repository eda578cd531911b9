/** Tests the files that make up a program. */

import { expect, test } from "vitest";

import { checkText, codesOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const layout = "layout tiny { word ONLY { 0 A  1 B } }\ninput host: tiny\n";

test("a path in `use` starts from the folder of the file that it stands in", async () => {
  const files = {
    "shared/layout.rules": layout,
    "shared/kvm/base.rules": 'use "../layout.rules"\ncaps kvm: tiny { default = host }\n',
    "vcpu/vcpu.rules": 'use "../shared/kvm/base.rules"\ncaps vcpu: tiny { default = kvm }\n',
  };
  const { diagnostics, statistics } = await checkText(files);
  expect(diagnostics).toEqual([]);
  expect(statistics).toMatchObject({ files: 3, sets: 2 });
});

test("a file is read once, however often and in whatever way it is used", async () => {
  const files = {
    "lib/layout.rules": layout,
    "lib/left.rules": 'use "layout.rules"\nuse "./layout.rules"\n',
    "lib/right.rules": 'use "../lib/layout.rules"\n',
    "vcpu.rules":
      'use "lib/left.rules"\nuse "lib/right.rules"\nuse "lib/left.rules"\nA = host\ndefault = none\n',
  };
  expect(await codesOf(files)).toEqual([]);
});

test("a file that is a root and used by another root is one file", async () => {
  const files = {
    "base.rules": `${layout}caps base: tiny { default = host }\n`,
    "vcpu.rules": 'use "base.rules"\ncaps vcpu extends base { A = none }\n',
  };
  expect(await codesOf(files, ["base.rules", "vcpu.rules"])).toEqual([]);
  expect(await codesOf(files, ["vcpu.rules", "base.rules"])).toEqual([]);
});

test("files that use each other in a circle are reported where the circle closes", async () => {
  const diagnostic = await onlyDiagnostic({
    "c.rules": 'use "a.rules"\n',
    "b.rules": 'use "c.rules"\n',
    "a.rules": 'use "b.rules"\nMOVBE = guest\n',
  });
  expect(diagnostic.code).toBe("CR0506");
  expect(diagnostic.message).toContain("a.rules → b.rules → c.rules → a.rules");
  expect(diagnostic.span?.source.name).toBe("c.rules");
});

test("a file that uses itself is a circle", async () => {
  expect(await codesOf('use "example.rules"\nMOVBE = guest\n')).toEqual(["CR0506"]);
});

test("a missing file is reported at its `use`", async () => {
  const diagnostic = await onlyDiagnostic('MOVBE = guest\nuse "kvm.rules"\n');
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0501", '"kvm.rules"']);
});

test.each(["../kvm.rules", "a/../../kvm.rules", "/etc/hostname"])(
  "`use` of %s leaves the project",
  async (path) => {
    expect(await codesOf(`use "${path}"\nMOVBE = guest\n`)).toEqual(["CR0503"]);
  },
);

test("bundled files are named with `caprules:`, from any folder", async () => {
  const files = {
    "deep/er/vcpu.rules":
      'use "caprules:x86.rules"\ninput kvm: x86\ncaps vcpu: x86 { default = kvm }\n',
  };
  expect(await codesOf(files)).toEqual([]);
});

test("an unknown bundled file is reported with the nearest name", async () => {
  const diagnostic = await onlyDiagnostic('use "caprules:perlude.rules"\nMOVBE = guest\n');
  expect(diagnostic.code).toBe("CR0508");
  expect(diagnostic.help).toContain("caprules:prelude.rules");
});

test("mistakes in a used file are reported in that file", async () => {
  const files = {
    "kvm.rules": `${layout}caps kvm: tiny { default = hots }\n`,
    "vcpu.rules": 'use "kvm.rules"\ncaps vcpu: tiny { default = kvm }\n',
  };
  const diagnostic = await onlyDiagnostic(files);
  expect([diagnostic.code, diagnostic.span?.source.name]).toEqual(["CR0201", "kvm.rules"]);
});

test("a used file's assertions must hold in the whole program", async () => {
  const files = {
    "kvm.rules": `${layout}caps kvm: tiny { default = host }\nassert kvm -> host\n`,
    "product.rules": 'use "kvm.rules"\ncaps kvm { override default = all }\n',
  };
  const diagnostic = await onlyDiagnostic(files);
  expect([diagnostic.code, diagnostic.span?.source.name]).toEqual(["CR0402", "kvm.rules"]);
});
