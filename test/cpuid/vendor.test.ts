import { expect, test } from "vitest";

import { vendorOfEntries, vendorValue } from "../../src/cpuid/vendor.ts";
import { entriesOf } from "./read-text.ts";

const VALUES = ["intel", "amd", "hygon", "centaur", "zhaoxin", "other"];

test.each([
  ["GenuineIntel", "intel"],
  ["AuthenticAMD", "amd"],
  ["HygonGenuine", "hygon"],
  ["CentaurHauls", "centaur"],
  ["  Shanghai  ", "zhaoxin"],
  ["Shanghai", "zhaoxin"],
  ["GenuineTMx86", "other"],
])("%s is the value %s of an enumeration", (vendor, value) => {
  expect(vendorValue(vendor, VALUES)).toBe(value);
});

test("a vendor without a value of its own is `other`, or no value", () => {
  expect(vendorValue("AuthenticAMD", ["intel", "other"])).toBe("other");
  expect(vendorValue("AuthenticAMD", ["intel", "hygon"])).toBeUndefined();
  expect(vendorValue(undefined, VALUES)).toBeUndefined();
});

test.each([
  // EBX, EDX, ECX of leaf 0 hold four characters each, the first one in the lowest byte.
  ["[0, 0, 0, 1970169159, 1818588270, 1231384169]", "GenuineIntel"],
  ["[0, 0, 0, 1970169159, 1818588270, 10]", undefined],
  ["[1, 0, 0, 1970169159, 1818588270, 1231384169]", undefined],
])("the entry %s names the vendor %s", async (entry, vendor) => {
  expect(vendorOfEntries(await entriesOf(`{"entries": [${entry}]}`))).toBe(vendor);
});
