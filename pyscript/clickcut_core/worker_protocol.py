"""What a worker's Python and JavaScript alone tell each other; see `clickcut_core.protocol`."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, Protocol, TypedDict

from clickcut_core.protocol import Box, Document, Extent, PhotoSize, Proposal


class Bytes(Protocol):
    """A JavaScript Uint8Array, as Python is handed it."""

    def to_bytes(self) -> bytes:
        """Copy the bytes over."""


class Tensors(Protocol):
    """A JavaScript object of Uint8Arrays by name."""

    def __getattr__(self, name: str) -> Bytes:
        """Give one of them."""


class Picture(Protocol):
    """A photo's pixels, which JavaScript holds and Python exchanges for the cut-out's, row by row."""

    async def rows(self, start: int, stop: int, left: int, right: int) -> int:
        """Give the handle of a tensor of a part, uint8 (rows, columns, 4); 0 when no more is wanted."""

    def replace(self, start: int, left: int, pixels: int, alpha: int) -> None:
        """Take a part of the cut-out and its alpha out of two tensors."""

    def settle(self, start: int, stop: int, left: int, right: int, is_inside: bool) -> None:
        """Take a part as it is, or as nothing."""

    def subject(self) -> str:
        """Give the box of all that is not wholly cut away, as JSON; null when nothing is left."""


class Asker(Protocol):
    """Whoever asked for long work, which JavaScript knows."""

    async def waits(self) -> bool:
        """Hear what has come, and tell whether the answer is still waited for."""


class Preview(TypedDict):
    """The mask that a first click would give."""

    handle: int
    index: int


class Proposed(TypedDict):
    """What a photo may be about."""

    ranked: Annotated[list[Proposal], "The likeliest first; none where nothing is found."]
    isSure: Annotated[bool, "Whether the first may be picked without asking."]


class Outlined(Proposal):
    """A proposal with its mask, as a survey sees it."""

    plane: Annotated[str, "Logits, float32 (64, 64), in Base64."]


class Searched(TypedDict):
    """What a search has found since it told the last time; in the end, all that there is."""

    shapes: list[Outlined]
    share: Annotated[float, "How much of it is done."]
    isDone: bool
    extent: Extent
    part: Annotated[Box, "Of the photo, that these masks are of."]


class Encoding(TypedDict):
    """What the encoder's worker has to do for a photo."""

    size: Annotated[list[int], 2, "Height and width for the encoder."]
    strips: Annotated[list[Annotated[list[int], 2]], "Rows of the photo: start and stop."]


class Added(TypedDict):
    """A part's embedding was taken."""

    part: Box


class EmbeddingFile(TypedDict):
    """An embedding's file."""

    file: Annotated[str, "Base64."]


class Axis(TypedDict):
    """Lengths along one axis, in units in which cells and pixels are whole."""

    cells: int
    cell: int
    pixel: int


class Grid(TypedDict):
    """How a mask's file is averaged; see `clickcut_core.importing`."""

    down: Axis
    across: Axis


class Checked(TypedDict):
    """How far a known answer was missed."""

    difference: float


class MaskStrips(PhotoSize):
    """A mask at photo resolution, in tensors that whoever asked for them frees."""

    strips: Annotated[list[Annotated[list[int], 2]], "First row and handle."]
    part: Annotated[Box, "Of the photo, that they are of."]
    beyond: Annotated[int, "What all pixels beyond that part are, 0 or 255."]


class TextFile(TypedDict):
    """A file that is ready."""

    name: str
    type: str
    text: str


class PictureFile(TypedDict):
    """A file whose pixels are to be made."""

    name: str
    type: str
    objects: Annotated[list[int], "Ids of what it shows, the topmost last."]
    isMask: bool
    recipe: Annotated[str | None, "Goes into a PNG."]


class ExportPlan(TypedDict):
    """Which files are to be made; several are put into one archive of this name and type."""

    name: str
    type: str
    files: list[TextFile | PictureFile]
    profile: Annotated[str | None, "The photo's, Base64, to be kept with its own numbers."]


class PhotoLabels(TypedDict):
    """What a COCO file says of one photo among many."""

    image: Annotated[dict[str, Any], "Its entry, but for the number."]
    objects: Annotated[
        list[tuple[str, dict[str, Any] | None]], "Names, each with an annotation; null of an empty mask."
    ]


class SharePlan(TypedDict):
    """What a photo adds to an archive of many."""

    files: list[TextFile | PictureFile]
    profile: Annotated[str | None, "As in a plan."]
    labels: PhotoLabels


class Together(TypedDict):
    """An archive of many photos: its name and type, the names in it, and the COCO file of all."""

    name: str
    type: str
    names: Annotated[list[str], "No two alike, in the order of those that were given."]
    labels: TextFile


class CutoutFrame(TypedDict):
    """What is done to a picture after the cut."""

    crop: Annotated[Box | None, "What is kept of it; a square may reach beyond it."]
    shadow: Annotated[int, "The radius of what lies under it, in photo pixels; 0 for none."]
    background: str


class Sight(TypedDict):
    """What is to be made of a cut-out for a stage, and of which pictures of the photo."""

    part: Annotated[Box, "Of the photo, that is cut out."]
    picture: Annotated[PhotoSize, "All of that part, scaled."]
    small: Annotated[PhotoSize, "The same for the matte."]
    start: Annotated[int, "Rows of the scaled part."]
    stop: int
    isFinal: Annotated[bool, "Whether the matte is a file's."]


class Rendered(TypedDict):
    """What was made for a stage."""

    object: Annotated[int, "Id of what a file would hold."]


class RecipeText(TypedDict):
    """The text that makes an object again."""

    recipe: str


class RecipePhoto(TypedDict):
    """Which photo a recipe is about."""

    sha256: str
    name: str
    width: int
    height: int
    address: NotRequired[Annotated[str, "Its path on the site; none of a file."]]


class ReadRecipe(TypedDict):
    """A recipe out of a file."""

    photo: RecipePhoto
    document: Document
    notes: list[str]
