/**
 * The part of the page's script that draws the grids, with bit 31 at the left, and links lists of
 * bits to them.
 */

import { CHANGES } from "../picture.ts";

const SIGNS = JSON.stringify(Object.fromEntries(CHANGES.map(({ change, sign }) => [change, sign])));

export const GRIDS: string = `
const signs = ${SIGNS};
const cellOf = new Map();
const drawCell = (cell) => {
  const { kind, title, sign, isMarked, change, tone, rule } = cell.state;
  const mark = signs[change];
  const drawn = element("span", "cell k-" + kind + (isMarked ? " marked" : "") + (cell.isNamed ? "" : " nameless") + (mark ? " " + tone : ""), mark ?? sign);
  drawn.setAttribute("role", "gridcell");
  drawn.setAttribute("aria-label", cell.label + ", bit " + cell.bit + " of " + cell.word.name + ": " + title + (change ? ", " + change : "") + ", " + rule);
  drawn.tabIndex = -1;
  cell.element = drawn;
  cellOf.set(drawn, cell);
  return drawn;
};
const drawRow = ({ word, cells }) => {
  const row = element("div", "row");
  row.setAttribute("role", "row");
  const head = element("span", "word", word.name);
  head.setAttribute("role", "rowheader");
  head.title = word.name + (word.about ? ": " + word.about : "");
  row.append(head, ...[...cells].reverse().map(drawCell));
  return row;
};
const drawNumbers = () => {
  const row = element("div", "row");
  row.setAttribute("role", "row");
  const corner = element("span", "word corner", "bit");
  corner.setAttribute("role", "columnheader");
  row.append(corner);
  for (let bit = 31; bit >= 0; bit--) {
    const number = element("span", "number", String(bit));
    number.setAttribute("role", "columnheader");
    row.append(number);
  }
  return row;
};
byId("scriptless").remove();
for (const place of document.querySelectorAll(".picture")) {
  const grid = grids[Number(place.dataset.grid)];
  place.append(drawNumbers(), ...grid.rows.map(drawRow));
  const first = place.querySelector(".cell");
  if (first) first.tabIndex = 0;
  // Lists of bits are plain text without scripts.
  for (const list of place.parentElement.querySelectorAll(".bits")) {
    const links = list.textContent.split(" ").map((label) => linkTo(grid.name + "." + label, label));
    list.replaceChildren(...links.flatMap((link) => [link, " "]));
  }
}
function linkTo(name, text) {
  if (!cellNamed.has(name)) return element("span", "", text);
  const link = element("a", "", text);
  link.href = "#" + encodeURIComponent(name);
  return link;
}
`;
