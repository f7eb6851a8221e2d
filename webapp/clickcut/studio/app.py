"""The studio's server: Panel's own, for this machine alone."""

from __future__ import annotations

import html
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import panel as pn
from bokeh.io import curdoc
from bokeh.server.contexts import BokehSessionContext

from clickcut.settings import Settings
from clickcut.studio.labelling import Labelling
from clickcut.studio.photo_folder import PhotoFolder
from clickcut.studio.writer import Writer

HOST = "127.0.0.1"
LONGEST_MESSAGE = 1_000_000
"""Bytes that a page may send at once: a recipe is a few kilobytes, and has bounds of its own."""


class Window:
    """One window: the labelling, or a sentence that another window labels.

    Parameters
    ----------
    folder, settings, maker
        See `Labelling`.
    writer
        The folder's.
    """

    def __init__(
        self, folder: PhotoFolder, settings: Settings, maker: ThreadPoolExecutor, writer: Writer
    ) -> None:
        self._writer = writer
        self._new = partial(Labelling, folder, settings, maker)
        self._labelling: Labelling | None = None
        self._document = curdoc()
        self._sidebar, self._main = pn.Column(), pn.Column(sizing_mode="stretch_both")
        self.view = pn.template.BootstrapTemplate(
            title=f"Studio · {html.escape(folder.root.resolve().name)}",
            sidebar=[self._sidebar],
            main=[self._main],
            sidebar_width=340,
        )
        pn.state.onload(self._start)  # by then the page is gone that this one was loaded in place of
        pn.state.on_session_destroyed(lambda _: self._end())

    def _start(self) -> None:
        if self._writer.is_free():
            self._begin()
        else:
            self._say("This folder is being labelled in another window.")

    def _begin(self) -> None:
        self._writer.take(self)
        self._labelling = self._new()
        self._sidebar.objects, self._main.objects = self._labelling.sidebar, self._labelling.main

    def _say(self, text: str) -> None:
        take = pn.widgets.Button(name="Label here instead", button_type="primary")
        take.on_click(lambda _: self._begin())
        self._sidebar.objects = []
        self._main.objects = [pn.pane.Alert(text, alert_type="info"), take]

    def is_open(self) -> bool:
        """Whether a page is connected."""
        context = self._document.session_context
        session = context.session if isinstance(context, BokehSessionContext) else None
        return session is not None and session.connection_count > 0

    def lose(self) -> None:
        """Close, in this window's own thread, as another one writes from now on."""
        self._document.add_next_tick_callback(self._give_way)

    def _give_way(self) -> None:
        self._close()
        self._say("Another window has taken over. What was done here is kept.")

    def _end(self) -> None:
        self._writer.leave(self)
        self._close()

    def _close(self) -> None:
        if self._labelling is not None:
            self._labelling.close()
        self._labelling = None


def serve_studio(root: Path, settings: Settings, port: int, *, ready: Callable[[], None]) -> None:
    """Serve a folder until it is interrupted.

    Parameters
    ----------
    root
        The folder.
    settings
        Those of the environment, as the component has them.
    port
        On which this machine's browsers find it, below `/studio`.
    ready
        Called once it is there.

    Raises
    ------
    ClickcutError
        `no-photos`, `folder-taken` or `unwritable-file`, before anything is served.
    """
    folder, writer = PhotoFolder(root), Writer()
    pn.extension()
    with folder.held(), ThreadPoolExecutor(1, thread_name_prefix="labels") as maker:
        server = pn.serve(
            {"studio": lambda: Window(folder, settings, maker, writer).view},
            address=HOST,
            port=port,
            websocket_origin=[f"{host}:{port}" for host in (HOST, "localhost")],
            websocket_max_message_size=LONGEST_MESSAGE,
            show=False,
            verbose=False,
            start=False,
            title="Studio",
        )
        server.start()
        ready()
        with suppress(KeyboardInterrupt):
            server.io_loop.start()
        server.stop()
        maker.shutdown(cancel_futures=True)  # they are made again when they are taken home
