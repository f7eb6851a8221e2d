// Types of the <click-cut> element for those who use it: published beside clickcut.js, and what element.js must keep to.
// What members do is told in docs/element.md. All coordinates are pixels of the upright photo. What Python says of a
// photo is declared there; the build puts that in here.

import type { ExportWish, Failure, ObjectState, Operations, SessionState } from "#protocol";

export type { Box, Candidate, Look, ObjectState, Point, Prompts } from "#protocol";

export interface Runtime {
  readonly backend: "wasm";
  readonly backendReason: "wasm-only";
  readonly threads: number;
  readonly reason: "cores" | "attribute" | "not-isolated" | "ios" | "wrong-answer" | "stalled";
  readonly isolated: boolean;
  readonly verified: boolean | null;
}

/** Frozen, and another object after each change. */
export interface State extends SessionState {
  readonly runtime: Runtime;
}

export type Tool = "include" | "exclude" | "box" | "paint" | "erase" | "everything";

/** Milliseconds. */
export type Timings = State["timings"];

export interface Mask {
  width: number;
  height: number;
  /** Row by row, 0 or 255. */
  data: Uint8Array;
}

/** Of a file; docs/exports.md lists the formats, of which `image/png` is the default. */
export interface CutoutOptions extends Omit<ExportWish, "background"> {
  /** `transparent`, `blur`, a CSS colour, or a picture. */
  readonly background?: string | Blob;
  readonly object?: number;
  /** False leaves out of a PNG how to go on with it. */
  readonly recipe?: boolean;
}

export interface Viewport {
  /** CSS pixels by photo pixel. */
  readonly scale: number;
  /** The place in the photo at the stage's upper left corner. */
  readonly x: number;
  readonly y: number;
}

/** What members reject with. */
export interface ClickcutError extends Error, Omit<Failure, "message"> {}

export interface ClickCutElement extends HTMLElement, Operations<Promise<State | null>> {
  src: string | null;
  embedding: string | null;
  proposals: string | null;
  recipeSrc: string | null;
  api: string | null;
  encoder: string | null;
  poster: string | null;
  runtime: string | null;
  threads: string | null;
  subject: string | null;
  controls: boolean;
  disabled: boolean;
  volatile: boolean;

  readonly ready: Promise<void>;
  readonly state: State;
  load(
    photo: string | Blob,
    options?: { embedding?: string | Promise<Uint8Array>; proposals?: string; sha256?: string },
  ): Promise<void>;

  choosePhotos(): void;
  importMask(file: Blob): Promise<State | null>;
  lookCloser(): Promise<State | null>;
  mask(options?: { object?: number }): Promise<Mask>;
  cutout(options?: CutoutOptions): Promise<Blob>;
  recipe(options?: { object?: number }): Promise<string>;
  resume(recipe: string): Promise<State | null>;
  tool: Tool;

  readonly viewport: Viewport | null;
  zoom(scale: number, at?: { x: number; y: number }): void;
  fit(): void;
  backdrop: string;
  showPlain(wanted: boolean): void;
  showSplit(position: number | null): void;

  showDevice(): void;
  forget(): Promise<void>;
  counts(): Promise<{ tensors: number; pyProxies: number; pythonBytes: number; onnxBytes: number }>;
}

/**
 * Say where the folder `runtime` of the package is on the site, before the first photo opens: a relative address is
 * resolved against the page. It is beside the module unless this is said.
 */
export declare function setRuntime(url: string | URL | null): void;

export declare const ClickCut: { new (): ClickCutElement; prototype: ClickCutElement };

export interface ClickCutEvents {
  "clickcut-progress": CustomEvent<{ stage: string; loaded: number; total: number }>;
  "clickcut-ready": CustomEvent<{ photo: string }>;
  "clickcut-mask": CustomEvent<ObjectState & Pick<State, "timings">>;
  "clickcut-change": CustomEvent<Pick<State, "objects">>;
  "clickcut-tool": CustomEvent<{ tool: Tool }>;
  "clickcut-error": CustomEvent<{ code: string; message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "click-cut": ClickCutElement;
  }
  interface GlobalEventHandlersEventMap extends ClickCutEvents {}
}
