/**
 * The part of the page's script that shows a short tip for the cell under the pointer, and a longer
 * one if the cell changes.
 */

export const TIP = `
const tip = byId("tip");
const someOf = (all) => all.length > 3 ? [...all.slice(0, 3), "and " + (all.length - 3) + " more"] : all;
const changeLines = (facts) => facts.flatMap(({ term, entries }) => {
  const said = entries.map(({ code, text, links }) => {
    const line = element("div");
    line.append(element("small", "", term), " ");
    if (code) line.append(element("code", "", code), " ");
    line.append(text || someOf(links).join(" "));
    return line;
  });
  return someOf(said);
});
const showTip = (event) => {
  const cell = cellOf.get(event.target);
  // The opened cell's details say the same.
  tip.hidden = !cell || cell === opened;
  if (tip.hidden) return;
  const { title, rule, change, facts } = cell.state;
  const lines = change ? changeLines(facts) : [element("div")];
  if (!change) lines[0].append(element("code", "", rule));
  tip.replaceChildren(element("b", "", cell.label), " " + (change || title), ...lines);
  const box = cell.element.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
  const isBelow = box.bottom + tip.offsetHeight + 12 < innerHeight;
  const top = isBelow ? box.bottom + 6 : box.top - tip.offsetHeight - 6;
  tip.style.left = Math.max(8, left) + scrollX + "px";
  tip.style.top = top + scrollY + "px";
};
document.addEventListener("pointerover", showTip);
for (const type of ["pointerleave", "click", "keydown"]) document.addEventListener(type, () => { tip.hidden = true; });
`;
