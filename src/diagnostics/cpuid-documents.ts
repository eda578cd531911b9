/** CR074x: what is wrong with a CPUID dump as a whole. Here an `example` is a dump. */

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const severalDumps: DiagnosticKind<{ count: number }> = defineDiagnostic({
  code: "CR0740",
  severity: "error",
  message: ({ count }) => `this text holds ${count} CPUID dumps, which differ`,
  help: () => "keep the one that is meant, and delete the others",
  explanation:
    "A log of QEMU's monitor can hold replies for several CPU models. Which of them is meant is not guessed; dumps that say the same are taken as one.",
  example: '{"features": ["XSAVE"]}\n{"features": ["AVX2"]}\n',
});

/** Their examples are CPUID dumps. */
export const documentDiagnostics: readonly DiagnosticKind<never>[] = [severalDumps];
