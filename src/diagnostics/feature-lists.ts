/** CR0736 to CR0739, CR0742: names from QEMU's `-cpu` in a list of features. Here an `example` is such a list. */

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const nameOfTwoBits: DiagnosticKind<{ name: string; taken: string; other: string }> =
  defineDiagnostic({
    code: "CR0736",
    severity: "warning",
    message: ({ name, taken }) => `\`${name}\` is taken as QEMU means it: \`${taken}\``,
    help: ({ taken, other }) => `write \`${taken}\`, or \`${other}\` for the flag of Linux`,
    explanation:
      "QEMU calls one bit of CPUID `ibpb`, `ibrs`, `ssbd` or `stibp`, and Linux prints a flag of that name which stands for several bits. " +
      "In lists, which are often copied from `-cpu`, QEMU's meaning is taken.",
    example: "ibrs",
  });

export const valueOfFeature: DiagnosticKind<{ name: string; value: string }> = defineDiagnostic({
  code: "CR0737",
  severity: "error",
  message: ({ name, value }) => `\`${name}\` must be \`on\` or \`off\`, not \`${value}\``,
  help: ({ name }) =>
    `write \`${name}=on\`, \`${name}=off\`, or leave it out if it is not a feature`,
  explanation:
    "In a list, `NAME=on` is the same as `+NAME`, and `NAME=off` as `-NAME`. Only a feature has these values; settings of QEMU's models, such as `level=13`, are left out of a list.",
  example: "xsave=13",
});

export const modelName: DiagnosticKind<{ name: string }> = defineDiagnostic({
  code: "CR0738",
  severity: "error",
  message: ({ name }) => `\`${name}\` is a CPU model of QEMU, which says what features it has`,
  help: () =>
    "give the reply of QEMU's monitor to `query-cpu-model-expansion` for this model, or features",
  explanation:
    "The features of a CPU model depend on the version of QEMU and on its machine type, so they are not known here.",
  example: "EPYC-Rome,+AVX2",
});

export const propertiesWithoutBit: DiagnosticKind<{ names: readonly string[]; layout: string }> =
  defineDiagnostic({
    code: "CR0739",
    severity: "warning",
    message: ({ names, layout }) => {
      const shown = names.slice(0, MOST_LISTED).map((name) => `\`${name}\``);
      const more = names.length - shown.length;
      const list = `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
      const [have, are] = names.length === 1 ? ["has", "is"] : ["have", "are"];
      return `${list} of QEMU ${have} no bit in layout \`${layout}\`, and ${are} left out`;
    },
    explanation:
      "QEMU's `-cpu` takes settings of the model such as `migratable` and `phys-bits=40`, which are not features. It also takes controls of VMX, " +
      "enlightenments and bits of MSRs, which count if the layout names them.",
    example: "migratable",
  });

const MOST_LISTED = 5;

export const featureOnAndOff: DiagnosticKind<{ feature: string }> = defineDiagnostic({
  code: "CR0742",
  severity: "error",
  message: ({ feature }) => `this list turns \`${feature}\` both on and off`,
  help: () => "delete one of the two",
  explanation:
    "The items of a list may stand in any order. QEMU, too, does not read its `-cpu` from left to right: there, `-NAME` wins over `+NAME` wherever it stands.",
  example: "all,-XSAVE,+XSAVE",
});

/** Kinds whose examples are feature lists, read without a known host. */
export const qemuListDiagnostics: readonly DiagnosticKind<never>[] = [
  nameOfTwoBits,
  valueOfFeature,
  modelName,
  propertiesWithoutBit,
  featureOnAndOff,
];
