// What a person sees around the photo and in it: joins hands, view, toolbar and the messages to the client.

import { createCandidates } from "./around/candidates.js";
import { createLayout } from "./around/layout.js";
import { createZoom } from "./around/zoom.js";
import { createBackground } from "./background.js";
import { createDevice } from "./device/device.js";
import { OFFERS, subjectHint } from "./editing/subject.js";
import { createMapTool } from "./everything/tool.js";
import { missing } from "./files/abilities.js";
import { canShare } from "./files/delivery.js";
import { createSaving } from "./files/saving.js";
import { createHands } from "./hands.js";
import { choosePhotos, listenIntake } from "./opening/intake.js";
import { createBanner, createEmpty, createProgress, createToolbar, isMode, TOOLS } from "./panel/controls.js";
import { createDivider } from "./panel/divider.js";
import { createPanel } from "./panel/panel.js";
import { createShortcuts } from "./panel/shortcuts.js";
import { createStatus, statusOf } from "./panel/status.js";
import { told } from "./refusals.js";
import { createRendering } from "./rendering.js";
import { navigate } from "./stage/navigation.js";
import { createReveal } from "./stage/reveal.js";
import { nameParts } from "./template.js";
import { createTraying } from "./traying.js";

/**
 * @param {HTMLElement} host @param {import("./client.js").Client} client
 * @param {ReturnType<typeof import("./template.js").attachTemplate>} parts
 * @param {ReturnType<typeof import("./stage/view.js").createView>} view  of what is in them
 * @param {import("./words/words.js").Words} words
 * @param {(tool: import("./clickcut.d.ts").Tool) => void} onTool  another one is in hand
 */
