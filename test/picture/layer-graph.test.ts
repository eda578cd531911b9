import { expect, test } from "vitest";

import { drawGraph } from "../../src/picture/draw-graph.ts";
import { layerGraph, type Graph, type LayerItem } from "../../src/picture/layer-graph.ts";

function graph(names: string, ...edges: readonly string[]): Graph {
  const nodes = names.split(" ");
  return {
    nodes: nodes.map((name) => ({ lines: [name], isInput: false })),
    edges: edges.map((edge) => {
      const [from = "", to = ""] = edge.split(">");
      return { from: nodes.indexOf(from), to: nodes.indexOf(to) };
    }),
  };
}

const nodesIn = (layer: readonly LayerItem[]): readonly (number | undefined)[] =>
  layer.map(({ node }) => node);

test("each node stands right of what it points to; an edge over a layer has a place in it", () => {
  const layers = layerGraph(graph("A B C", "C>B", "B>A", "C>A"));
  expect(layers.map((layer) => [...nodesIn(layer)].sort())).toEqual([[0], [1, undefined], [2]]);
});

test("nodes with the same neighbours are moved together", () => {
  const layers = layerGraph(graph("A B C D", "C>B", "D>A"));
  expect(layers.map(nodesIn)).toEqual([
    [0, 1],
    [3, 2],
  ]);
});

test("a long chain and no edges at all are drawn", () => {
  const names = Array.from({ length: 50 }, (_, at) => `N${at}`);
  const edges = names.slice(1).map((name, at) => `${name}>N${at}`);
  expect(layerGraph(graph(names.join(" "), ...edges))).toHaveLength(50);
  expect(layerGraph(graph("A B"))).toHaveLength(1);
});

test("a drawing has a box for each node, a line for each edge, and escaped text", () => {
  const hostile = `</text><script>alert("1")</script>`;
  const { markup } = drawGraph(
    {
      nodes: [
        { lines: [hostile], isInput: true },
        { lines: ["B"], isInput: false },
      ],
      edges: [{ from: 1, to: 0 }],
    },
    hostile,
  );
  expect(markup.match(/<rect /g)).toHaveLength(2);
  expect(markup.match(/<path /g)).toHaveLength(1);
  expect(markup).not.toContain("<script");
  expect(markup.match(/<g class="input">/g)).toHaveLength(1);
});
