import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { FileContent } from "../../src/names/read-file.ts";
import type { PackedPicture } from "../../src/picture/pack-picture.ts";
import { report } from "../../src/report/report.ts";
import { sourceOf, type RuleText } from "../harness/compile-text.ts";

const LAYOUT = `layout tiny "a small one" {
  leaf ONE = 0x7.1 ecx "first" { 0 A "letter a" alias alpha  1 B  2 C  3 D  4 E }
  word TWO { 0 F }
}
input host: tiny
input guest: tiny
flag tdp
`;
const RULES = `${LAYOUT}class emulated = guest
caps base: tiny {
  default = host & guest
  C requires A
}
caps vcpu: tiny "what a vCPU may use" {
  default = base
  unnamed = none
  default TWO = host
  emulated: A because "done in software"
  B = host.A & A
  when tdp {
    because "only then"
    C = host
  }
  D also guest
  E requires B
}
assert vcpu.B -> host.A because "no host, no bit"
`;

async function pageOf(rules: RuleText): Promise<string> {
  const { html, diagnostics } = await report(sourceOf(rules));
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  return html ?? "";
}

function pictureIn(page: string): PackedPicture {
  const json =
    /<script type="application\/json" id="picture">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  return JSON.parse(json) as PackedPicture;
}

/** Kind, mark and facts of each cell of a set in words, by bit. */
function cellsOf(picture: PackedPicture, name: string): readonly string[] {
  const { strings, facts, states, grids, kinds } = picture;
  const text = (place: number | undefined): string => strings[place ?? -1] ?? "";
  const grid = grids.find((each) => text(each.name) === name);
  const runs = grid?.states ?? [];
  return runs.flatMap((count, at) => {
    if (at % 2 === 1) return [];
    const [kind = 0, isMarked, , , ...known] = states[runs[at + 1] ?? 0] ?? [];
    const all = known.map((each) => {
      const [term, ...entries] = facts[each] ?? [0];
      const parts = entries.map((entry) =>
        entry
          .filter((part) => part >= 0)
          .map(text)
          .join(" | "),
      );
      return `${text(term)}: ${parts.join("; ")}`;
    });
    const cell = [`${kinds[kind]?.[0] ?? ""}${isMarked === 1 ? "*" : ""}`, ...all].join("\n");
    return Array.from({ length: count }, () => cell);
  });
}

test("each bit has its kind, rules with reason and place, formula, reads and readers", async () => {
  const cells = cellsOf(pictureIn(await pageOf(RULES)), "vcpu");
  expect(cells.slice(0, 6)).toEqual([
    `class
rule: emulated = guest | done in software | example.rules:17
instead of: default = base | example.rules:14
after substitution: guest.A
read by: vcpu.B`,
    `bit
rule: = host.A & A | example.rules:18
instead of: default = base | example.rules:14
after substitution: host.A & guest.A
reads: vcpu.A
read by: vcpu.E`,
    `conditional
when: = host, when tdp | only then | example.rules:21
otherwise: default = base | example.rules:14
after substitution: host.C & (tdp | host.A & guest.A & guest.C)
reads: base.`,
    `restricted*
rule: default = base | example.rules:14
also: also guest | example.rules:23
after substitution: guest.D
reads: base.`,
    `restricted*
rule: default = base | example.rules:14
requires: requires B | example.rules:24
after substitution: host.A & guest.A & host.E & guest.E
reads: base. | vcpu.B`,
    "unnamed\nrule: unnamed = none | example.rules:15",
  ]);
  expect(cells[32]).toBe("leaf\nrule: default = host | example.rules:16");
  expect(cells).toHaveLength(64);
});

test("rules are lists without scripts, exceptions by class", async () => {
  const page = await pageOf(RULES);
  const text = page
    .slice(page.indexOf("<h3>Rules of vcpu"), page.indexOf("<h2>Inputs"))
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<\/(?:h3|h4|li)>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/\n+/g, "\n");
  expect(text).toContain(`Rules of vcpu
class emulated 1 bit
A emulated = guest done in software example.rules:17
`);
  expect(text).toMatch(/requires 1 bit\nE requires B example\.rules:24\n/);
  expect(text).toMatch(/everything else 62 bits\n/);
  expect(page).toContain(
    "<code>assert vcpu.B -&#62; host.A</code> <q>no host, no bit</q> <small>example.rules:26</small>",
  );
});

