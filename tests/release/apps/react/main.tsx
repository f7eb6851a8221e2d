import { type ClickCutElement, setRuntime } from "clickcut/react";
import { StrictMode, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

setRuntime(`${import.meta.env.BASE_URL}clickcut/`);

function Photo() {
  const element = useRef<ClickCutElement>(null);
  const [area, setArea] = useState(0);
  return (
    <>
      <click-cut
        ref={element}
        controls
        src="photo.jpg"
        embedding="photo.clickcut"
        onclickcut-mask={({ detail }) => setArea(detail.area)}
      />
      <output>{area}</output>
      <button type="button" onClick={() => element.current?.undo()}>
        Undo
      </button>
    </>
  );
}

createRoot(document.body.appendChild(document.createElement("main"))).render(
  <StrictMode>
    <Photo />
  </StrictMode>,
);
