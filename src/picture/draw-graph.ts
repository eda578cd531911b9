/** Draws a layered graph as SVG. Colours come from the page's style. */

import { definitely } from "../base/unreachable.ts";
import { displayWidth, visibleProse } from "../diagnostics/visible-text.ts";
import { layerGraph, type Graph, type Layer, type LayerItem } from "./layer-graph.ts";
import { markup, type Markup } from "./markup.ts";

/** In units of the drawing, which are CSS pixels at 100 %. Text is 12 high in a monospaced font. */
const CHARACTER_WIDTH = 7.3;
const LINE_HEIGHT = 16;
const PADDING = 8;
const NODE_GAP = 10;
const PASSING_HEIGHT = 4;
const LAYER_GAP = 36;

/** A longer line ends in an ellipsis. */
const MOST_CHARACTERS = 36;

/** @param label the text alternative of the drawing. */
export function drawGraph(graph: Graph, label: string): Markup {
  const lines = graph.nodes.map((node) => node.lines.map(shorten));
  const layers = layerGraph(graph);
  const { boxes, width, height } = place(layers, lines);
  const ways = layers.flatMap((layer) => layer.flatMap((item) => drawWays(item, boxes)));
  const nodes = [...boxes].flatMap(([{ node }, box]) =>
    node === undefined
      ? []
      : [drawNode(box, lines[node] ?? [], graph.nodes[node]?.isInput === true)],
  );
  return markup`<div class="graph" tabindex="0" role="group" aria-label="${label}"><svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ways}${nodes}</svg></div>`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function place(
  layers: readonly Layer[],
  lines: readonly (readonly string[])[],
): {
  readonly boxes: ReadonlyMap<LayerItem, Box>;
  readonly width: number;
  readonly height: number;
} {
  const linesOf = ({ node }: LayerItem): readonly string[] =>
    node === undefined ? [] : (lines[node] ?? []);
  const heights = layers.map((layer) => layerHeight(layer, linesOf));
  const height = Math.max(0, ...heights) + 2;
  const boxes = new Map<LayerItem, Box>();
  let x = 1;
  layers.forEach((layer, at) => {
    const width = Math.max(...layer.flatMap(linesOf).map(textWidth)) + 2 * PADDING;
    let y = (height - (heights[at] ?? 0)) / 2;
    for (const item of layer) {
      const box = { x, y, width, height: itemHeight(linesOf(item)) };
      boxes.set(item, box);
      y += box.height + NODE_GAP;
    }
    x += width + LAYER_GAP;
  });
  return { boxes, width: Math.ceil(x - LAYER_GAP) + 2, height: Math.round(height) };
}

function layerHeight(layer: Layer, linesOf: (item: LayerItem) => readonly string[]): number {
  const heights = layer.map((item) => itemHeight(linesOf(item)));
  return heights.reduce((sum, each) => sum + each + NODE_GAP, -NODE_GAP);
}

function itemHeight(lines: readonly string[]): number {
  return lines.length === 0 ? PASSING_HEIGHT : lines.length * LINE_HEIGHT + PADDING;
}

function textWidth(line: string): number {
  return displayWidth(line) * CHARACTER_WIDTH;
}

function shorten(line: string): string {
  const visible = visibleProse(line);
  return visible.length > MOST_CHARACTERS ? `${visible.slice(0, MOST_CHARACTERS - 1)}…` : visible;
}

/**
 * Draws the edges from the previous layer to an item. If the item is not a node, the edge continues
 * straight through it.
 */
function drawWays(item: LayerItem, boxes: ReadonlyMap<LayerItem, Box>): readonly Markup[] {
  const box = definitely(boxes.get(item), "an item without a place");
  const end = middle(box);
  const curves = item.before.map((each) => {
    const start = definitely(boxes.get(each), "an item without a place");
    const startX = Math.round(start.x + start.width);
    const turn = Math.round((startX + box.x) / 2);
    const endX = Math.round(box.x);
    return markup`<path d="M${startX} ${middle(start)}C${turn} ${middle(start)} ${turn} ${end} ${endX} ${end}"/>`;
  });
  if (item.node !== undefined) return curves;
  const through = markup`<path d="M${Math.round(box.x)} ${end}H${Math.round(box.x + box.width)}"/>`;
  return [...curves, through];
}

function middle({ y, height }: Box): number {
  return Math.round(y + height / 2);
}

function drawNode(box: Box, lines: readonly string[], isInput: boolean): Markup {
  const { x, y, width, height } = box;
  const texts = lines.map(
    (line, index) =>
      markup`<text x="${Math.round(x + PADDING)}" y="${Math.round(y + PADDING / 2 + (index + 0.75) * LINE_HEIGHT)}">${line}</text>`,
  );
  const kind = isInput ? "input" : "node";
  return markup`<g class="${kind}"><rect x="${Math.round(x)}" y="${Math.round(y)}" width="${Math.round(width)}" height="${Math.round(height)}" rx="4"/>${texts}</g>`;
}