test("the legend counts the bits of each kind", async () => {
  const page = await pageOf(RULES);
  const counts = [...page.matchAll(/<span class="cell k-(\w+)[^>]*>[^<]*<\/span> [^<]*<b>(\d+)</g)];
  expect(Object.fromEntries(counts.map(([, kind = "", count]) => [kind, Number(count)]))).toEqual({
    default: 63,
    leaf: 1,
    unnamed: 58,
    class: 1,
    bit: 3,
    conditional: 1,
    restricted: 3,
  });
});

test("a set that is not exposed has its role beside its name", async () => {
  const page = await pageOf(`layout tiny { word ONLY { 0 A } }
input host: tiny
caps plain: tiny { default = host }
caps reserved: tiny denied { default = host }
`);
  expect(page).toContain("<h2>plain <small>tiny, 0 exceptions</small></h2>");
  expect(page).toContain("<h2>reserved <small>tiny, denied, 0 exceptions</small></h2>");
});

test("names, reasons and descriptions are escaped", async () => {
  const hostile = `</script><img src=x onerror=alert(1)> ' ]]> --> \u2028 \${1} <!--<script>`;
  const page = await pageOf(`layout tiny "${hostile}" {
  leaf ONE = 0x7 ecx "${hostile}" { 0 A "${hostile}" }
}
input host: tiny "${hostile}"
flag tdp "${hostile}"
caps vcpu: tiny "${hostile}" {
  default = none
  A = host & tdp because "${hostile}" # </style><script>
}
assert vcpu.A -> tdp because "${hostile}"
`);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script/g)).toHaveLength(2);
  expect(page.match(/<!--/g)).toHaveLength(1);
  expect(page).not.toMatch(/<img|\u2028/);
  expect(page).toContain(
    "&#60;/script&#62;&#60;img src=x onerror=alert(1)&#62; &#39; ]]&#62; --&#62; \\u2028 ${1}",
  );
});

test("the name of a file can leave neither the title nor the notice", async () => {
  const page = await pageOf({ "a--><script>\u001b[31m.rules": RULES });
  expect(page).toContain(
    "<!-- @generated by caprules from a- -&#62;&#60;script&#62;\\x1b[31m.rules.",
  );
  expect(page).toContain(
    "<title>Capability policy: a--&#62;&#60;script&#62;\\x1b[31m.rules</title>",
  );
});

test("the same rules give the same bytes, and nothing is loaded from elsewhere", async () => {
  const page = await pageOf(RULES);
  expect(await pageOf(RULES)).toBe(page);
  expect(page).toContain("default-src &#39;none&#39;");
  expect(page).not.toMatch(/\b(?:https?:|src=|url\(|@import)/);
});

test("rules with errors give diagnostics and no page; rules without sets give no page", async () => {
  const broken = await report(sourceOf(`${LAYOUT}caps vcpu: tiny { default = hots }`));
  expect(broken.html).toBeUndefined();
  expect(broken.diagnostics.map(({ code }) => code)).toEqual(["CR0201"]);
  expect(await report(sourceOf(LAYOUT))).toMatchObject({ ok: true, html: undefined, sets: [] });
});

test("KVM's policy is a page of at most 500 kB", async () => {
  const root = join(import.meta.dirname, "../..");
  const readFile = (name: string): FileContent => ({
    kind: "text",
    text: readFileSync(join(root, name), "utf8"),
  });
  const { html = "", sets } = await report({ entry: ["rules/kvm/7.1.5.rules"], readFile });
  expect(sets).toHaveLength(17);
  expect(Buffer.byteLength(html)).toBeLessThan(500_000);
  expect(html).not.toContain(root);
});
