/** The part of the page's script that shows all facts about one cell and follows links to cells. */

export const DETAILS = `
const details = byId("details");
let opened;
const factElements = (cell, { term, entries }) => [
  element("dt", "", term),
  ...entries.map(({ code, text, place, links }) => {
    const entry = element("dd");
    if (code) entry.append(element("code", "", code));
    if (text) entry.append(element("span", "", text), " ");
    if (place) entry.append(element("small", "", place));
    entry.append(...links.map((link) => {
      const name = link.endsWith(".") ? link + cell.label : link;
      return linkTo(name, name);
    }));
    return entry;
  }),
];
const open = (cell, isFocused) => {
  close();
  opened = cell;
  cell.element.classList.add("open");
  cell.element.setAttribute("aria-selected", "true");
  byId("details-title").textContent = cell.name;
  const place = element("p", "", "bit " + cell.bit + " of " + cell.word.name + (cell.word.about ? " (" + cell.word.about + ")" : ""));
  const about = element("p", "", cell.about);
  const list = element("dl");
  list.append(...cell.state.facts.flatMap((fact) => factElements(cell, fact)));
  byId("details-body").replaceChildren(about, place, element("p", "", cell.state.title), list);
  details.hidden = false;
  byId("guide").hidden = true;
  document.documentElement.classList.add("details-open");
  history.replaceState(null, "", "#" + encodeURIComponent(cell.name));
  if (isFocused) byId("details-title").focus({ preventScroll: true });
  cell.element.scrollIntoView({ block: "nearest" });
};
const close = () => {
  if (!opened) return;
  opened.element.classList.remove("open");
  opened.element.removeAttribute("aria-selected");
  opened = undefined;
  details.hidden = true;
  byId("guide").hidden = false;
  document.documentElement.classList.remove("details-open");
};
const closeAndReturn = () => {
  const cell = opened;
  close();
  if (cell) focusCell(cell.element);
};
const focusCell = (cell) => {
  const grid = cell.closest(".picture");
  for (const other of grid.querySelectorAll('.cell[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
};
byId("close").addEventListener("click", closeAndReturn);
const followHash = () => {
  let name = "";
  try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const cell = cellNamed.get(name);
  if (!cell) return;
  focusCell(cell.element);
  cell.element.scrollIntoView({ block: "center" });
  open(cell, false);
};
addEventListener("hashchange", followHash);
followHash();
`;
