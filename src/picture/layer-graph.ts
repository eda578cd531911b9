/**
 * Places the nodes of an acyclic graph in layers from left to right: each node is to the right of
 * all nodes it points to. An edge that crosses a layer has a place in it, so that it passes between
 * nodes and not behind them. Within a layer, items with the same neighbours are moved together.
 */

import { definitely } from "../base/unreachable.ts";

export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** An edge points from a node to its dependency; both are positions in `nodes`. */
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly lines: readonly string[];
  /** True for an input, which is drawn differently. */
  readonly isInput: boolean;
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
}

/** A node, or a place where an edge passes. */
export interface LayerItem {
  readonly node: number | undefined;
  /** The connected items in the previous layer. */
  readonly before: readonly LayerItem[];
}

export type Layer = readonly LayerItem[];

/** The number of passes that order the layers from left to right. */
const SWEEPS = 4;

export function layerGraph(graph: Graph): readonly Layer[] {
  const depths = depthsOf(graph);
  const layers: MutableItem[][] = [];
  const items = graph.nodes.map((_, node) =>
    addItem(layers, definitely(depths[node], "no depth"), node),
  );
  const passing = new Map<number, MutableItem[]>();
  for (const { from, to } of graph.edges) {
    const start = definitely(items[to], "an edge to no node");
    // Edges to one node share their way.
    const way = passing.get(to) ?? [start];
    passing.set(to, way);
    const first = definitely(depths[to], "no depth");
    const steps = definitely(depths[from], "no depth") - first;
    for (let step = way.length; step < steps; step++) {
      const item = addItem(layers, first + step, undefined);
      item.before.push(definitely(way[step - 1], "a way with a gap"));
      way.push(item);
    }
    definitely(items[from], "an edge from no node").before.push(
      definitely(way[steps - 1], "a way with a gap"),
    );
  }
  sortLayers(layers);
  return layers;
}

interface MutableItem extends LayerItem {
  readonly before: MutableItem[];
}

function addItem(layers: MutableItem[][], depth: number, node: number | undefined): MutableItem {
  const item: MutableItem = { node, before: [] };
  while (layers.length <= depth) layers.push([]);
  layers[depth]?.push(item);
  return item;
}

/** The length of the longest path that starts at each node. The graph must have no cycle. */
function depthsOf({ nodes, edges }: Graph): readonly number[] {
  const targets = nodes.map((_, node) =>
    edges.filter(({ from }) => from === node).map(({ to }) => to),
  );
  const depths = new Map<number, number>();
  const depth = (node: number): number => {
    const known = depths.get(node);
    if (known !== undefined) return known;
    const found = (targets[node] ?? []).reduce((most, to) => Math.max(most, depth(to) + 1), 0);
    depths.set(node, found);
    return found;
  };
  return nodes.map((_, node) => depth(node));
}

function sortLayers(layers: MutableItem[][]): void {
  const after = new Map<LayerItem, LayerItem[]>();
  for (const item of layers.flat()) {
    for (const each of item.before) after.set(each, [...(after.get(each) ?? []), item]);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let at = 1; at < layers.length; at++) {
      sortByNeighbours(layers[at], layers[at - 1], ({ before }) => before);
    }
    for (let at = layers.length - 2; at >= 0; at--) {
      sortByNeighbours(layers[at], layers[at + 1], (item) => after.get(item) ?? []);
    }
  }
}

/**
 * Sorts a layer by the mean place of each item's neighbours. Items without neighbours keep their
 * place.
 */
function sortByNeighbours(
  layer: LayerItem[] = [],
  other: readonly LayerItem[] = [],
  neighboursOf: (item: LayerItem) => readonly LayerItem[],
): void {
  const places = new Map(other.map((item, place) => [item, (place + 0.5) / other.length]));
  const keys = new Map(
    layer.map((item, place) => {
      const found = neighboursOf(item).map((each) => places.get(each) ?? 0);
      const mean = found.reduce((sum, each) => sum + each, 0) / found.length;
      return [item, found.length === 0 ? (place + 0.5) / layer.length : mean];
    }),
  );
  layer.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
}
