import { describe, expect, test } from "vitest";

import { fixture, places, readingOf, readText } from "./read-text.ts";
import { tell, toldOf } from "./tell.ts";

const registers = "eax='0x0' ebx='0x0' ecx='0x0' edx='0x0'";

function cpudata(elements: string): string {
  return `<cpudata arch='x86'>\n${elements}\n</cpudata>\n`;
}

test("each <cpuid> is an entry, and each <msr> gives features", async () => {
  const reading = await readingOf(fixture("small.xml"));
  if (reading.kind !== "entries") throw new Error("expected entries");
  expect(reading.vendor).toBe("GenuineIntel");
  const entries = reading.processors[0]?.entries ?? [];
  expect(entries.map((entry) => [entry.function, entry.index])).toEqual([
    [0, 0],
    [1, 0],
    [7, 0],
    [7, 1],
    [0x8000_0000, 0],
    [0x8000_0001, 0],
  ]);
  expect(entries[1]).toMatchObject({ isIndexSignificant: true, ecx: 0x0400_0001 });
  expect(reading.outside?.features.map(({ name }) => name)).toEqual(["rdctl-no"]);
  expect(reading.outside?.off.map(({ name }) => name)).toContain("ibrs-all");
});

test("an element's span is its place in the text", async () => {
  const text = fixture("small.xml");
  const reading = await readingOf(text);
  if (reading.kind !== "entries") throw new Error("expected entries");
  const span = reading.processors[0]?.entries[1]?.span;
  expect(text.slice(span?.start, span?.end)).toMatch(/^<cpuid eax_in='0x00000001'.*\/>$/);
});

test("without `ecx_in` the index is not significant", async () => {
  const reading = await readingOf(cpudata(`<cpuid eax_in='0x0' ${registers}/>`));
  if (reading.kind !== "entries") throw new Error("expected entries");
  expect(reading.processors[0]?.entries[0]).toMatchObject({ index: 0, isIndexSignificant: false });
});

test.each([
  [
    "a missing register",
    `<cpuid eax_in='0x0' ecx_in='0x0' eax='0' ebx='0' ecx='0'/>`,
    "CR0718 2:1",
  ],
  ["no number alone", `<cpuid eax_in='0x0 ' ecx_in='1h' ${registers}/>`, "CR0718 2:1"],
  ["no number", `<cpuid eax_in='zero' ecx_in='0x0' ${registers}/>`, "CR0718 2:1"],
  ["33 bits", `<cpuid eax_in='0x100000000' ecx_in='0x0' ${registers}/>`, "CR0707 2:1"],
  ["nothing", "", "CR0714 1:1"],
])("%s is an error at its element", async (_, elements, place) => {
  const { reading, diagnostics } = await readText(cpudata(elements));
  expect(reading).toBeUndefined();
  expect(places(diagnostics)).toEqual([place]);
});

const leaf = `<cpuid eax_in='0x0' ecx_in='0x0' ${registers}/>`;

test.each([
  ["a missing half", "<msr index='0x10a' eax='1'/>", "CR0718 3:1"],
  ["a missing index", "<msr eax='1' edx='0'/>", "CR0718 3:1"],
  ["no number", "<msr index='0x10a' eax='one' edx='0'/>", "CR0718 3:1"],
  ["33 bits", "<msr index='0x10a' eax='0x100000000' edx='0'/>", "CR0707 3:1"],
  [
    "a second value",
    "<msr index='0x10a' eax='1' edx='0'/>\n<msr index='266' eax='1' edx='0'/>",
    "CR0709 4:1",
  ],
])("%s of an MSR is an error at its element", async (_, elements, place) => {
  const { reading, diagnostics } = await readText(cpudata(`${leaf}\n${elements}`));
  expect(reading).toBeUndefined();
  expect(places(diagnostics)).toEqual([place]);
});

test("an entry that stands twice is an error, and disorder is a warning", async () => {
  const one = `<cpuid eax_in='0x1' ecx_in='0x0' ${registers}/>`;
  const twice = await readText(cpudata(`${one}\n${one}`));
  expect(places(twice.diagnostics)).toEqual(["CR0708 3:1"]);
  const zero = `<cpuid eax_in='0x0' ecx_in='0x0' ${registers}/>`;
  const disorder = await readText(cpudata(`${one}\n${zero}`));
  expect(places(disorder.diagnostics)).toEqual(["CR0710 3:1"]);
});

test("a file that is cut is an error where its syntax breaks", async () => {
  const text = fixture("small.xml");
  const inElement = await readText(text.slice(0, text.indexOf("ecx='0x04")));
  expect(places(inElement.diagnostics)).toEqual(["CR0717 4:1"]);
  const betweenElements = await readText(text.slice(0, text.indexOf("  <msr")));
  expect(places(betweenElements.diagnostics)).toEqual(["CR0717 2:1"]);
});

