import "clickcut/svelte";
import type { SvelteHTMLElements } from "svelte/elements";

type Props = SvelteHTMLElements["click-cut"];

export const photo: Props = {
  controls: true,
  src: "photo.jpg",
  "onclickcut-mask": ({ detail }) => detail.area.toFixed(),
};
// @ts-expect-error  no such subject
export const wrong: Props = { subject: "cat" };
