import { describe, expect, test } from "vitest";
import type { EmitRequest } from "../../../../src/codegen/emit-request.ts";
import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import { assertGolden } from "../../../harness/golden.ts";
import { runModule } from "../../../harness/run-module.ts";
import { everyExpression, exceptions } from "./examples.ts";
import * as every from "./golden/every-expression.ts";
import * as exceptional from "./golden/exceptions.ts";
import { assign, flagOf, inputOf, layoutOf, mask, merge, planOf, read, setOf } from "./plans.ts";

const words = (...values: readonly number[]): Uint32Array => Uint32Array.from(values);

/** The argument that a call rejects. */
function rejectedBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as { argument?: unknown }).argument; // a CapabilityError of some module
  }
  throw new Error("it throws nothing");
}

describe("golden modules", () => {
  test("exceptions", async () => {
    assertGolden(await emitModule(exceptions), "codegen/typescript/emit/golden/exceptions.ts");
  });

  test("every kind of word expression", async () => {
    assertGolden(
      await emitModule(everyExpression),
      "codegen/typescript/emit/golden/every-expression.ts",
    );
  });
});

describe("a set with exceptions", () => {
  const kvm = words(0x0200_0200, 0x0000_0018, 0x10, 0x8400_0200, 0);
  const guest = words(0x0200_0000, 0x0040_0010, 0x11, 0x8000_0200, 0xff);

  test("computes the plan, word by word", () => {
    const out = exceptional.initVcpu(new Uint32Array(5), { kvm, guest, tdp: true });
    // RDPID is emulated, and GBPAGES comes from KVM under TDP.
    expect(out).toEqual(words(0x0200_0000, 0x0040_0010, 0x10, 0x8400_0200, 0));
  });

  test("follows its flags", () => {
    const out = exceptional.initVcpu(new Uint32Array(5), { kvm, guest, tdp: false });
    expect(out[3]).toBe(0x8000_0200);
  });

  test("does not depend on what `out` held", () => {
    const out = exceptional.initVcpu(new Uint32Array(5).fill(-1), { kvm, guest, tdp: false });
    expect(out).toEqual(words(0x0200_0000, 0x0040_0010, 0x10, 0x8000_0200, 0));
  });
});

describe("every kind of word expression", () => {
  // The presence bits of `guest` stand in element 5: 4 is CPUID entry 7.1.
  const kvm = words(0xffff_ffff, 0x0f, 0x0400_0011, 0x8000_0201, 0);
  const guest = (present: number): Uint32Array => words(0, 0x35, 0x10, 0x8000_0200, 0, present);

  test.each([
    // 0: LAM moves to XMM, AVX_VNNI to APIC. 1: 0x0f ^ 0x35, and PKU where bit 0 of word 2 is set.
    // 2: only if guest has 7.1. 3: ~(1) unless the vendor is Intel. 4: bit 25 of kvm[0] & out[0].
    ["amd", 4, words(0x0200_0200, 0x3a, 0x0400_0011, 0xffff_fffe, 0xffff_ffff)],
    ["hygon", 3, words(0x0200_0200, 0x3a, 0, 0xffff_fffe, 0xffff_ffff)],
    ["intel", 7, words(0x0200_0200, 0x3a, 0x0400_0011, 0, 0xffff_ffff)],
  ] as const)("with vendor %s and presence bits %i", (vendor, present, expected) => {
    const out = every.initVcpu(new Uint32Array(5), { kvm, guest: guest(present), vendor });
    expect(out).toEqual(expected);
  });

  test("a merged bit comes on although the word was assigned without it", () => {
    const kvmWithoutPku = words(0, 0x3d, 0x01, 0, 0);
    const inputs = { kvm: kvmWithoutPku, guest: guest(4), vendor: "intel" } as const;
    const out = every.initVcpu(new Uint32Array(5), inputs);
    expect(out).toEqual(words(0x0000_0200, 0x08, 0x01, 0, 0));
  });

  test("a set can be computed from another one of another layout", () => {
    // The input is called `out`, as the array is that the function writes.
    const out = words(0x0005_0000);
    const cr4Of = (vcpu: Uint32Array): Uint32Array =>
      every.initMy_cr4(new Uint32Array(1), { out, vcpu });
    expect(cr4Of(words(0, 0x8, 0, 0, 0))).toEqual(out);
    expect(cr4Of(new Uint32Array(5))).toEqual(words(0x1_0000));
  });
});

