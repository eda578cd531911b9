/** CR0736 to CR0739: names from QEMU's `-cpu` in a list of features. Here an `example` is such a list. */

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
    "In a list, `NAME=on` is the same as `+NAME`, and `NAME=off` as `-NAME`. Other properties of QEMU's models, such as `level=13`, are not features.",
  example: "level=13",
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

export const propertyWithoutBit: DiagnosticKind<{ name: string; layout: string }> =
  defineDiagnostic({
    code: "CR0739",
    severity: "warning",
    message: ({ name, layout }) =>
      `\`${name}\` of QEMU has no bit in layout \`${layout}\`, and is left out`,
    explanation:
      "QEMU's `-cpu` takes switches of the model, controls of VMX and bits of MSRs as well. They count only if the layout names them.",
    example: "migratable",
  });

/** Kinds whose examples are feature lists, read without a known host. */
export const qemuListDiagnostics: readonly DiagnosticKind<never>[] = [
  nameOfTwoBits,
  valueOfFeature,
  modelName,
  propertyWithoutBit,
];
