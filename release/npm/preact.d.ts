import type { HTMLAttributes } from "preact";
import type { ClickCutAttributes, ClickCutHandlers } from "./attributes.js";
import type { ClickCutElement } from "./clickcut.js";

export * from "./clickcut.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "click-cut": HTMLAttributes<ClickCutElement> & ClickCutAttributes & ClickCutHandlers;
    }
  }
}
