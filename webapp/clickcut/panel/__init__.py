"""The element in Python: a component for Panel's dashboards and for notebooks.

Nothing else of clickcut imports this package, so Panel is needed by those alone who use it.
"""

from __future__ import annotations

from clickcut.panel.component import ClickCut

__all__ = ["ClickCut"]
