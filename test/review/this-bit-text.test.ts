/** The condition of a change as one about "this bit". */

import { expect, test } from "vitest";

import { aboutThisBit } from "../../src/review/compare/this-bit-text.ts";

const XSAVES = { bit: "XSAVES", word: "CPUID_D_1_EAX", index: 5 * 32 + 3 };

test.each([
  [XSAVES, "host.XSAVES", "host"],
  [XSAVES, "host.XSAVES & !guest.XSAVES | f", "host & !guest | f"],
  [XSAVES, "host.XSAVE & guest.XSAVES", "host.XSAVE & guest"],
  [
    XSAVES,
    "host.XSAVES2 & guest.XSAVES_ & raw.AXSAVES",
    "host.XSAVES2 & guest.XSAVES_ & raw.AXSAVES",
  ],
  // A leaf of that name, and a bit of it by number.
  [XSAVES, "host.XSAVES.A & host.XSAVES[3]", "host.XSAVES.A & host.XSAVES[3]"],
  [XSAVES, "host.CPUID_D_1_EAX[3] & guest.XSAVES", "host & guest"],
  [
    XSAVES,
    "host.CPUID_D_1_EAX[30] & cr4.CPUID_D_1_EAX[4]",
    "host.CPUID_D_1_EAX[30] & cr4.CPUID_D_1_EAX[4]",
  ],
  [{ bit: "CPUID_1_EDX.APIC", word: "CPUID_1_EDX", index: 9 }, "(host.CPUID_1_EDX.APIC)", "(host)"],
  // The dot is a dot.
  [{ bit: "L.A", word: "L", index: 0 }, "host.L.A & host.LXA", "host & host.LXA"],
  [{ bit: "W[31]", word: "W", index: 63 }, "host.W[31] & host.W[3]", "host & host.W[3]"],
])("for %j, %s is %s", (change, condition, expected) => {
  expect(aboutThisBit({ ...change, condition })).toBe(expected);
});
