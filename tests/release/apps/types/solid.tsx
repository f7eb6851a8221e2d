/** @jsxImportSource solid-js */
import "clickcut/solid";

export const photo = (
  <click-cut controls src="photo.jpg" on:clickcut-mask={({ detail }) => detail.area.toFixed()} />
);
// @ts-expect-error  no such subject
export const wrong = <click-cut subject="cat" />;
