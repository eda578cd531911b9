/** The graphs of a policy: which bitmap reads which, and in each set which bits name which. */

import { bitLabel, type BitIndex } from "../model/layout.ts";
import type { Bitmap, CapabilitySet, Model, SetBit } from "../model/model.ts";
import { setBitName, type Dependencies } from "./dependencies.ts";
import type { Graph, GraphEdge, GraphNode } from "../picture/layer-graph.ts";

/** Labels in one node beyond so many are counted only. */
const MOST_LABELS = 6;

/** Inputs and sets, where some bit of one reads one of the other. */
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

/** Bits that name and are named by the same bits. */
interface Group {
  readonly set: CapabilitySet;
  readonly bits: readonly BitIndex[];
}

/** The bits of a set that name final values of bits, of this set or another, and what they name. */
export function bitGraph(set: CapabilitySet, { governanceReads }: Dependencies): Graph {
  const targetsOf = new Map<string, ReadonlySet<string>>();
  const known = new Map<string, SetBit>();
  set.bits.forEach((governance, bit) => {
    const { named } = governanceReads(governance);
    const others = named.filter((each) => each.set !== set || each.bit !== bit);
    if (others.length === 0) return;
    for (const each of [{ set, bit }, ...others]) known.set(setBitName(each), each);
    targetsOf.set(setBitName({ set, bit }), new Set(others.map(setBitName)));
  });
  const sourcesOf = new Map<string, string[]>();
  for (const [source, targets] of targetsOf) {
    for (const target of targets) sourcesOf.set(target, [...(sourcesOf.get(target) ?? []), source]);
  }
  const groups = new Map<string, Group & { readonly bits: BitIndex[] }>();
  const groupOf = new Map<string, number>();
  for (const [name, each] of known) {
    const key = JSON.stringify([
      each.set.name,
      [...(targetsOf.get(name) ?? [])].sort(),
      sourcesOf.get(name) ?? [],
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { set: each.set, bits: [each.bit] });
    else group.bits.push(each.bit);
    groupOf.set(name, [...groups.keys()].indexOf(key));
  }
  const edges = new Map<string, GraphEdge>();
  for (const [source, targets] of targetsOf) {
    for (const target of targets) {
      const edge = { from: groupOf.get(source) ?? 0, to: groupOf.get(target) ?? 0 };
      edges.set(`${edge.from} ${edge.to}`, edge);
    }
  }
  return {
    nodes: [...groups.values()].map((group) => groupNode(group, set)),
    edges: [...edges.values()],
  };
}

function groupNode(group: Group, drawn: CapabilitySet): GraphNode {
  const isForeign = group.set !== drawn;
  const labels = group.bits.map((bit) =>
    isForeign ? setBitName({ set: group.set, bit }) : bitLabel(group.set.layout, bit),
  );
  const more = labels.length - MOST_LABELS;
  const lines = more > 0 ? [...labels.slice(0, MOST_LABELS), `and ${more} more`] : labels;
  return { lines, isInput: isForeign };
}
