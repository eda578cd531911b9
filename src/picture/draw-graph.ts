/** Draws a graph as SVG, from left to right. Colours come from the page's style. */

import { graphlib, layout } from "@dagrejs/dagre";

import { displayWidth, visibleProse } from "../diagnostics/visible-text.ts";
import type { Graph } from "./graph.ts";
import { markup, NOTHING, type Markup } from "./markup.ts";

/** In units of the drawing, which are CSS pixels at 100 %. Text is 12 high in a monospaced font. */
const CHARACTER_WIDTH = 7.3;
const LINE_HEIGHT = 16;
const PADDING = 8;
const NODE_GAP = 10;
const LAYER_GAP = 36;

/** A longer line ends in an ellipsis. */
const MOST_CHARACTERS = 36;

/** @param label the text alternative of the drawing. */
export function drawGraph(graph: Graph, label: string): Markup {
  const lines = graph.nodes.map((node) => node.lines.map(shorten));
  const { nodes, edges, width, height } = placeGraph(graph, lines);
  const boxes = nodes.map((box, at) =>
    drawNode(box, lines[at] ?? [], graph.nodes[at]?.isInput === true),
  );
  return markup`<div class="graph" tabindex="0" role="group" aria-label="${label}"><svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${edges.map(drawEdge)}${boxes}</svg></div>`;
}

interface PlacedGraph {
  readonly nodes: readonly Box[];
  /** The points that each edge goes through, from the dependency to the node that has it. */
  readonly edges: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x` and `y` are its middle. */
interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Places each node to the right of its dependencies. */
function placeGraph({ nodes, edges }: Graph, lines: readonly (readonly string[])[]): PlacedGraph {
  const placed = new graphlib.Graph();
  placed.setGraph({ rankdir: "LR", nodesep: NODE_GAP, ranksep: LAYER_GAP, marginx: 1, marginy: 1 });
  nodes.forEach((_, at) => {
    const texts = lines[at] ?? [];
    const width = Math.max(0, ...texts.map(textWidth)) + 2 * PADDING;
    placed.setNode(String(at), { width, height: texts.length * LINE_HEIGHT + PADDING });
  });
  for (const { from, to } of edges) placed.setEdge(String(to), String(from), {});
  layout(placed);
  const { width = 0, height = 0 } = placed.graph();
  return {
    nodes: nodes.map((_, at) => placed.node(String(at))),
    edges: edges.map(({ from, to }) => placed.edge(String(to), String(from)).points),
    width: Math.ceil(width),
    height: Math.ceil(height),
  };
}

function textWidth(line: string): number {
  return displayWidth(line) * CHARACTER_WIDTH;
}

function shorten(line: string): string {
  const visible = visibleProse(line);
  return visible.length > MOST_CHARACTERS ? `${visible.slice(0, MOST_CHARACTERS - 1)}…` : visible;
}

/** Draws a curve that leaves and reaches every point horizontally. */
function drawEdge([first, ...others]: readonly Point[]): Markup {
  if (first === undefined) return NOTHING;
  let from = first;
  const curves = others.map((to) => {
    const turn = Math.round((from.x + to.x) / 2);
    const y = Math.round(from.y);
    from = to;
    return `C${turn} ${y} ${turn} ${Math.round(to.y)} ${Math.round(to.x)} ${Math.round(to.y)}`;
  });
  return markup`<path d="M${Math.round(first.x)} ${Math.round(first.y)}${curves.join("")}"/>`;
}

function drawNode(box: Box, lines: readonly string[], isInput: boolean): Markup {
  const { width, height } = box;
  const [left, top] = [box.x - width / 2, box.y - height / 2];
  const texts = lines.map(
    (line, index) =>
      markup`<text x="${Math.round(left + PADDING)}" y="${Math.round(top + PADDING / 2 + (index + 0.75) * LINE_HEIGHT)}">${line}</text>`,
  );
  const kind = isInput ? "input" : "node";
  return markup`<g class="${kind}"><rect x="${Math.round(left)}" y="${Math.round(top)}" width="${Math.round(width)}" height="${Math.round(height)}" rx="4"/>${texts}</g>`;
}