test("other XML, and CPUID of other architectures, are named as such", async () => {
  const domain = await readText("<domain type='kvm'/>");
  expect(places(domain.diagnostics)).toEqual(["CR0741 1:1"]);
  const other = await readText("<html/>");
  expect(places(other.diagnostics)).toEqual(["CR0718 1:1"]);
  expect(domain.diagnostics[0]?.message).toContain("`<domain>`");
  const ppc = await readText("<cpudata arch='ppc64'/>");
  expect(places(ppc.diagnostics)).toEqual(["CR0703 1:1"]);
});

test.each([
  `<!DOCTYPE a [<!ENTITY b "0x1">]>${cpudata(`<cpuid eax_in='&b;' ecx_in='0x0' ${registers}/>`)}`,
  `<!DOCTYPE a [${"<!ENTITY b '&b;&b;'>".repeat(50)}]>${cpudata("<cpuid eax_in='&b;'/>")}`,
  cpudata(`<__proto__ eax_in='0x0'/>`),
  cpudata(`<cpuid __proto__='0x0' constructor='0x0'/>`),
  "<a>".repeat(10_000),
  "<a/>".repeat(1_000_000),
])("hostile XML is an error and no exception (%#)", async (text) => {
  const { reading, diagnostics } = await readText(text);
  expect(reading).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
});

describe("XML", () => {
  const entry = "<cpuid eax_in='0' eax='0' ebx='0' ecx='0' edx='0'/>";

  test.each<readonly [name: string, text: string, told: string]>([
    [
      "of another kind",
      "<html/>",
      "CR0718 1:1 «<html/>» this XML is a `<html>`; expected `<cpudata arch='x86'>`",
    ],
    [
      "of a CPU model",
      "<cpu>\n</cpu>",
      "CR0741 1:1 «<cpu>» `<cpu>` names a CPU model, and does not list its features",
    ],
    [
      "of another architecture",
      "<cpudata arch='ppc64'/>",
      "CR0703 1:1 «<cpudata arch='ppc64'/>» this does not describe an x86 processor: it has the architecture `ppc64`",
    ],
    [
      "without an entry",
      cpudata("<msr/>"),
      "CR0714 1:1 «<cpudata arch='x86'>» `<cpudata>` holds no CPUID entry",
    ],
    [
      "beyond any dump",
      `<a>${" ".repeat(2_000_000)}</a>`,
      "CR0718 1:1 «<» this XML is too large for a CPUID dump",
    ],
    [
      "without a register",
      cpudata(entry.replace(" ecx='0'", "")),
      "CR0718 2:1 «<cpuid eax_in='0' eax='0' ebx='0' edx='0'/>» this `<cpuid>` has no `ecx`",
    ],
    [
      "with a word for a number",
      cpudata(entry.replace("ecx='0'", "ecx='no'")),
      "CR0718 2:1 «<cpuid eax_in='0' eax='0' ebx='0' ecx='no' edx='0'/>» `ecx` must be a number such as `0x1f`, not `no`",
    ],
    [
      "with a number of 33 bits",
      cpudata(entry.replace("ecx='0'", "ecx='0x100000000'")),
      "CR0707 2:1 «<cpuid eax_in='0' eax='0' ebx='0' ecx='0x100000000' edx='0'/>» `ecx` is `0x100000000`, which does not fit into 32 bits",
    ],
    [
      "with half an MSR",
      cpudata(`${entry}<msr index='1' eax='0'/>`),
      `CR0718 2:${entry.length + 1} «<msr index='1' eax='0'/>» this \`<msr>\` has no \`edx\``,
    ],
    [
      "with an MSR twice",
      cpudata(`${entry}\n<msr index='1' eax='0' edx='0'/>\n<msr index='0x1' eax='0' edx='0'/>`),
      "CR0709 4:1 «<msr index='0x1' eax='0' edx='0'/>» MSR `0x1` stands here a second time",
    ],
  ])("%s", async (_, text, told) => {
    expect(await toldOf(text)).toEqual([told]);
  });
});

test.each([
  // The validator gives no place for a text that ends early: it is the last line.
  ["<cpudata>\n  <cpuid>\n\n", "CR0717 2:1 «  <cpuid>»", "the text ends here"],
  ["<cpudata>\n  <cpuid/>\n\n", "CR0717 1:1 «<cpudata>»", "Unclosed tag 'cpudata'."],
  ["<cpudata>\n<cpuid", "CR0717 2:1 «<cpuid»", "the text ends here"],
  ["<!-- none -->\n", "CR0717 1:1 «<!-- none -->»", "Start tag expected."],
  ["<a></a>\nb\n", "CR0717 2:1 «b»", "Extra text at the end"],
  ["<a></a> b\n", "CR0717 1:9 «b»", "Extra text at the end"],
  ["<a>\n  </b></a>\n", "CR0717 2:3 «</b></a>»", "Expected closing tag 'a'"],
  ["<__proto__/>", "CR0717 1:1 «<__proto__/>»", "this XML cannot be a CPUID dump"],
])("in %j, the place and the reason of the XML reader are told", async (text, place, reason) => {
  const { diagnostics } = await readText(text);
  expect(tell(diagnostics)).toEqual([`${place} this is not well-formed XML`]);
  expect(diagnostics[0]?.notes.join()).toContain(reason);
});
