"""The element in Python: a component for Panel's dashboards and for notebooks.

Nothing else of clickcut imports this package, so Panel is needed by those alone who use it.
"""

from __future__ import annotations

try:
    import panel as _panel  # noqa: F401  seen here, so that its lack is said in a sentence
except ModuleNotFoundError as error:
    if error.name != "panel":
        raise
    message = "clickcut.panel needs Panel. Install it with `pip install 'clickcut[panel]'`."
    raise ModuleNotFoundError(message, name="panel") from None

from clickcut.panel.component import ClickCut

__all__ = ["ClickCut"]
