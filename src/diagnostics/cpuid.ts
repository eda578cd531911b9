/**
 * CR07xx: what is wrong with a CPUID dump, or with a list of features that stands for one.
 *
 * Here an `example` is no rule file: it is a dump in `cpuidDiagnostics`, a feature list in
 * `featureListDiagnostics`.
 */

import { didYouMean, type Nearest } from "./did-you-mean.ts";
import { documentDiagnostics } from "./cpuid-documents.ts";
import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";
import { qemuListDiagnostics } from "./feature-lists.ts";

export const unknownFormat: DiagnosticKind<{ found: string; known: string }> = defineDiagnostic({
  code: "CR0701",
  severity: "error",
  message: ({ found }) => `${found} is not a CPUID dump of a known format`,
  help: ({ known }) => `give ${known}`,
  explanation:
    "The format of a CPUID dump is recognised by its content, whatever its name is. Nothing in this text looks like one of the formats.",
  example: "nothing of the kind\n",
});

export const decodedDump: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0702",
  severity: "error",
  message: () => "this is what `cpuid` prints for people to read; the raw registers are needed",
  help: () => "run `cpuid -1 -r`",
  explanation:
    "Without `-r`, the `cpuid` command decodes the registers and leaves some bits out, so the words cannot be restored from its output.",
  example: 'CPU:\n   vendor_id = "GenuineIntel"\n',
});

export const otherArchitecture: DiagnosticKind<{ found: string }> = defineDiagnostic({
  code: "CR0703",
  severity: "error",
  message: ({ found }) => `this does not describe an x86 processor: it has ${found}`,
  explanation:
    "CPUID exists on x86 only. Files of other architectures have the same names, but other content.",
  example: "processor : 0\nFeatures : fp asimd\n",
});

export const missingFlags: DiagnosticKind<{ processor: string }> = defineDiagnostic({
  code: "CR0704",
  severity: "error",
  message: ({ processor }) => `${processor} has no \`flags\``,
  help: () => "give the whole file: it may be cut",
  explanation:
    "In `/proc/cpuinfo` of an x86 machine each processor has a line `flags : …`, which is never empty.",
  example: "processor : 0\nvendor_id : GenuineIntel\n",
});

export const malformedLine: DiagnosticKind<{ expected: string }> = defineDiagnostic({
  code: "CR0705",
  severity: "error",
  message: ({ expected }) => `this line is malformed: expected ${expected}`,
  explanation: "A line that cannot be read may hide bits, so it is not skipped.",
  example: "CPU:\n   0x00000000 0x00: eax=nonsense\n",
});

export const cutLine: DiagnosticKind<{ expected: string }> = defineDiagnostic({
  code: "CR0706",
  severity: "error",
  message: ({ expected }) => `the file ends in the middle of a line: expected ${expected}`,
  help: () => "take the dump again",
  explanation: "The last line is incomplete, so the dump was cut, and bits are missing.",
  example: "CPU:\n   0x00000000 0x00: eax=0x0000",
});

export const valueTooLarge: DiagnosticKind<{ what: string; value: string }> = defineDiagnostic({
  code: "CR0707",
  severity: "error",
  message: ({ what, value }) => `${what} is \`${value}\`, which does not fit into 32 bits`,
  explanation: "A CPUID function, an index and each of the four registers have 32 bits.",
  example: '{"entries": [[0, 0, 4294967296, 0, 0, 0]]}',
});

export const duplicateEntry: DiagnosticKind<{ entry: string }> = defineDiagnostic({
  code: "CR0708",
  severity: "error",
  message: ({ entry }) => `CPUID ${entry} stands here a second time`,
  help: () => "remove one of them, or take the dump again",
  explanation:
    "One processor has one answer for a CPUID function and index. Two of them mean that dumps were mixed.",
  example: '{"entries": [[0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]]}',
});

