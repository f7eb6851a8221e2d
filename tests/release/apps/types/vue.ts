import "clickcut/vue";
import type { GlobalComponents } from "vue";

type Props = InstanceType<GlobalComponents["click-cut"]>["$props"];

export const photo: Props = {
  controls: true,
  src: "photo.jpg",
  onClickcutMask: ({ detail }) => detail.area.toFixed(),
};
// @ts-expect-error  no such subject
export const wrong: Props = { subject: "cat" };
