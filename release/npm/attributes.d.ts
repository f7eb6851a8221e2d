// What every framework's types are made of: the element's attributes, and handlers of its events.

import type { ClickCutEvents } from "./clickcut.js";

/** docs/element.md tells what each does. */
export interface ClickCutAttributes {
  src?: string | undefined;
  embedding?: string | undefined;
  proposals?: string | undefined;
  "recipe-src"?: string | undefined;
  api?: string | undefined;
  encoder?: "device" | undefined;
  poster?: string | undefined;
  runtime?: string | undefined;
  threads?: number | string | undefined;
  subject?: "auto" | "off" | undefined;
  controls?: boolean | undefined;
  disabled?: boolean | undefined;
  volatile?: boolean | undefined;
}

/** As props: `onclickcut-mask`, or `on:clickcut-mask` with a colon between. */
export type ClickCutHandlers<Between extends "" | ":" = ""> = {
  [Name in keyof ClickCutEvents as `on${Between}${Name}`]?: (event: ClickCutEvents[Name]) => void;
};