export const duplicateSection: DiagnosticKind<{ what: string }> = defineDiagnostic({
  code: "CR0709",
  severity: "error",
  message: ({ what }) => `${what} stands here a second time`,
  help: () => "give the dump of one machine",
  explanation: "Each processor stands in a dump once. Two of them mean that dumps were mixed.",
  example: "processor : 0\nflags : fpu\n\nprocessor : 0\nflags : fpu\n",
});

export const entriesOutOfOrder: DiagnosticKind<{ entry: string; before: string }> =
  defineDiagnostic({
    code: "CR0710",
    severity: "warning",
    message: ({ entry, before }) => `CPUID ${entry} stands after ${before}`,
    help: () => "take the dump again if nobody has sorted it by hand",
    explanation:
      "Tools print CPUID in ascending order. Where a dump does not, lines may have been lost or mixed.",
    example:
      "CPU:\n" +
      "   0x00000001 0x00: eax=0x00000000 ebx=0x00000000 ecx=0x00000000 edx=0x00000000\n" +
      "   0x00000000 0x00: eax=0x00000001 ebx=0x00000000 ecx=0x00000000 edx=0x00000000\n",
  });

export const missingMaximum: DiagnosticKind<{ base: string }> = defineDiagnostic({
  code: "CR0711",
  severity: "warning",
  message: ({ base }) => `leaf \`${base}\` is missing, so no leaf of its range is hidden`,
  help: ({ base }) => `add leaf \`${base}\`: its EAX is the highest leaf that the processor has`,
  explanation:
    "Register EAX of leaves 0x0, 0x80000000 and 0xC0000000 says up to which leaf a processor answers. Beyond it there are no features, " +
    "whatever the registers hold. A dump without that leaf is taken as it is.",
  example: '{"entries": [[1, 0, 0, 0, 0, 0]]}',
});

export const truncatedDump: DiagnosticKind<{ base: string; maximum: string; last: string }> =
  defineDiagnostic({
    code: "CR0712",
    severity: "warning",
    message: ({ base, maximum, last }) =>
      `leaf \`${base}\` says that leaves go up to \`${maximum}\`, but the last one here is \`${last}\``,
    help: () => "take the dump again: it seems to be cut, and missing leaves read as zero",
    explanation: "A whole dump has every leaf up to the highest one that the processor reports.",
    example:
      "CPU:\n   0x00000000 0x00: eax=0x00000001 ebx=0x00000000 ecx=0x00000000 edx=0x00000000\n",
  });

export const processorsDiffer: DiagnosticKind<{ taken: string }> = defineDiagnostic({
  code: "CR0713",
  severity: "warning",
  message: ({ taken }) => `the processors of this machine have different features; ${taken}`,
  explanation:
    "A virtual machine may run on any processor of its host, so all of them should have the same features.",
  example: "processor : 0\nflags : fpu vme\n\nprocessor : 1\nflags : fpu\n",
});

export const emptyDump: DiagnosticKind<{ what: string }> = defineDiagnostic({
  code: "CR0714",
  severity: "error",
  message: ({ what }) => `${what} holds no CPUID entry`,
  explanation: "Without any entry, every feature would be off, which is hardly what was meant.",
  example: '{"entries": []}',
});

export const jsonSyntax: DiagnosticKind<{ problem: string }> = defineDiagnostic({
  code: "CR0715",
  severity: "error",
  message: ({ problem }) => `this JSON cannot be read: ${problem}`,
  explanation:
    "The text begins like JSON, but breaks its syntax at this place, or is nested far deeper than any dump.",
  example: '{"entries": [',
});

export const jsonShape: DiagnosticKind<{ what: string; expected: string; found: string }> =
  defineDiagnostic({
    code: "CR0716",
    severity: "error",
    message: ({ what, expected, found }) => `${what} must be ${expected}, not ${found}`,
    explanation: "The text is JSON, but a value has another type or length than its place needs.",
    example: '{"entries": 7}',
  });

export const xmlSyntax: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0717",
  severity: "error",
  message: () => "this is not well-formed XML",
  explanation: "The text begins like XML, but breaks its syntax at this place.",
  example: "<cpudata arch='x86'>",
});

