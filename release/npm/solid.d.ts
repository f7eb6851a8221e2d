import type { JSX } from "solid-js";
import type { ClickCutAttributes, ClickCutHandlers } from "./attributes.js";
import type { ClickCutElement } from "./clickcut.js";

export * from "./clickcut.js";

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "click-cut": JSX.HTMLAttributes<ClickCutElement> & ClickCutAttributes & ClickCutHandlers<":">;
    }
  }
}
