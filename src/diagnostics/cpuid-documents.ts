/** CR074x: what is wrong with a CPUID dump as a whole. Here an `example` is a dump. */

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const severalDumps: DiagnosticKind<{ count: number }> = defineDiagnostic({
  code: "CR0740",
  severity: "error",
  message: ({ count }) => `this text holds ${count} CPUID dumps, which differ`,
  help: () => "keep the one that is meant, and delete the others",
  explanation:
    "A log of QEMU's monitor can hold replies for several CPU models. caprules does not guess which one is meant. Dumps with the same content count as one.",
  example: '{"features": ["XSAVE"]}\n{"features": ["AVX2"]}\n',
});

export const modelXml: DiagnosticKind<{ element: string }> = defineDiagnostic({
  code: "CR0741",
  severity: "error",
  message: ({ element }) => `\`<${element}>\` names a CPU model, and does not list its features`,
  help: () =>
    `give QEMU's reply for the model: \`virsh qemu-monitor-command DOMAIN '{"execute": "query-cpu-model-expansion", ` +
    `"arguments": {"type": "full", "model": {"name": "MODEL"}}}'\`, or \`/proc/cpuinfo\` of the guest`,
  explanation:
    "XML of libvirt describes the CPU of a domain by a model and the features that are added and removed. Which features the model itself has " +
    "depends on the hypervisor, which can be asked.",
  example: "<domain/>",
});

/** Kinds whose examples are CPUID dumps. */
export const documentDiagnostics: readonly DiagnosticKind<never>[] = [severalDumps, modelXml];
