/** @jsxImportSource preact */
import "clickcut/preact";

export const photo = (
  <click-cut controls src="photo.jpg" onclickcut-mask={({ detail }) => detail.area.toFixed()} />
);
// @ts-expect-error  no such subject
export const wrong = <click-cut subject="cat" />;
