/**
 * Orders vertices so that the vertices of each edge are near each other, by the method FORCE: Aloul, Markov
 * and Sakallah, "FORCE: a fast and easy-to-implement variable-ordering heuristic" (GLSVLSI 2003).
 *
 * Every edge pulls its vertices to its centre; every vertex moves to the mean of the centres of its edges;
 * the new positions are numbered again. That is repeated while the edges get shorter.
 *
 *     edges  {A D} {B D} {C E}        order  A B C D E         lengths 3 + 2 + 2 = 7
 *     centres  1.5   2     3
 *     A 1.5   B 2   C 3   D 1.75   E 3  →    A D B C E         lengths 1 + 1 + 1 = 3
 *
 * The order with the shortest edges of all rounds is the result, so it is never worse than the one at the
 * start. Ties keep their order: the result depends on nothing but the arguments.
 */

import { definitely } from "../base/unreachable.ts";

/** The edges usually stop getting shorter after far fewer rounds. */
const MOST_ROUNDS = 200;

/** Stops after this many rounds without improvement. */
const MOST_STALE_ROUNDS = 10;

/**
 * @param start every vertex of the edges once. It may hold further vertices, which stay between
 * their neighbours.
 */
export function forceOrder(
  start: readonly number[],
  edges: readonly (readonly number[])[],
): readonly number[] {
  const edgesOf = new Map<number, number[]>(start.map((vertex) => [vertex, []]));
  edges.forEach((edge, number) => {
    for (const vertex of edge) definitely(edgesOf.get(vertex), "a vertex of no order").push(number);
  });
  let order = start;
  let best = { order, length: totalLength(edges, placesIn(order)) };
  for (let round = 0, stale = 0; round < MOST_ROUNDS && stale < MOST_STALE_ROUNDS; round++) {
    const places = placesIn(order);
    const centres = edges.map((edge) => mean(edge.map((vertex) => places.get(vertex) ?? 0)));
    const pulled = order.map((vertex, place) => {
      const own = definitely(edgesOf.get(vertex), "a vertex of no order");
      return { vertex, to: own.length === 0 ? place : mean(own.map((at) => centres[at] ?? 0)) };
    });
    order = pulled.sort((a, b) => a.to - b.to).map(({ vertex }) => vertex);
    const length = totalLength(edges, placesIn(order));
    stale = length < best.length ? 0 : stale + 1;
    if (length < best.length) best = { order, length };
  }
  return best.order;
}

function placesIn(order: readonly number[]): ReadonlyMap<number, number> {
  return new Map(order.map((vertex, place) => [vertex, place]));
}

function totalLength(
  edges: readonly (readonly number[])[],
  places: ReadonlyMap<number, number>,
): number {
  return edges.reduce((sum, edge) => {
    const own = edge.map((vertex) => places.get(vertex) ?? 0);
    return sum + Math.max(...own) - Math.min(...own);
  }, 0);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
