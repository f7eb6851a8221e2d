// The element's inside: its nodes by name, in a shadow root that keeps the page's styles out.

import css from "./style.css";
import { label } from "./texts.js";

const HTML = `
<div class="frame" part="frame">
  <div class="work">
  <div class="stage" part="stage" tabindex="0" role="application" aria-describedby="guide">
    <canvas class="photo" part="photo" aria-hidden="true"></canvas>
    <canvas class="overlay" part="overlay" aria-hidden="true"></canvas>
    <div class="candidates" part="candidates" role="radiogroup" hidden></div>
    <div class="zoom" part="zoom" role="group" hidden></div>
    <div class="hint" part="hint" hidden></div>
    <div class="drop" part="drop"></div>
    <div class="progress" part="progress" hidden><div></div><div class="meter"></div><button type="button"></button></div>
    <div class="banner" part="banner" role="alert" hidden>
      <span></span><button type="button" class="action"></button><button type="button"></button>
    </div>
  </div>
  <div class="toolbar" part="toolbar" role="toolbar" hidden></div>
  <div class="status" part="status" hidden><span role="status"></span><span class="time" aria-hidden="true"></span></div>
  <p class="guide" id="guide" hidden></p>
  <div class="spoken" role="status"></div>
  </div>
  <aside class="panel" part="panel" hidden>
    <section class="objects"></section>
    <section class="prompts"></section>
    <section class="output" part="output"></section>
  </aside>
  <aside class="drawer" part="drawer" tabindex="-1" hidden></aside>
  <dialog class="shortcuts" part="shortcuts"></dialog>
</div>`;

/** @param {HTMLElement} host */
export function attachTemplate(host) {
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = HTML;
  const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`.${name}`));
  find("stage").setAttribute("aria-label", label("canvas"));
  find("guide").textContent = label("guide");
  find("hint").textContent = label("hint");
  find("drop").textContent = label("drop");
  find("panel").setAttribute("aria-label", label("panel"));
  return {
    stage: find("stage"),
    photo: /** @type {HTMLCanvasElement} */ (find("photo")),
    overlay: /** @type {HTMLCanvasElement} */ (find("overlay")),
    candidates: find("candidates"),
    zoom: find("zoom"),
    hint: find("hint"),
    progress: find("progress"),
    banner: find("banner"),
    toolbar: find("toolbar"),
    status: find("status"),
    spoken: find("spoken"),
    panel: find("panel"),
    drawer: find("drawer"),
    shortcuts: /** @type {HTMLDialogElement} */ (find("shortcuts")),
  };
}
