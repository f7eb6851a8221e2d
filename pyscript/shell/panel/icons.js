// The icons, as paths on a grid of 24, drawn with the line that style.css gives them.

export const ICONS = {
  include: "M12 5v14M5 12h14",
  exclude: "M5 12h14",
  box: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
  brush: "M4 20c4 0 5-2 5-4a3 3 0 0 1 5 2c0 2-3 3-10 2M12 14l8-10",
  erase: "M8 20h12M4 14 14 4l6 6-9 9H8z",
  everything: "M4 4h7v7H4zM15 4h5v5h-5zM4 15h5v5H4zM13 13h7v7h-7z",
  smaller: "M4 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M15 12h6",
  larger: "M1.5 12a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0M16 12h6M19 9v6",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  accept: "M5 13l4 4L19 7",
  clear: "M4.5 12a7.5 7.5 0 1 0 2.6-5.7L4.5 8.5M4.5 4v4.5H9",
  close: "M6 6l12 12M18 6 6 18",
  delete: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  rename: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  background: "M4 4h16v16H4zM4 12l8-8M4 20 20 4M12 20l8-8",
  share: "M12 15V4M8 8l4-4 4 4M8 11H6v9h12v-9h-2",
  eye: "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
  "eye-closed":
    "M4 4l16 16M10 5.200c4.800-.7 8.700 1.300 12 6.800l-2.500 3.400M6.500 7C4.900 8.100 3.400 9.800 2 12c3.800 6.200 8.500 8.300 14.500 5.800",
  open: "M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3M12 16V4M7 9l5-5 5 5",
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