export function createEditor(host, client, parts, view, words, onTool) {
  const { label } = words;
  nameParts(parts, words);
  const zoom = createZoom(parts.zoom, words, (way) => navigate(view, way));
  const divider = createDivider(parts.divider, words, view, () => host.hasAttribute("controls"));
  const toolbar = createToolbar(parts.toolbar, words, (tool) => {
    use(tool);
    if (tool === "everything" && hands.mode === tool) parts.stage.focus({ preventScroll: true }); // for its keys
  });
  const panel = createPanel(parts.panel, words, client, () => updateToolbar(), {
    points: {
      onSelect: selectPoint,
      onShift: (index, to) => hands.shiftPoint(index, to),
      onMove: (index, to) => hands.movePoint(index, to),
      onDelete: (index) => hands.deletePoint(index),
      onDeleteBox: () => void client.edit("delete_box").catch(ignore),
      onEmpty: () => parts.stage.focus(),
    },
    output: {
      onBackground: (kind) => background.show(kind),
      onPicture: (file) => void background.showPicture(file),
      onFraming: view.setFraming,
      onPlain: (wanted) => {
        view.showPlain(wanted);
        rendering.rest();
      },
      onDownload: (options) => void saving.download(options),
      onCopy: (options) => void saving.copy(options),
    },
  });
  void missing(panel.output.formats).then((names) => panel.output.withhold(names));
  const candidates = createCandidates(parts.candidates, parts.overlay, words, client, {
    onChoose: (index) => void client.choosing.choose(index).catch(ignore),
    onCycle: (by) => void client.choosing.cycle(by).catch(ignore),
    onLook: (mask) => hands.showPreview(mask),
    freePlace: view.freePlace,
  });
  const progress = createProgress(parts.progress, words, () => (client.isLoading ? client : saving).cancel());
  const status = createStatus(parts.status, parts.spoken, words);
  const shortcuts = createShortcuts(parts.shortcuts, words);
  const banner = createBanner(parts.banner, words);
  const empty = createEmpty(parts.empty, words, () => use("open"));
  const device = createDevice(parts.drawer, words, client);
  let stopIntake = () => {};
  const map = createMapTool(parts.map, words, client, view, {
    say: status.say,
    onLeave: () => use("include"),
  });
  const hands = createHands(host, client, parts, view, map, {
    onDropped: () => update(),
    onNothingThere: () => status.show(label("hint-exclude")),
    onKey: useKey,
    onCrosshair: ({ x, y }) => status.say(label("crosshair-at", { x, y })),
  });
  const background = createBackground(view, {
    onChange() {
      rendering.rest();
      updateToolbar();
    },
    onRefused: (refusal) => banner.show(words.sentence(refusal)),
  });
  const reveal = createReveal(parts.stage, view, background.show);
  const rendering = createRendering(client, view, (isFile) => {
    host.toggleAttribute("data-shows-file", isFile);
    if (isFile && host.hasAttribute("controls")) client.prepare(panel.output.options);
  });
  parts.panel.addEventListener("change", () => rendering.rest());
  for (const type of ["pointermove", "pointerdown", "keydown"])
    parts.stage.addEventListener(type, () => rendering.rest());
  const saving = createSaving(client, words, {
    onBegin() {
      banner.hide();
      update();
      progress.show({ stage: "saving", loaded: 0, total: 1 });
    },
    onProgress(share) {
      if (!client.isLoading) progress.show({ stage: "saving", loaded: share, total: 1 });
    },
    onEnd(said) {
      if (said) status.show(said);
      if (!client.isLoading) progress.hide();
      updateToolbar();
    },
    onRefused(refusal) {
      device.noteError(refusal.code);
      banner.show(words.sentence(refusal));
    },
  });

  const canOpen = () => host.hasAttribute("controls");
  const where = () => {
    const [api, encoder] = ["api", "encoder"].map((name) => host.getAttribute(name));
    return { embedding: null, api, encoder };
  };
  const isTaken = () => view.scene.crosshair !== null || hands.mode === "everything";
  const ways = { where, saving, panel, say: status.show, isTaken };
  const traying = createTraying(host, client, parts, words, ways);
  const ignore = () => {}; // the client reports every failure itself
  const layout = createLayout(parts, toolbar, panel.output, () => updateToolbar(), canShare);

  host.addEventListener("keydown", (event) => {
    const isWriting = /** @type {Element} */ (event.composedPath()[0]).matches(":read-write");
    if (event.key !== "?" || isWriting || !host.hasAttribute("controls")) return;
    event.preventDefault();
    shortcuts.open();
  });
  /** A tool's key, or an object's digit. @param {KeyboardEvent} event @returns {boolean} whether it is one */
  function useKey(event) {
    const tool = toolbar.toolOf(event);
    const place = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    const object = client.state.objects[place];
    if (tool) use(tool);
    else if (object) void client.edit("select_object", object.id).catch(ignore);
    return Boolean(tool || object);
  }

  /** @param {number | null} selected  of a place in the list of points */
  function selectPoint(selected) {
    view.show({ selected });
    const point = selected === null ? null : view.scene.points[selected];
    if (point) view.reveal(point.x, point.y);
  }

  /** @param {import("./panel/controls.js").Command} tool */
  function use(tool) {
    if (tool === "clear" && hands.cancel()) return;
    if (tool === "everything" && hands.mode === tool) return use("include");
    if (isMode(tool)) {
      hands.take(tool);
      update();
      status.say(label(tool));
      for (const [name, mode] of TOOLS) if (mode === tool) onTool(name);
    } else if (tool === "smaller") hands.resizeBrush(-1);
    else if (tool === "larger") hands.resizeBrush(1);
    else if (tool === "candidate") void client.choosing.cycle().catch(ignore);
    else if (tool === "object") void client.edit("add_object").catch(ignore);
    else if (tool === "sheet") panel.toggle();
    else if (tool === "open") choosePhotos(traying.open);
    else if (tool === "download") void saving.download(panel.output.options, layout.shares);
    else if (tool === "background") layout.toggleBackgrounds();
    else if (tool === "device") device.toggle();
    else void client.edit(tool).catch(ignore);
  }

  function updateToolbar(state = client.shownState) {
    const isReady = saving.canBegin(state);
    divider.update();
    panel.output.update({
      backdrop: view.backdrop,
      behind: background.saved,
      canSave: isReady,
      objects: state.objects,
    });
    toolbar.update(state, {
      mode: hands.mode,
      canSave: isReady,
      canOpen: canOpen(),
      isPanelOpen: panel.isOpen,
      isBackgroundOpen: layout.isBackgroundOpen,
    });
  }

  /** @param {string | null} [edited]  what was done, if something was */
  function update(edited = null) {
    const { masks, points } = client.picture;
    const state = client.shownState;
    const { prompts, photo } = state;
    view.show({
      masks,
      preview: null,
      points,
      selected: points.length === view.scene.points.length ? view.scene.selected : null,
      box: client.isLoading ? null : prompts.box,
      isBoxDrawn: false,
    });
    rendering.rest();
    updateToolbar(state);
    panel.update(state);
    const key = masks.find(({ isActive }) => isActive)?.key ?? (client.subject.offers.length ? OFFERS : null);
    const isMap = hands.mode === "everything";
    const isClicked = !isMap && hands.mode !== "brush" && hands.mode !== "erase"; // who paints needs the room
    candidates.update(host.hasAttribute("controls") && isClicked ? key : null, state);
    map.update();
    const said = isMap ? null : subjectHint(client);
    const isNeeded = said !== null || !(hands.hasBegun() || (!photo && !client.isLoading));
    parts.hint.textContent = label(said ?? hands.hint);
    parts.hint.hidden = !host.hasAttribute("controls") || !isNeeded;
    reveal.update(
      (state.proposed || client.subject.foretold?.isSure === true) && host.hasAttribute("controls") && !isMap,
    );
    host.toggleAttribute("data-busy", client.isLoading || points.some((point) => "pending" in point));
    const isAsked = !client.isLoading && points.some((point) => "pending" in point);
    status.update(isAsked, ...statusOf(state, client, hands.mode, words));
    if (edited) status.sayDone(edited);
    traying.follow(edited);
    device.update();
  }

  function settle() {
    progress.hide();
    update();
  }

  return {
    /** Something else of the photo is seen. @param {number} scale */
    showZoom(scale) {
      zoom.show(scale);
      candidates.follow();
      rendering.rest();
    },
    showBackdrop: background.show,
    showTray: traying.show,
    updateToolbar: () => updateToolbar(),
    update,
    choosePhotos: () => use("open"),
    showDevice: () => device.open(),
    /** @param {import("./clickcut.d.ts").Tool} name */
    useTool(name) {
      const mode = TOOLS.get(name);
      if (mode && mode !== hands.mode) use(mode);
    },
    connect() {
      stopIntake();
      const isBare = !host.hasAttribute("controls");
      for (const name of /** @type {const} */ (["toolbar", "status", "panel", "zoom"]))
        parts[name].hidden = isBare;
      stopIntake = canOpen() ? listenIntake(host, traying.take) : () => {};
      view.connect();
      update();
    },
    disconnect() {
      stopIntake();
      rendering.stop();
      view.disconnect();
    },
    /** @param {ImageBitmap | null} bitmap */
    showPhoto(bitmap) {
      banner.hide();
      empty.show(bitmap === null && canOpen());
      hands.resetBrush(bitmap);
      const isNew = bitmap !== client.bitmap;
      if (isNew && (hands.mode === "exclude" || hands.mode === "erase")) use("include");
      view.showPhoto(bitmap);
      background.open(bitmap);
      update();
    },
    /** @param {import("./worker/remote_worker.js").Progress} value */
    showProgress(value) {
      if (client.isLoading) progress.show(value);
    },
    /** What was dropped has been taken for a mask. @param {() => void} run  opens it as a photo */
    offerPhoto(run) {
      banner.show(label("taken-for-mask"), { name: "open-as-photo", run }, false);
    },
    showReady: settle,
    showIdle: settle,
    /** @param {import("./words/texts.js").ClickcutError} error @param {() => void} [retry] */
    showError(error, retry) {
      device.noteError(error.code);
      progress.hide();
      banner.show(...told(error, retry, words));
    },
  };
}