export const xmlShape: DiagnosticKind<{ problem: string }> = defineDiagnostic({
  code: "CR0718",
  severity: "error",
  message: ({ problem }) => problem,
  explanation:
    "CPUID XML of libvirt is a `<cpudata arch='x86'>` of `<cpuid>` elements, each with `eax_in`, `ecx_in` and the four registers.",
  example: "<cpuid/>",
});

export const unknownFeature: DiagnosticKind<{
  name: string;
  layout: string;
  nearest: Nearest;
}> = defineDiagnostic({
  code: "CR0719",
  severity: "error",
  message: ({ name, layout }) => `no bit of layout \`${layout}\` is called \`${name}\``,
  help: ({ nearest }) => didYouMean(nearest()),
  explanation:
    "A feature is named as in its layout, or by an alias which the layout gives it, in upper or lower case; `-`, `_` and `.` are alike.",
  example: '{"features": ["no_such_feature"]}',
});

export const nothingToRemoveFrom: DiagnosticKind<{ name: string; list: string }> = defineDiagnostic(
  {
    code: "CR0721",
    severity: "error",
    message: ({ name }) => `there is nothing that \`${name}\` could be removed from`,
    help: ({ list }) => `begin with \`host\` or \`all\`: \`host,${list}\``,
    explanation: "A list that does not begin with `host` or `all` begins with no feature at all.",
    example: "-XSAVE",
  },
);

export const misplacedBase: DiagnosticKind<{ base: string }> = defineDiagnostic({
  code: "CR0722",
  severity: "error",
  message: ({ base }) => `\`${base}\` must stand first`,
  explanation: "A list can begin with `all`, `none` or `host`; features follow.",
  example: "XSAVE,all",
});

export const hostNotKnown: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0723",
  severity: "error",
  message: () => "`host` has no meaning here: the host's features are not known",
  help: () => "only what comes after the host, such as the guest, can begin with `host`",
  explanation: "`host` in a feature list stands for the host's features that were read before.",
  example: "host,-XSAVE",
});

export const emptyFeature: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0724",
  severity: "error",
  message: () => "a feature's name is missing here",
  help: () => "write `none` for no feature at all",
  explanation: "Features are separated by one comma or by spaces, as in `+XSAVE,+XSAVES`.",
  example: "+XSAVE,,+XSAVES",
});

export const hiddenLeaf: DiagnosticKind<{ base: string; maximum: string; leaf: string }> =
  defineDiagnostic({
    code: "CR0725",
    severity: "warning",
    message: ({ base, maximum, leaf }) =>
      `leaf \`${base}\` says that leaves go up to \`${maximum}\`, so \`${leaf}\` and others above read as zero`,
    help: ({ base }) => `if these leaves are real, correct EAX of leaf \`${base}\``,
    explanation:
      "Register EAX of leaves 0x0, 0x80000000 and 0xC0000000 says up to which leaf a processor answers. Software does not look beyond it, " +
      "so features there do not count.",
    example: '{"entries": [[0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0]]}',
  });

/** Kinds whose examples are CPUID dumps. */
export const cpuidDiagnostics: readonly DiagnosticKind<never>[] = [
  unknownFormat,
  decodedDump,
  otherArchitecture,
  missingFlags,
  malformedLine,
  cutLine,
  valueTooLarge,
  duplicateEntry,
  duplicateSection,
  entriesOutOfOrder,
  missingMaximum,
  truncatedDump,
  processorsDiffer,
  emptyDump,
  jsonSyntax,
  jsonShape,
  xmlSyntax,
  xmlShape,
  unknownFeature,
  hiddenLeaf,
  ...documentDiagnostics,
];

/** Kinds whose examples are feature lists, read without a known host. */
export const featureListDiagnostics: readonly DiagnosticKind<never>[] = [
  nothingToRemoveFrom,
  misplacedBase,
  hostNotKnown,
  emptyFeature,
  ...qemuListDiagnostics,
];
