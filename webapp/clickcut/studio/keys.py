"""Keys that work wherever the focus is on the page, told to Python; `keys.js` is the other end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import param
from panel.custom import JSComponent


class Keys(JSComponent):
    """Nothing that is seen; messages go both ways.

    Parameters
    ----------
    act
        Called with each message of the page: `{"act": "choose", "number"}`, of a class; `{"act": "accept"}`
        and `{"act": "back"}`, with the number of the photo that was seen and its recipe;
        `{"act": "failed"}`. They come from a page, so nothing in them is to be trusted.
    """

    classes = param.List(default=[], item_type=str, doc="Names of the classes; the first nine have keys.")

    photo = param.Integer(default=-1, doc="Number of the photo that is seen.")

    _esm = Path(__file__).with_name("keys.js")

    def __init__(self, act: Callable[[dict[str, Any]], None], **params: Any) -> None:
        self._act = act
        super().__init__(width=0, height=0, margin=0, **params)

    def press(self, act: str, **more: Any) -> None:
        """Do in the page what a key does."""
        self._send_msg({"act": act, **more})

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data, dict):
            self._act(data)
