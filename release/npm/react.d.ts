import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { ClickCutAttributes, ClickCutHandlers } from "./attributes.js";
import type { ClickCutElement } from "./clickcut.js";

export * from "./clickcut.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "click-cut": DetailedHTMLProps<HTMLAttributes<ClickCutElement>, ClickCutElement> &
        ClickCutAttributes &
        ClickCutHandlers;
    }
  }
}
