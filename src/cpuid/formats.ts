/** The formats of CPUID dumps that are read, and where each comes from. */

const SOURCES = {
  "/proc/cpuinfo": "`/proc/cpuinfo`",
  lscpu: "`lscpu` or `lscpu -J`",
  "cpuid -r": "`cpuid -r` or `cpuid -1 -r`",
  AIDA64: "AIDA64's or InstLatx64's text",
  hwloc: "a file of `hwloc-gather-cpuid`",
  libcpuid: "libcpuid's raw dump",
  "xen-cpuid -p": "`xen-cpuid -p`",
  "libvirt XML": "libvirt's `<cpudata>` XML",
  "QEMU JSON": "QEMU's reply to `query-cpu-model-expansion`",
  "QEMU feature-words": "QEMU's property `feature-words`",
  "Firecracker JSON": "Firecracker's `cpu-template-helper` dump",
  "caprules JSON": 'JSON such as {"entries": [[1, 0, 0, 0, 0, 0]]} or {"features": ["XSAVE"]}',
};

/** The name of a format in messages and documents. */
export type CpuidFormat = keyof typeof SOURCES;

/** In the order of messages. */
export const CPUID_FORMATS: readonly string[] = Object.keys(SOURCES);

/** All of them in a sentence: `a, b, or c`. */
export function listFormats(): string {
  const texts = Object.values(SOURCES);
  return `${texts.slice(0, -1).join(", ")}, or ${texts.at(-1) ?? ""}`;
}
