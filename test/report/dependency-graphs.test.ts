import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import type { Graph } from "../../src/picture/graph.ts";
import { findDependencies } from "../../src/report/dependencies.ts";
import { bitGraph, bitmapGraph } from "../../src/report/dependency-graphs.ts";
import { sourceOf } from "../harness/compile-text.ts";

const RULES = `layout tiny { word ONE { 0 A  1 B  2 C  3 D  4 E } }
layout other { word ELSE { 0 X } }
input host: tiny
input unread: tiny
caps base: other { default = none }
caps vcpu: tiny {
  default = host
  B C requires A
  D = base.X & C
}
`;

function graphs(): { readonly bits: Graph; readonly bitmaps: Graph } {
  const { entry, readFile } = sourceOf(RULES);
  const { model } = openProgram({ entry, readFile });
  const dependencies = findDependencies(model);
  const vcpu = model.sets.find(({ name }) => name === "vcpu");
  if (vcpu === undefined) throw new Error("there is no set");
  return { bits: bitGraph(vcpu, dependencies), bitmaps: bitmapGraph(model, dependencies) };
}

function edgesOf({ nodes, edges }: Graph): readonly string[] {
  const name = (node: number): string => nodes[node]?.lines.join("+") ?? "";
  return edges.map(({ from, to }) => `${name(from)} > ${name(to)}`);
}

test("bits point to the bits that their rules name, with full names for other sets", () => {
  const { bits } = graphs();
  expect(edgesOf(bits)).toEqual(["B > A", "C > A", "D > base.X", "D > C"]);
  expect(bits.nodes.filter(({ isInput }) => isInput).map(({ lines }) => lines)).toEqual([
    ["base.X"],
  ]);
});

test("bits with the same neighbours are one node", () => {
  const { entry, readFile } = sourceOf(RULES.replace("base.X & C", "base.X"));
  const { model } = openProgram({ entry, readFile });
  const [, vcpu] = model.sets;
  if (vcpu === undefined) throw new Error("there is no set");
  expect(edgesOf(bitGraph(vcpu, findDependencies(model)))).toEqual(["B+C > A", "D > base.X"]);
});

test("sets point to the inputs and sets that they read; an input that none reads is left out", () => {
  expect(edgesOf(graphs().bitmaps)).toEqual(["vcpu > host", "vcpu > base"]);
});
