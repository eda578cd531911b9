/**
 * The part of the page's script that highlights the results of a search: bits by name, then by rule
 * or reason.
 */

export const SEARCH = `
const search = byId("search");
byId("find").hidden = false;
const nameWords = new Map(cells.map((cell) => [cell, [cell.name, cell.about, cell.word.name].join(" ").toLowerCase()]));
const items = [...document.querySelectorAll(".rules li")].map((item) => [item, item.textContent.toLowerCase()]);
let found = [];
const find = () => {
  const terms = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const matches = (text) => terms.every((term) => text.includes(term));
  const isSearching = terms.length > 0;
  const named = new Set(isSearching ? cells.filter((cell) => matches(nameWords.get(cell))) : []);
  const others = isSearching ? cells.filter((cell) => !named.has(cell) && matches(nameWords.get(cell) + " " + cell.state.words)) : [];
  found = [...named, ...others];
  const hits = new Set(found);
  document.body.classList.toggle("searching", isSearching);
  for (const cell of cells) {
    cell.element.classList.toggle("hit", hits.has(cell));
    cell.element.classList.toggle("named", named.has(cell));
  }
  for (const [item, text] of items) item.classList.toggle("hit", isSearching && matches(text));
  byId("found").textContent = isSearching ? named.size + " by name, " + others.length + " more by rule or reason" : "";
};
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && found[0]) {
    focusCell(found[0].element);
    found[0].element.scrollIntoView({ block: "center" });
  }
  if (event.key === "Escape" && search.value !== "") {
    search.value = "";
    find();
    event.stopPropagation();
  }
});
`;
