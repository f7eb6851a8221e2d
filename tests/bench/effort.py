"""How much the bench measures: as much as figures are claimed from, or as little as shows that it runs."""

from dataclasses import dataclass
from pathlib import Path

from clickcut_core.proposals.grid import FOR_EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What is repeated, and how often.

    Attributes
    ----------
    rounds
        Clicks for each setting; encoders, which are slow, run a half or a quarter as often.
    visits
        Cold and warm visits.
    megabits
        A second, of the connection over which a sample's subject is waited for.
    warmups
        Runs before those that count.
    threads
        How many of them browsers get, in turns.
    device_shapes
        Shapes of photos for the encoder of visitors' devices; its bar is that of 3:2.
    mask_clicks
        Clicks whose masks are compared with the stock graphs'.
    photos
        That are cut out by one command.
    points
        How many a side all objects of a photo are looked for at.
    data
        Folder with photos, true masks and an `index.json`; without one, what needs it is left out.
    """

    rounds: int = 20
    visits: int = 5
    megabits: float = 4
    warmups: int = 2
    threads: tuple[int, ...] = (1, 2)
    device_shapes: tuple[str, ...] = ("3:2", "1:1")
    mask_clicks: int = 500
    photos: int = 50
    points: int = FOR_EVERYTHING
    data: Path | None = None
