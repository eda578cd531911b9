/** Shows a graph as a drawing, unless it is too big, and as a list. */

import { drawGraph } from "./draw-graph.ts";
import type { Graph } from "./graph.ts";
import { markup, NOTHING, type Markup } from "./markup.ts";

/** Larger drawings are unreadable. */
const MOST_NODES = 60;
const MOST_EDGES = 120;

/** @param label the text alternative of the drawing. */
export function graphSection(graph: Graph, label: string): Markup {
  if (graph.edges.length === 0) return NOTHING;
  const isReadable = graph.nodes.length <= MOST_NODES && graph.edges.length <= MOST_EDGES;
  const list = adjacencyList(graph);
  if (!isReadable) return markup`<h4>${label}</h4>${list}`;
  return markup`<h4>${label}</h4>${drawGraph(graph, label)}<details><summary>as a list</summary>${list}</details>
`;
}

function adjacencyList({ nodes, edges }: Graph): Markup {
  const name = (node: number): string => nodes[node]?.lines.join(", ") ?? "";
  const items = nodes.flatMap((_, node) => {
    const targets = edges.filter(({ from }) => from === node).map(({ to }) => name(to));
    if (targets.length === 0) return [];
    return [markup`<li><b>${name(node)}</b> reads ${targets.join(", ")}</li>`];
  });
  return markup`<ul class="rules">${items}</ul>`;
}
