/** The types of a module of several layouts refuse to mix them: the type checker judges this file. */

import { expect, test } from "vitest";
import * as every from "./golden/every-expression.ts";

const plain = (length: number): Uint32Array => new Uint32Array(length);

/** The presence bits of x86 stand in element 5. */
const guest = every.readLeaves(new Uint32Array(6), [], every.x86.layout);
const vcpu = every.initVcpu(new Uint32Array(5), { kvm: plain(5), guest, vendor: "amd" });
const cr4 = every.initMy_cr4(new Uint32Array(1), { out: plain(1), vcpu });

test("bitmaps and bits of one layout go together", () => {
  every.set(cr4, every.cr4.PKU);
  every.set(vcpu, every.x86.LNX_1_has);
  // 18: the bit of CR4. 129: 4 words and a bit.
  expect([every.has(cr4, every.cr4.PKU), cr4[0]]).toEqual([true, 1 << 18]);
  expect([every.has(vcpu, every.x86.LNX_1_has), (vcpu[4] ?? 0) & 2]).toEqual([true, 2]);
  expect(every.names(cr4, every.cr4.layout)).toEqual(["PKU"]);
});

test("arrays and numbers without a layout are accepted for any", () => {
  const own = plain(5);
  const inputs = { kvm: own, guest: plain(6), vendor: "amd", vcpu: plain(5) } as const;
  every.initVcpu(inputs.vcpu, inputs);
  for (const bit of [0, 1]) every.set(own, bit);
  for (const bit of [every.x86.LNX_1_has]) every.set(own, bit);
  const bits: number[] = [every.cr4.PKU, every.x86.LNX_1_has];
  expect(bits.map((bit) => every.has(own, bit))).toEqual([false, true]);
  expect(own[0]).toBe(3);
});

test("a bitmap of one layout and a bit of another do not compile", () => {
  // @ts-expect-error -- a bit of cr4
  every.set(vcpu, every.cr4.PKU);
  // @ts-expect-error -- a bit of cr4
  every.clear(vcpu, every.cr4.PKU);
  // @ts-expect-error -- a bit of cr4
  every.change(vcpu, every.cr4.PKU, false);
  // @ts-expect-error -- a bit of cr4
  expect(every.has(vcpu, every.cr4.PKU)).toBe(false);
});

test("a bitmap of the wrong layout does not compile, and a wrong length is refused at run time", () => {
  // @ts-expect-error -- the table of x86
  expect(() => every.names(cr4, every.x86.layout)).toThrow("caps is no Uint32Array of 5 or 6");
  // @ts-expect-error -- the table of x86
  expect(() => every.readLeaves(cr4, [], every.x86.layout)).toThrow("out is no Uint32Array of 6");
  // @ts-expect-error -- a set over x86
  expect(() => every.initMy_cr4(vcpu, { out: cr4, vcpu })).toThrow("inputs.vcpu");
  const kvm = cr4;
  // @ts-expect-error -- an input over x86
  expect(() => every.initVcpu(plain(5), { kvm, guest, vendor: "amd" })).toThrow("inputs.kvm");
});
