import type { DefineComponent, HTMLAttributes } from "vue";
import type { ClickCutAttributes } from "./attributes.js";
import type { ClickCutEvents } from "./clickcut.js";

export * from "./clickcut.js";

type Handlers = {
  [Name in keyof ClickCutEvents as Name extends `clickcut-${infer Which}`
    ? `onClickcut${Capitalize<Which>}`
    : never]?: (event: ClickCutEvents[Name]) => void;
};

declare module "vue" {
  interface GlobalComponents {
    "click-cut": DefineComponent<ClickCutAttributes & HTMLAttributes & Handlers>;
  }
}