describe("many rows", () => {
  const random = (length: number): Uint32Array =>
    Uint32Array.from({ length }, (_, at) => Math.imul(at + 1, 0x9e37_79b1));

  test("equal the results of each row by itself", () => {
    const kvm = random(3 * 6);
    const guest = random(3 * 6).reverse();
    const vendor = "amd";
    const out = every.initVcpuRows(new Uint32Array(3 * 5), { kvm, guest, vendor }, 3);
    for (const row of [0, 1, 2]) {
      const ofRow = (rows: Uint32Array): Uint32Array => rows.subarray(row * 6, row * 6 + 6);
      const inputs = { kvm: ofRow(kvm), guest: ofRow(guest), vendor } as const;
      const alone = every.initVcpu(new Uint32Array(5), inputs);
      expect(out.subarray(row * 5, row * 5 + 5)).toEqual(alone);
    }
  });

  test("no row at all is fine", () => {
    const none = new Uint32Array(0);
    const row = new Uint32Array(6);
    const inputs = { kvm: row, guest: row, vendor: "amd" } as const;
    expect(every.initVcpuRows(none, inputs, 0)).toBe(none);
  });

  test.each([
    ["out", 14, 18, 18, 3],
    ["inputs.kvm", 15, 17, 18, 3],
    ["inputs.kvm", 15, 6, 18, 3],
    ["inputs.guest", 15, 18, 17, 3],
    ["rows", 15, 18, 18, 1.5],
    ["rows", 15, 18, 18, -1],
  ])("an unfit %s is named, and nothing is written", (argument, ofOut, ofKvm, ofGuest, rows) => {
    const filled = (length: number): Uint32Array => new Uint32Array(length).fill(-1);
    const out = filled(ofOut);
    const inputs = { kvm: filled(ofKvm), guest: filled(ofGuest), vendor: "amd" } as const;
    const init = (): unknown => every.initVcpuRows(out, inputs, rows);
    expect(rejectedBy(init)).toBe(argument);
    expect(out).toEqual(filled(ofOut));
  });

  test("an input must not be the array that is written", () => {
    const same = random(18);
    const inputs = { kvm: random(18), guest: same, vendor: "amd" } as const;
    const init = (): unknown => every.initVcpuRows(same, inputs, 3);
    expect(rejectedBy(init)).toBe("out");
  });
});

