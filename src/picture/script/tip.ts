/** The part of the page's script that says in short what the cell under the pointer is. */

export const TIP = `
const tip = byId("tip");
const showTip = (event) => {
  const cell = cellOf.get(event.target);
  tip.hidden = !cell;
  if (!cell) return;
  const { title, rule, change } = cell.state;
  tip.replaceChildren(element("b", "", cell.label), " " + (change || title), element("br"), element("code", "", rule));
  const box = cell.element.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
  const isBelow = box.bottom + tip.offsetHeight + 12 < innerHeight;
  const top = isBelow ? box.bottom + 6 : box.top - tip.offsetHeight - 6;
  tip.style.left = Math.max(8, left) + scrollX + "px";
  tip.style.top = top + scrollY + "px";
};
document.addEventListener("pointerover", showTip);
document.addEventListener("pointerleave", () => { tip.hidden = true; });
`;
