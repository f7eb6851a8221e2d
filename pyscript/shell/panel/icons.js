// The icons, as paths on a grid of 24, drawn with the line that style.css gives them.

export const ICONS = {
  include: "M12 5v14M5 12h14",
  exclude: "M5 12h14",
  box: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
  brush: "M4 20c4 0 5-2 5-4a3 3 0 0 1 5 2c0 2-3 3-10 2M12 14l8-10",
  erase: "M8 20h12M4 14 14 4l6 6-9 9H8z",
  everything: "M4 4h7v7H4zM15 4h5v5h-5zM4 15h5v5H4zM13 13h7v7h-7z",
  smaller: "M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
  larger: "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  accept: "M5 13l4 4L19 7",
  clear: "M6 6l12 12M18 6 6 18",
  open: "M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3M12 16V4M7 9l5-5 5 5",
  device: "M5 20v-6M10 20V9M15 20v-8M20 20V4",
  download: "M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3M12 4v12M7 11l5 5 5-5",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 4M15 9h.01",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  invert: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 8h4M12 12h8M12 16h6",
  "fill-holes": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9 12h6M12 9v6",
  "keep-largest": "M9 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M18 5l3 3M21 5l-3 3",
  "import-mask": "M4 8V4h16v16h-4M4 20l8-8M6 12h6v6",
  "look-closer": "M10 4a6 6 0 1 0 0 12a6 6 0 1 0 0-12M15 15l5 5M7 10h6M10 7v6",
  "whole-photo": "M10 4a6 6 0 1 0 0 12a6 6 0 1 0 0-12M15 15l5 5M7 10h6",
  sheet: "M12 4 3 9l9 5 9-5zM3 14l9 5 9-5",
};

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const template = document.createElement("template");
  template.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
  return /** @type {SVGElement} */ (template.content.firstElementChild);
}
