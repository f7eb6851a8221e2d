import type { HTMLAttributes } from "svelte/elements";
import type { ClickCutAttributes, ClickCutHandlers } from "./attributes.js";
import type { ClickCutElement } from "./clickcut.js";

export * from "./clickcut.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "click-cut": HTMLAttributes<ClickCutElement> & ClickCutAttributes & ClickCutHandlers;
  }
}