describe("wrong input", () => {
  const row = (): Uint32Array => new Uint32Array(6).fill(-1);
  const good = { kvm: row(), guest: row(), tdp: true };
  // Calls without types.
  const initVcpu = exceptional.initVcpu as (...values: readonly unknown[]) => unknown; // see above
  const initEvery = every.initVcpu as (...values: readonly unknown[]) => unknown; // see above

  test.each([
    ["out", undefined, good],
    ["out", new Uint32Array(4), good],
    ["out", new Int32Array(5), good],
    ["inputs", row(), undefined],
    ["inputs", row(), null],
    ["inputs", row(), "kvm"],
    ["inputs.kvm", row(), {}],
    ["inputs.kvm", row(), { ...good, kvm: null }],
    ["inputs.kvm", row(), { ...good, kvm: [1, 2, 3, 4, 5] }],
    ["inputs.kvm", row(), { guest: row(), tdp: true, limit: row() }],
    ["inputs.guest", row(), { ...good, guest: new Uint32Array(4) }],
    ["inputs.guest", row(), { ...good, guest: new Int32Array(5) }],
    ["inputs.tdp", row(), { kvm: row(), guest: row() }],
    ["inputs.tdp", row(), { ...good, tdp: 1 }],
    ["inputs.tdp", row(), { ...good, tdp: null }],
  ])("%s is named, and nothing is written", (argument, out, inputs) => {
    const before = out?.slice();
    expect(rejectedBy(() => initVcpu(out, inputs))).toBe(argument);
    expect(out).toEqual(before);
  });

  test("arguments one by one, as `init` once took them, are refused", () => {
    expect(rejectedBy(() => initVcpu(row(), row(), row(), { tdp: true }))).toBe("inputs.kvm");
  });

  test("the type checker sees an input that is missing, or has another name", () => {
    const calls = [
      // @ts-expect-error -- `guest` is missing
      () => exceptional.initVcpu(row(), { kvm: row(), tdp: true }),
      // @ts-expect-error -- the rules read no `limit`
      () => exceptional.initVcpu(row(), { kvm: row(), limit: row(), tdp: true }),
      // @ts-expect-error -- a flag is on or off
      () => exceptional.initVcpu(row(), { kvm: row(), guest: row(), tdp: undefined }),
    ];
    expect(calls.map(rejectedBy)).toEqual(["inputs.guest", "inputs.guest", "inputs.tdp"]);
  });

  test("the error says what is wrong", () => {
    const init = (inputs: object) => () => initEvery(row(), { ...good, ...inputs });
    expect(init({ kvm: new Uint32Array(2), vendor: "amd" })).toThrow(
      "inputs.kvm is no Uint32Array of 5 elements or more",
    );
    expect(init({ vendor: "via" })).toThrow("inputs.vendor is none of intel, amd, hygon");
  });

  test.each(["AMD", "constructor", undefined, 0])("%s is no vendor", (vendor) => {
    expect(rejectedBy(() => initEvery(row(), { ...good, vendor }))).toBe("inputs.vendor");
  });

  test.each(["kvm", "guest"])("an array that is written must not be read as %s", (name) => {
    const same = row();
    expect(rejectedBy(() => initVcpu(same, { ...good, [name]: same }))).toBe("out");
  });

  test("presence bits are needed only where they are read", () => {
    const short = { kvm: new Uint32Array(5), guest: new Uint32Array(5), tdp: true, vendor: "amd" };
    expect(rejectedBy(() => initEvery(row(), short))).toBe("inputs.guest");
    expect(initVcpu(row(), short)).toHaveLength(6);
  });

  test("a member is read once, so that the checked value is used", () => {
    let reads = 0;
    const inputs = {
      ...good,
      get kvm() {
        reads++;
        return reads === 1 ? row() : undefined;
      },
    };
    expect(initVcpu(row(), inputs)).toHaveLength(6);
    expect(reads).toBe(1);
  });
});

describe("bits", () => {
  const { XMM, RDPID, LAM, CPUID_1_EDX_APIC, CPUID_8000_0001_EDX_3DNOW } = exceptional;

  test("are numbered word * 32 + bit", () => {
    expect([CPUID_1_EDX_APIC, XMM, RDPID, LAM]).toEqual([9, 25, 32 + 22, 64 + 26]);
  });

  test("are set, cleared and asked for one by one", () => {
    const caps = new Uint32Array(5);
    exceptional.set(caps, CPUID_8000_0001_EDX_3DNOW);
    exceptional.change(caps, RDPID, true);
    expect(caps).toEqual(words(0, 0x0040_0000, 0, 0x8000_0000, 0));
    expect(exceptional.has(caps, CPUID_8000_0001_EDX_3DNOW)).toBe(true);
    exceptional.clear(caps, CPUID_8000_0001_EDX_3DNOW);
    exceptional.change(caps, RDPID, false);
    expect(caps).toEqual(new Uint32Array(5));
    expect(exceptional.has(caps, RDPID)).toBe(false);
  });

  test("have names, in full where a short one would be ambiguous", () => {
    expect(exceptional.names(words(0x0200_0201, 0, 0, 0x8000_0000, 0x3))).toEqual([
      "CPUID_1_EDX[0]",
      "CPUID_1_EDX.APIC",
      "XMM",
      "3DNOW",
      "delete",
      "has",
    ]);
    expect(every.names(words(0x0001_0000), every.cr4.layout)).toEqual(["FSGSBASE"]);
  });

  test("of several layouts are in a namespace a layout, with its table", () => {
    const { x86, cr4 } = every;
    expect([x86.PKU, cr4.PKU, x86.XMM, cr4.FSGSBASE]).toEqual([35, 18, 25, 16]);
    expect([x86.CPUID_8000_0001_EDX_3DNOW, x86.LNX_1_has]).toEqual([127, 129]);
    expect([x86.layout.name, cr4.layout.name]).toEqual(["x86", "cr4"]);
  });

  test("are named in bitmaps of the layout alone, with presence bits and without", () => {
    const bitmap = words(0x0200_0000, 0, 0, 0, 0, 0x7);
    expect(exceptional.names(bitmap)).toEqual(["XMM"]);
    expect(every.names(bitmap, every.x86.layout)).toEqual(["XMM"]);
    for (const length of [1, 4, 7]) {
      const other = new Uint32Array(length);
      expect(rejectedBy(() => exceptional.names(other))).toBe("caps");
      expect(rejectedBy(() => every.names(other, every.x86.layout))).toBe("caps");
    }
    expect(rejectedBy(() => every.names(new Uint32Array(5), every.cr4.layout))).toBe("caps");
  });

  test("are never named by a layout that was not given", () => {
    const names = every.names as (...values: readonly unknown[]) => unknown; // callers without types
    for (const layout of [undefined, null, every.x86, "x86"]) {
      expect(rejectedBy(() => names(words(0, 0, 0, 0, 0), layout))).toBe("layout");
    }
    // @ts-expect-error -- a module of several layouts has no default
    expect(rejectedBy(() => every.names(words(0, 0, 0, 0, 0)))).toBe("layout");
  });

  test.each([-1, 160, 0.5, Number.NaN, 2 ** 32])("%d is no bit of five words", (bit) => {
    const caps = new Uint32Array(5);
    expect(rejectedBy(() => exceptional.has(caps, bit))).toBe("bit");
    expect(rejectedBy(() => exceptional.set(caps, bit))).toBe("bit"); // eslint-disable-line @typescript-eslint/no-confusing-void-expression -- it throws
  });
});

