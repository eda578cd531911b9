/** Builds the graphs of a policy: reads between bitmaps, and in each set reads between bits. */

import { addToList } from "../base/add-to-list.ts";
import { setBitName } from "../model/label-bits.ts";
import { bitLabel } from "../model/layout.ts";
import type { Bitmap, CapabilitySet, Model, SetBit } from "../model/model.ts";
import type { Dependencies } from "./dependencies.ts";
import type { Graph, GraphNode } from "../picture/graph.ts";

/** Further labels of a node are only counted. */
const MOST_LABELS = 6;

/** A graph of inputs and sets with an edge where some bit of one reads a bit of the other. */
export function bitmapGraph(model: Model, { governanceReads }: Dependencies): Graph {
  const reads = model.sets.map((set) => {
    const governances = [...new Set(set.bits)];
    return new Set(governances.flatMap((each) => governanceReads(each).bitmaps));
  });
  const read = new Set(reads.flatMap((each) => [...each]));
  const bitmaps: readonly Bitmap[] = [
    ...model.inputs.filter((input) => read.has(input)),
    ...model.sets,
  ];
  const edges = model.sets.flatMap((set, at) =>
    [...(reads[at] ?? [])]
      .filter((each) => each !== set)
      .map((each) => ({ from: bitmaps.indexOf(set), to: bitmaps.indexOf(each) })),
  );
  return {
    nodes: bitmaps.map(({ name, kind }) => ({ lines: [name], isInput: kind === "input" })),
    edges,
  };
}

/** Bits of one set with the same edges. */
type Group = readonly [SetBit, ...SetBit[]];

/**
 * A graph of the bits of a set that name final values of bits, in this set or another, and of the
 * named bits.
 */
export function bitGraph(set: CapabilitySet, { governanceReads }: Dependencies): Graph {
  const edges = set.bits.flatMap((governance, bit) =>
    governanceReads(governance).named.map((to) => ({ from: { set, bit }, to })),
  );
  const groups = groupAlike(edges);
  const placeOf = new Map(
    groups.flatMap((group, place) => group.map((each) => [setBitName(each), place])),
  );
  const grouped = new Map(
    edges.map(({ from, to }) => {
      const edge = {
        from: placeOf.get(setBitName(from)) ?? 0,
        to: placeOf.get(setBitName(to)) ?? 0,
      };
      return [`${edge.from} ${edge.to}`, edge];
    }),
  );
  return { nodes: groups.map((group) => groupNode(group, set)), edges: [...grouped.values()] };
}

interface BitEdge {
  readonly from: SetBit;
  readonly to: SetBit;
}

/** Groups are in the order in which edges first name one of their bits. */
function groupAlike(edges: readonly BitEdge[]): readonly Group[] {
  const bits = new Map<string, SetBit>();
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [source, target] = [setBitName(from), setBitName(to)];
    bits.set(source, from).set(target, to);
    addToList(neighbours, source, `reads ${target}`);
    addToList(neighbours, target, `read by ${source}`);
  }
  const groups = new Map<string, [SetBit, ...SetBit[]]>();
  for (const [name, each] of bits) {
    const key = [each.set.name, ...(neighbours.get(name) ?? []).sort()].join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function groupNode(group: Group, drawn: CapabilitySet): GraphNode {
  const isForeign = group[0].set !== drawn;
  const labels = group.map((each) =>
    isForeign ? setBitName(each) : bitLabel(each.set.layout, each.bit),
  );
  const more = labels.length - MOST_LABELS;
  const lines = more > 0 ? [...labels.slice(0, MOST_LABELS), `and ${more} more`] : labels;
  return { lines, isInput: isForeign };
}
