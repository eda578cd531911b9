/** How large diagrams are in the orders that follow rules, by counting. */

import { expect, test } from "vitest";

import { Bdd } from "../../src/bdd/bdd.ts";
import { connectiveEdges } from "../../src/meaning/connective-edges.ts";
import { lowerModel, vocabularyOf } from "../../src/meaning/lower.ts";
import type { SlotOrder } from "../../src/meaning/slot-order.ts";
import { slotsAsRead } from "../../src/meaning/slots-read.ts";
import { slotsOf } from "../../src/meaning/variables.ts";
import type { Model } from "../../src/model/model.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const PAIRS = Array.from({ length: 10 }, (_, pair) => pair);
const LAYOUT = `layout wide { word ONLY { ${Array.from({ length: 32 }, (_, bit) => `${bit} B${bit}`).join(" ")} } }
input host: wide
`;

/** How many nodes a diagram of the model takes. */
function sizeIn(model: Model, order: SlotOrder, diagram: "rule" | "assumption"): number {
  const bdd = new Bdd();
  const meaning = lowerModel(bdd, model, vocabularyOf(model, order));
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  return bdd.reachable(diagram === "rule" ? meaning.valueOf(set, 31) : meaning.assumption).length;
}

test("partners that are declared far apart stand side by side where rules and assumptions read them", () => {
  const sum = PAIRS.map((pair) => `host.B${pair} & host.B${pair + 15}`).join(" | ");
  const { model } = analyzeText(
    `${LAYOUT}assume ${PAIRS.map((pair) => `(host.B${pair} -> host.B${pair + 15})`).join(" & ")}
caps c: wide { default = none; B31 = ${sum} }
`,
  );
  for (const order of ["read", "force"] as const) {
    // Two nodes a pair: one for each partner.
    expect(sizeIn(model, order, "rule")).toBe(20);
    expect(sizeIn(model, order, "assumption")).toBe(20);
  }
  // It has to remember each subset of the first ten.
  expect(sizeIn(model, "declared", "rule")).toBeGreaterThan(1000);
});

test("bits are ordered by the connectives that join them", () => {
  // Read in the order of the first factor; joined in pairs by the others.
  const first = PAIRS.flatMap((pair) => `host.B${pair}`);
  const second = PAIRS.map((pair) => `host.B${pair + 15}`);
  const pairs = PAIRS.map((pair) => `host.B${pair} & host.B${pair + 15}`);
  const { model } = analyzeText(`${LAYOUT}caps c: wide {
  default = none
  B30 = ${[...first, ...second].map((each) => `(${each} | host.B30)`).join(" & ")}
  B31 = ${pairs.join(" | ")}
}
`);
  expect(sizeIn(model, "read", "rule")).toBeGreaterThan(1000);
  expect(sizeIn(model, "force", "rule")).toBeLessThan(100);
});

test("slots are read in the order of assumptions, rules as bits depend on each other, and assertions", () => {
  const { model } = analyzeText(`${LAYOUT}input guest: wide
assume host.B9
assert host.B20 | !host.B20
caps c: wide {
  default = none
  B1 = B2 & host.B7
  B2 = host
  when host.B5 { B3 = guest.B6 }
}
`);
  const slots = slotsOf(model.inputs.map(({ layout }) => layout));
  const read = slotsAsRead([model], slots);
  const place = (slot: number): number => read.indexOf(slot);
  expect(read[0]).toBe(9);
  expect(read.at(-1)).toBe(20);
  // A bit that reads another one comes after it; so does what a rule gives after its condition.
  expect([place(2) < place(7), place(7) < place(1), place(5) < place(6)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([...read].sort((a, b) => a - b)).toEqual([1, 2, 3, 5, 6, 7, 9, 20]);
});

test("edges are the connectives of several slots, and each rule with its bit", () => {
  const { model } = analyzeText(`${LAYOUT}flag f
assume host.B9 -> host.B8
caps c: wide {
  default = none
  B1 = host.B2 & (host.B3 | host.B4) & f
  B5 = host.B6
  B7 = host
  B10 = (host | host.B11) & host.B12
}
`);
  const slots = slotsOf(model.inputs.map(({ layout }) => layout));
  const edges = connectiveEdges([model], slots).map((edge) =>
    [...edge].sort((a, b) => a - b).join(" "),
  );
  expect([...edges].sort()).toEqual([
    ...["1 2 3 4", "10 11", "10 11 12", "2 3 4", "3 4", "5 6", "8 9"],
  ]);
});

test("a connective of more than 64 slots makes no edge", () => {
  const edgesOf = (count: number): readonly number[] => {
    const words = ["W0", "W1", "W2"].map(
      (word) =>
        `word ${word} { ${Array.from({ length: 32 }, (_, bit) => `${bit} ${word}_${bit}`).join(" ")} }`,
    );
    const read = Array.from({ length: count }, (_, bit) => `host.W${bit >>> 5}_${bit & 31}`);
    const { model } = analyzeText(
      `layout wide { ${words.join(" ")} }\ninput host: wide\nassert ${read.join(" | ")} | all\ncaps c: wide { default = host }\n`,
    );
    const slots = slotsOf(model.inputs.map(({ layout }) => layout));
    return connectiveEdges([model], slots).map(({ length }) => length);
  };
  expect([64, 65].map(edgesOf)).toEqual([[64], []]);
});