describe("hostile names and texts", () => {
  const nasty = "*/ throw 1 /* `${x}` </script> \u2028 \u001b[31m \\ \n @ts-ignore";
  const layout = layoutOf(
    "layout",
    [
      {
        name: "__proto__",
        description: nasty,
        bits: {
          0: ["constructor", nasty],
          1: ["toString", `@deprecated ${nasty}`],
          2: "default",
          3: "Uint32Array",
          4: "set",
        },
      },
    ],
    nasty,
  );
  const flag = flagOf("__proto__", nasty);
  const second = flagOf("3d", nasty);
  const inputs = ["out", "flags", "assertWords", "class"].map((name) => inputOf(name, layout));
  const request: EmitRequest = {
    files: [`${nasty}.rules`],
    plans: [
      planOf(
        setOf("has", layout, `@internal ${nasty}`),
        inputs,
        [
          assign(0, mask(0x1, 0), [{ bits: [0], rule: nasty, because: nasty }]),
          ...inputs.map((input) => merge(0, read(input, 0))),
          merge(0, { kind: "flag", flag }),
          merge(0, { kind: "flag", flag: second }),
        ],
        [flag, second],
      ),
      planOf(setOf("my_policy", layout), [], [assign(0, mask(0x2, 0))]),
      planOf(setOf("myPolicy", layout), [], [assign(0, mask(0x4, 0))]),
    ],
  };

  test("reach the module only as data", async () => {
    const text = await emitModule(request);
    for (const raw of ["</script>", "\u2028", "\u001b", "*/ throw", "\n @ts-ignore"]) {
      expect(text).not.toContain(raw);
    }
    assertGolden(text, "codegen/typescript/emit/golden/hostile-names.ts");
    const module = await runModule(text);
    expect(Object.keys(module)).toEqual(
      expect.arrayContaining([
        "constructor",
        "toString",
        "__proto___default",
        "__proto___Uint32Array",
        "__proto___set",
        "initMy_policy",
        "initMyPolicy",
      ]),
    );
  });
});

test("the same plans give the same text", async () => {
  expect(await emitModule(exceptions)).toBe(await emitModule(exceptions));
});

test("a rule's change moves only lines of its word", async () => {
  const [plan] = exceptions.plans;
  if (plan === undefined) throw new Error("the example has a plan");
  const changed = {
    ...plan,
    steps: plan.steps.map((step) => (step.word === 2 ? assign(2, mask(0x10, 2)) : step)),
  };
  const before = (await emitModule(exceptions)).split("\n");
  const after = (await emitModule({ ...exceptions, plans: [changed] })).split("\n");
  expect(after).toHaveLength(before.length);
  expect(after.filter((line, at) => line !== before[at]).map((line) => line.trim())).toEqual([
    "out[2] = /* AVX_VNNI */ 0x00000010;",
    "out[outAt + 2] = /* AVX_VNNI */ 0x00000010;",
  ]);
});
