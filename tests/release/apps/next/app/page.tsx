"use client";

import { type ClickCutElement, setRuntime } from "clickcut/react";
import { useEffect, useRef, useState } from "react";

setRuntime("/app/clickcut");

export default function Page() {
  const element = useRef<ClickCutElement>(null);
  const [area, setArea] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const show = ({ detail }: { detail: { area: number } }) => setArea(detail.area);
    element.current?.addEventListener("clickcut-mask", show, { signal: leaving.signal });
    return () => leaving.abort();
  }, []);
  return (
    <main>
      <click-cut ref={element} controls src="/app/photo.jpg" embedding="/app/photo.clickcut" />
      <output>{area}</output>
      <button type="button" onClick={() => element.current?.undo()}>
        Undo
      </button>
    </main>
  );
}
