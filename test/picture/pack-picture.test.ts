import { expect, test } from "vitest";

import { packPicture } from "../../src/picture/pack-picture.ts";
import type { Fact, PictureCell, PictureRow } from "../../src/picture/picture.ts";

const RULE: Fact = { term: "rule", entries: [{ code: "= host", place: "cpu.rules:3" }] };

function row(name: string, changed: Partial<PictureCell>): PictureRow {
  const cells = Array.from({ length: 32 }, (_, bit): PictureCell => {
    const plain = { about: "", kind: "default", isMarked: false, facts: [] } as const;
    return { label: `${name}[${bit}]`, ...plain, ...(bit === 3 ? changed : {}) };
  });
  return { name, about: "", cells };
}

test("strings, facts, states and words are stored once", () => {
  const rows = [row("W", { label: "A", about: "first", kind: "bit", facts: [RULE] })];
  const packed = packPicture({
    grids: [
      { name: "one", rows },
      { name: "two", rows },
    ],
  });
  expect([...packed.strings].sort()).toEqual([
    "= host",
    "A",
    "W",
    "cpu.rules:3",
    "first",
    "one",
    "rule",
    "two",
  ]);
  expect(packed.facts).toHaveLength(1);
  expect(packed.states).toHaveLength(2);
  expect(packed.words).toHaveLength(1);
  expect(packed.grids).toHaveLength(2);
});

test("cells that are alike are counted, from bit 0 up", () => {
  const { grids } = packPicture({ grids: [{ name: "one", rows: [row("W", { kind: "class" })] }] });
  expect(grids[0]?.states).toEqual([3, 0, 1, 1, 28, 0]);
});

test("a bit without a name has no label of its own, and a change is a state of its own", () => {
  const rows = [row("W", { label: "A", change: "lost" }), row("V", {})];
  const { words, states, strings } = packPicture({ grids: [{ name: "one", rows }] });
  expect(words[0]?.filter((_, at) => at >= 2 && at % 2 === 0).filter((each) => each >= 0)).toEqual([
    strings.indexOf("A"),
  ]);
  expect(states).toEqual([
    [0, 0, -1, -1],
    [0, 0, strings.indexOf("lost"), strings.indexOf("lost")],
  ]);
});

test("text from outside is visible and of bounded length", () => {
  const facts: readonly Fact[] = [
    { term: "rule", entries: [{ text: `\u001b[2J${"x".repeat(9000)}` }] },
  ];
  const { strings } = packPicture({ grids: [{ name: "one", rows: [row("W", { facts })] }] });
  const [text] = strings.filter((each) => each.includes("xxx"));
  expect(text).toMatch(/^\\x1b\[2Jx+…$/);
  expect(text?.length).toBeLessThan(300);
});
