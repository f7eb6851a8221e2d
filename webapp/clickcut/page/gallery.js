// The page's photos: all of them at a glance, and which is open. It begins where header.js ends.
const tiles = [...document.querySelectorAll(".gallery button")];
const all = document.querySelector("#all");
const showAll = (wanted) => {
  all.setAttribute("aria-expanded", String(wanted));
  document.querySelector(".gallery").classList.toggle("all", wanted);
  editor.inert = wanted;
  tiles.find((tile) => tile.getAttribute("aria-current") === "true")?.scrollIntoView({ block: "nearest" });
};
all?.addEventListener("click", () => showAll(all.getAttribute("aria-expanded") === "false"));
for (const button of [find("#open"), find("#device")])
  button.addEventListener("click", () => {
    if (editor.inert) showAll(false);
  });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && editor.inert) showAll(false);
});
// The one that was asked for last, and the one that is open: another one again where it can't be opened.
let wanted;
let shown = tiles[0];
const mark = (marked) => {
  for (const tile of tiles) tile.setAttribute("aria-current", String(tile === marked));
};
const open = (tile) => {
  mark((wanted = tile));
  editor
    .load(tile.dataset.photo, { embedding: tile.dataset.embedding, proposals: tile.dataset.proposals })
    .catch(() => {
      if (wanted === tile) mark(shown);
    });
};
for (const tile of tiles) {
  tile.addEventListener("click", () => {
    if (editor.inert) showAll(false);
    open(tile);
  });
}
// Each photo has an address. This runs before the element is one: modules wait for the whole page.
const placeOf = (tile) => `#${tile.dataset.place}`;
const askedFor = () => tiles.find((tile) => placeOf(tile) === location.hash);
const asked = askedFor();
if (asked) {
  editor.setAttribute("src", asked.dataset.photo);
  editor.setAttribute("embedding", asked.dataset.embedding);
  editor.setAttribute("proposals", asked.dataset.proposals);
  // A link goes before what was open at the last visit; a reload does not.
  const [{ type }] = performance.getEntriesByType("navigation");
  if (type === "navigate") customElements.whenDefined("click-cut").then(() => open(asked));
}
addEventListener("hashchange", () => {
  const tile = askedFor();
  if (tile && tile.getAttribute("aria-current") !== "true") open(tile);
});
editor.addEventListener("clickcut-ready", ({ detail }) => {
  shown = tiles.find((tile) => tile.dataset.photo === detail.photo);
  mark(shown);
  const place = shown && shown !== tiles[0] ? placeOf(shown) : "";
  if (place !== location.hash)
    history.replaceState(history.state, "", place || location.pathname + location.search);
});
