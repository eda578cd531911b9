import fc from "fast-check";
import { expect, test } from "vitest";
import { forceOrder } from "../../src/meaning/force-order.ts";

const [A, B, C, D, E] = [0, 1, 2, 3, 4];

test("vertices of an edge move together", () => {
  const edges = [
    [A, D],
    [B, D],
    [C, E],
  ];
  expect(forceOrder([A, B, C, D, E], edges)).toEqual([A, D, B, C, E]);
});

test("a vertex without edges stays between its neighbours", () => {
  const F = 5;
  const edges = [
    [A, D],
    [B, D],
    [C, E],
  ];
  // Centres 2, 2.5, 4: A 2, B 2.5, F 2, C 4, D 2.25, E 4. Then 1, 2.5, 4.5, which changes nothing.
  expect(forceOrder([A, B, F, C, D, E], edges)).toEqual([A, F, D, B, C, E]);
});

test("the result is an order of the same vertices, with edges no longer than at the start", () => {
  const vertex = fc.nat(9);
  const edge = fc.uniqueArray(vertex, { minLength: 2, maxLength: 4 });
  const start = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 });
  const lengthIn = (order: readonly number[], edges: readonly (readonly number[])[]): number =>
    edges
      .map((each) => each.map((one) => order.indexOf(one)))
      .reduce((sum, places) => sum + Math.max(...places) - Math.min(...places), 0);
  fc.assert(
    fc.property(start, fc.array(edge), (order, edges) => {
      const found = forceOrder(order, edges);
      expect([...found].sort((a, b) => a - b)).toEqual([...order].sort((a, b) => a - b));
      expect(lengthIn(found, edges)).toBeLessThanOrEqual(lengthIn(order, edges));
    }),
  );
});
