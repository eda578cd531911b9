/**
 * The part of the page's script that handles keys and clicks. A grid is one stop of the Tab key.
 */

export const KEYS = `
const moveFrom = (cell, key, isFar) => {
  const row = cell.parentElement;
  const rows = [...row.parentElement.children].slice(1);
  const column = [...row.children].indexOf(cell);
  const at = rows.indexOf(row);
  const cellAt = (rowAt, columnAt) => rows[rowAt]?.children[Math.min(Math.max(columnAt, 1), 32)];
  switch (key) {
    case "ArrowLeft": return cellAt(at, column - 1);
    case "ArrowRight": return cellAt(at, column + 1);
    case "ArrowUp": return cellAt(at - 1, column);
    case "ArrowDown": return cellAt(at + 1, column);
    case "Home": return cellAt(isFar ? 0 : at, 1);
    case "End": return cellAt(isFar ? rows.length - 1 : at, 32);
  }
};
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey) return;
  const cell = cellOf.get(event.target);
  if (event.key === "Escape" && opened) {
    event.preventDefault();
    closeAndReturn();
  } else if (event.key === "/" && event.target !== byId("search")) {
    event.preventDefault();
    byId("search").focus();
  } else if (cell && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    open(cell, true);
  } else if (cell) {
    const next = moveFrom(event.target, event.key, event.ctrlKey);
    if (!next) return;
    event.preventDefault();
    focusCell(next);
    if (opened) open(cellOf.get(next), false);
  }
});
document.addEventListener("click", (event) => {
  const cell = cellOf.get(event.target);
  if (!cell) return;
  focusCell(event.target);
  open(cell, false);
});
`;
