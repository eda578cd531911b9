/** Graphs that a page shows: of what depends on what. */

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
