/** Drawings of graphs, judged by the places of their boxes and lines. */

import { expect, test } from "vitest";

import { definitely } from "../../src/base/unreachable.ts";
import { drawGraph } from "../../src/picture/draw-graph.ts";
import type { Graph } from "../../src/picture/graph.ts";

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** `graph("A B", "B>A")`: B depends on A. */
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

/** The box of each node by the text in it. */
function boxesIn(drawing: string): ReadonlyMap<string, Box> {
  const pattern =
    /<rect x="([-\d]+)" y="([-\d]+)" width="(\d+)" height="(\d+)"[^>]*\/><text[^>]*>([^<]*)</g;
  return new Map(
    Array.from(drawing.matchAll(pattern), ([, ...found]) => {
      const [x = 0, y = 0, width = 0, height = 0] = found.slice(0, 4).map(Number);
      return [found[4] ?? "", { left: x, right: x + width, top: y, bottom: y + height }];
    }),
  );
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

const CHAIN = Array.from({ length: 50 }, (_, at) => `N${at}`);

test.each([
  ["a path and a short cut", graph("A B C", "C>B", "B>A", "C>A")],
  ["crossed pairs", graph("A B C D", "C>B", "D>A")],
  ["a diamond", graph("A B C D", "D>B", "D>C", "B>A", "C>A")],
  ["a long chain", graph(CHAIN.join(" "), ...CHAIN.slice(1).map((name, at) => `${name}>N${at}`))],
  ["no edges", graph("A B C")],
])("each node stands right of what it depends on, and none over another: %s", (_name, drawn) => {
  const { markup } = drawGraph(drawn, "a graph");
  const boxes = boxesIn(markup);
  const boxOf = (node: number): Box =>
    definitely(boxes.get(drawn.nodes[node]?.lines[0] ?? ""), "every node is drawn");
  for (const { from, to } of drawn.edges) {
    expect(boxOf(to).right).toBeLessThan(boxOf(from).left);
  }
  const all = [...boxes.values()];
  expect(all).toHaveLength(drawn.nodes.length);
  all.forEach((one, at) => {
    for (const other of all.slice(at + 1)) expect(overlaps(one, other)).toBe(false);
  });
  const [, width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(markup)?.map(Number) ?? [];
  for (const { left, right, top, bottom } of all) {
    expect([left >= 0, top >= 0, right <= width, bottom <= height]).not.toContain(false);
  }
});

test("the line of a short cut passes beside the node between its ends", () => {
  const { markup } = drawGraph(graph("A B C", "C>B", "B>A", "C>A"), "a graph");
  const between = definitely(boxesIn(markup).get("B"), "B is drawn");
  const lines = Array.from(markup.matchAll(/<path d="([^"]*)"/g), ([, line = ""]) =>
    Array.from(line.matchAll(/([-\d]+) ([-\d]+)/g), ([, x, y]) => ({ x: Number(x), y: Number(y) })),
  );
  expect(lines).toHaveLength(3);
  const inside = lines
    .flat()
    .filter(
      ({ x, y }) => x > between.left && x < between.right && y > between.top && y < between.bottom,
    );
  expect(inside).toEqual([]);
});

test("a drawing has a box for each node, a line for each edge, and text that is only text", () => {
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
