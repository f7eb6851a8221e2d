"""A dashboard whose photo is encoded while its page is still being made, for test_panel.py."""

import panel as pn
from clickcut.panel import ClickCut

from tests.browser import photos


class Late(pn.pane.Markdown):
    """What is made after the component, and only once the component has its embedding."""

    def _get_model(self, *args, **kwargs):
        cut._opened.embedding.result()
        return super()._get_model(*args, **kwargs)


cut = ClickCut(str(photos.sample("cat.png")))
pn.Column(cut, Late("late")).servable()
