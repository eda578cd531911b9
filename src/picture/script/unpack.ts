/** The part of the page's script that reads what `pack-picture.ts` wrote. */

export const UNPACK = `
const byId = (id) => document.getElementById(id);
const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};
const picture = JSON.parse(byId("picture").textContent);
const string = (place) => picture.strings[place] ?? "";
const entries = picture.facts.map(([term, ...all]) => ({
  term: string(term),
  entries: all.map(([code, text, place, ...links]) => ({
    code: string(code), text: string(text), place: string(place), links: links.map(string),
  })),
}));
const states = picture.states.map(([kind, isMarked, change, tone, ...facts]) => {
  const all = facts.map((place) => entries[place]);
  const said = all.flatMap((fact) => fact.term === "read by" ? [] : fact.entries.flatMap(({ code, text }) => [code, text]));
  const [name, title, sign] = picture.kinds[kind];
  return { kind: name, title, sign, isMarked: isMarked === 1, change: string(change), tone: string(tone), facts: all, rule: said[0] ?? "", words: said.join(" ").toLowerCase() };
});
const words = picture.words.map(([name, about, ...cells]) => ({
  name: string(name),
  about: string(about),
  cells: Array.from({ length: 32 }, (_, bit) => ({
    label: string(cells[bit * 2]) || string(name) + "[" + bit + "]",
    isNamed: cells[bit * 2] >= 0,
    about: string(cells[bit * 2 + 1]),
  })),
}));
const grids = picture.grids.map((packed) => {
  const runs = [];
  for (let at = 0; at < packed.states.length; at += 2) {
    for (let count = packed.states[at]; count > 0; count--) runs.push(states[packed.states[at + 1]]);
  }
  const name = string(packed.name);
  const rows = packed.words.map((place, row) => ({
    word: words[place],
    cells: words[place].cells.map((cell, bit) => ({ ...cell, grid: name, word: words[place], bit, state: runs[row * 32 + bit], name: name + "." + cell.label })),
  }));
  return { name, rows };
});
const cells = grids.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
const cellNamed = new Map(cells.map((cell) => [cell.name, cell]));
`;
