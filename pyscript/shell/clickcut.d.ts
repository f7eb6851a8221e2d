// Types of the <click-cut> element for those who use it: published beside clickcut.js, and what element.js must keep to.
// What members do is told in docs/element.md. All coordinates are pixels of the upright photo.

export interface Point {
  x: number;
  y: number;
  /** 1 includes, 0 excludes. */
  label: number;
}

export type Box = [x0: number, y0: number, x1: number, y1: number];

/** How an object's edge looks, in photo pixels. */
export interface Look {
  grow: number;
  feather: number;
  smooth: number;
}

export interface Candidate {
  index: number;
  /** Predicted IoU. */
  score: number;
}

export interface ObjectState {
  id: number;
  name: string;
  colour: string;
  visible: boolean;
  active: boolean;
  prompts: number;
  score: number | null;
  /** In photo pixels, measured on the mask's own grid. */
  area: number;
  bbox: Box | null;
}

export interface Runtime {
  backend: "wasm";
  backendReason: "wasm-only";
  threads: number;
  reason: "cores" | "attribute" | "not-isolated" | "ios" | "wrong-answer";
  isolated: boolean;
  verified: boolean | null;
}

/** Milliseconds. */
export type Timings = Record<string, number>;

export interface State {
  photo: { width: number; height: number } | null;
  prompts: { points: Point[]; box: Box | null };
  look: Look;
  lookMost: number;
  candidates: Candidate[];
  chosen: number | null;
  /** Id of the object that prompts go to. */
  active: number;
  objects: ObjectState[];
  canUndo: boolean;
  canRedo: boolean;
  timings: Timings;
  runtime: Runtime;
}

export type Tool = "include" | "exclude" | "box" | "paint" | "erase";

export interface Mask {
  width: number;
  height: number;
  /** Row by row, 0 or 255. */
  data: Uint8Array;
}

export interface CutoutOptions {
  /** A media type, `image/png` by default; docs/exports.md lists them. */
  format?: string;
  /** `transparent`, `blur`, a CSS colour, or a picture. */
  background?: string | Blob;
  crop?: boolean;
  /** Around what is cropped, in photo pixels. */
  margin?: number;
  object?: number;
  /** False leaves out of a PNG how to go on with it. */
  recipe?: boolean;
}

export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** What members reject with. */
export interface ClickcutError extends Error {
  readonly code: string;
  readonly values: Record<string, unknown>;
}

export interface ClickCutElement extends HTMLElement {
  src: string | null;
  embedding: string | null;
  api: string | null;
  encoder: string | null;
  poster: string | null;
  threads: string | null;
  controls: boolean;
  disabled: boolean;
  volatile: boolean;

  readonly ready: Promise<void>;
  readonly state: State;
  load(photo: string | Blob, options?: { embedding?: string | Promise<Uint8Array> }): Promise<void>;

  addPoint(x: number, y: number, label?: number): Promise<State | null>;
  movePoint(index: number, x: number, y: number): Promise<State | null>;
  deletePoint(index: number): Promise<State | null>;
  setBox(x0: number, y0: number, x1: number, y1: number): Promise<State | null>;
  deleteBox(): Promise<State | null>;
  choose(index: number): Promise<State | null>;
  stroke(points: [x: number, y: number][], radius: number, adds?: boolean): Promise<State | null>;
  invert(): Promise<State | null>;
  fillHoles(): Promise<State | null>;
  keepLargest(): Promise<State | null>;
  refine(look?: Partial<Look>): Promise<State | null>;
  importMask(file: Blob): Promise<State | null>;
  undo(): Promise<State | null>;
  redo(): Promise<State | null>;
  clear(): Promise<State | null>;

  addObject(): Promise<State | null>;
  selectObject(id: number): Promise<State | null>;
  deleteObject(id: number): Promise<State | null>;
  renameObject(id: number, name: string): Promise<State | null>;
  showObject(id: number, isVisible: boolean): Promise<State | null>;
  moveObject(id: number, place: number): Promise<State | null>;

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

  forget(): Promise<void>;
  counts(): Promise<{ tensors: number; pyProxies: number; pythonBytes: number; onnxBytes: number }>;
}

export declare const ClickCut: { new (): ClickCutElement; prototype: ClickCutElement };

export interface ClickCutEvents {
  "clickcut-progress": CustomEvent<{ stage: string; loaded: number; total: number }>;
  "clickcut-ready": CustomEvent<{ photo: string }>;
  "clickcut-mask": CustomEvent<ObjectState & { timings: Timings }>;
  "clickcut-change": CustomEvent<{ objects: ObjectState[] }>;
  "clickcut-tool": CustomEvent<{ tool: Tool }>;
  "clickcut-error": CustomEvent<{ code: string; message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "click-cut": ClickCutElement;
  }
  interface GlobalEventHandlersEventMap extends ClickCutEvents {}
}
