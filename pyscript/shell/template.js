// The element's inside: its nodes by name, in a shadow root that keeps the page's styles out. Words come later.

import around from "./around/around.css";
import map from "./everything/map.css";
import narrow from "./narrow.css";
import controls from "./panel/controls.css";
import panel from "./panel/panel.css";
import shortcuts from "./panel/shortcuts.css";
import style from "./style.css";

const HTML = `
<div class="frame" part="frame">
  <div class="work">
  <div class="scene">
  <div class="stage" part="stage" tabindex="0" role="application" aria-describedby="guide">
    <img class="poster" part="poster" alt="" hidden />
    <canvas class="photo" part="photo" aria-hidden="true"></canvas>
    <canvas class="overlay" part="overlay" aria-hidden="true"></canvas>
    <div class="divider" part="divider" role="slider" tabindex="0" aria-valuemin="0" aria-valuemax="100" hidden></div>
    <div class="empty" part="empty" hidden><p></p><button type="button"></button></div>
    <div class="drop" part="drop"><span></span></div>
    <div class="progress" part="progress" hidden><div></div><div class="meter"></div><button type="button"></button></div>
    <div class="banner" part="banner" role="alert" hidden>
      <span></span><button type="button" class="action"></button><button type="button"></button>
    </div>
  </div>
  <div class="strip" part="strip">
    <div class="hint" part="hint" hidden></div>
    <div class="candidates" part="candidates" role="radiogroup" hidden></div>
    <div class="map" part="map" role="group" hidden></div>
    <div class="behind" hidden></div>
  </div>
  </div>
  <section class="tray" part="tray" hidden></section>
  <div class="toolbar" part="toolbar" role="toolbar" hidden></div>
  <div class="line">
    <div class="status" part="status" hidden><span role="status"></span><span aria-hidden="true"></span></div>
    <div class="zoom" part="zoom" role="group" hidden></div>
  </div>
  <p class="guide" id="guide" hidden></p>
  <div class="spoken" role="status"></div>
  </div>
  <aside class="panel" part="panel" hidden>
    <section class="objects"></section>
    <section class="prompts"></section>
    <section class="refine" part="refine"></section>
    <section class="output" part="output"></section>
  </aside>
  <aside class="drawer" part="drawer" tabindex="-1" hidden></aside>
  <dialog class="shortcuts" part="shortcuts"></dialog>
</div>`;

/** @param {HTMLElement} host */
export function attachTemplate(host) {
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([style, controls, panel, around, shortcuts, map, narrow].join("\n"));
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = HTML;
  const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`.${name}`));
  const stage = find("stage");
  const poster = /** @type {HTMLImageElement} */ (find("poster"));
  poster.addEventListener("load", () => {
    const ratio = `${poster.naturalWidth} / ${poster.naturalHeight}`;
    if (!stage.hasAttribute("data-photo")) stage.style.setProperty("--photo-ratio", ratio);
  });
  return {
    /** What is seen until there is a photo. @param {string | null} address */
    showPoster(address) {
      poster.hidden = address === null;
      if (address !== null) poster.src = address;
    },
    frame: find("frame"),
    stage,
    photo: /** @type {HTMLCanvasElement} */ (find("photo")),
    strip: find("strip"),
    behind: find("behind"),
    overlay: /** @type {HTMLCanvasElement} */ (find("overlay")),
    divider: find("divider"),
    candidates: find("candidates"),
    map: find("map"),
    zoom: find("zoom"),
    hint: find("hint"),
    empty: find("empty"),
    drop: find("drop"),
    guide: find("guide"),
    progress: find("progress"),
    banner: find("banner"),
    tray: find("tray"),
    toolbar: find("toolbar"),
    status: find("status"),
    spoken: find("spoken"),
    panel: find("panel"),
    drawer: find("drawer"),
    shortcuts: /** @type {HTMLDialogElement} */ (find("shortcuts")),
  };
}

/** @param {ReturnType<typeof attachTemplate>} parts @param {import("./words/words.js").Words} words */
export function nameParts({ frame, stage, guide, drop, panel }, { language, label }) {
  frame.lang = language;
  stage.setAttribute("aria-label", label("canvas"));
  guide.textContent = label("guide");
  /** @type {HTMLElement} */ (drop.firstElementChild).textContent = label("drop");
  panel.setAttribute("aria-label", label("panel"));
}
