"""What crosses between Python and JavaScript, declared once; the build writes its TypeScript.

Each class is a JSON object. A comment stands beside its field, as `Annotated` text; a number there is a
list's length. Nothing here runs in the browser: modules import it for their annotations alone.
What the worker's two halves alone tell each other is in `clickcut_core.worker_protocol`.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

Box = Annotated[list[float], 4, "x0, y0, x1, y1."]
Extent = Annotated[list[float], 2, "Height and width, in mask pixels, of what lies on the photo."]


class PhotoSize(TypedDict):
    """Of the upright photo."""

    width: int
    height: int


class Point(TypedDict):
    """One click."""

    x: float
    y: float
    label: Annotated[int, "1 includes, 0 excludes."]


class Prompts(TypedDict):
    """What was said of an object with clicks and a box."""

    points: list[Point]
    box: Box | None


class Look(TypedDict):
    """How an object's edge looks, in photo pixels."""

    grow: float
    feather: float
    smooth: float


Level = Literal["part", "object", "everything"]


class Candidate(TypedDict):
    """A mask that is offered."""

    index: int
    score: Annotated[float, "Predicted IoU."]
    level: Annotated[Level | None, "What of the object a single click may have meant."]


class MaskFigures(TypedDict):
    """What is known about a mask."""

    score: Annotated[float, "Predicted IoU."]
    area: Annotated[int, "In photo pixels, measured on the mask's own grid."]
    bbox: Annotated[Box | None, "Null of an empty mask."]


class NamedObject(MaskFigures):
    """An object that has a mask."""

    id: int
    name: Annotated[str, "As a person called it; empty until then."]
    colour: Annotated[str, "#rrggbb"]
    visible: bool
    active: Annotated[bool, "Whether prompts go to it."]
    part: Annotated[Box | None, "Of the photo, where it is looked at closer."]


class ObjectState(NamedObject):
    """An object that has a mask, with what was said of it."""

    prompts: Prompts


class Situation(TypedDict):
    """What a person can see of a photo, but for its objects."""

    photo: PhotoSize | None
    maskExtent: Extent | None
    look: Annotated[Look, "Of the active object."]
    lookMost: Annotated[int | None, "How far each of a look may reach; null without a photo."]
    candidates: list[Candidate]
    chosen: int | None
    active: Annotated[int, "Id of the object that prompts go to."]
    proposed: Annotated[bool, "Whether the mask is the machine's pick, and nothing was done since."]
    closer: Annotated[Box | None, "What a closer look at that object is at; null where it gains nothing."]
    canUndo: bool
    canRedo: bool
    timings: Annotated[dict[str, float], "Milliseconds."]


class SessionState(Situation):
    """All that a person can see of a photo."""

    prompts: Annotated[Prompts, "Of the active object."]
    objects: Annotated[list[ObjectState], "Those that have a mask, the topmost last."]


class AnsweredObject(NamedObject):
    """An object as an answer tells of it: what was said of it is in the step."""

    prompts: NotRequired[Annotated[Prompts, "Only of an inverted object, whose recipe has other labels."]]


class AnsweredState(Situation):
    """The state as an answer tells it: the step has the prompts."""

    objects: list[AnsweredObject]


class StrokeEdit(TypedDict):
    """What was drawn with a round brush, in photo pixels."""

    kind: Literal["stroke"]
    path: Annotated[list[float], "x and y by turns."]
    radius: float
    adds: bool


class MaskEdit(TypedDict):
    """What was done to a whole mask."""

    kind: Literal["fill-holes", "keep-largest"]
    ofInverted: bool


class ImportEdit(TypedDict):
    """A mask from elsewhere."""

    kind: Literal["import"]
    plane: Annotated[str, "Deflated, in Base64."]


Edit = StrokeEdit | MaskEdit | ImportEdit


class Recipe(Prompts):
    """Enough to reproduce a mask; see `clickcut_core.recipes.recipe`."""

    start: int
    choices: list[int | None]
    edits: NotRequired[list[list[Edit]]]
    inverted: NotRequired[bool]
    closer: NotRequired[Annotated[Box, "The part of the photo that is asked, where it isn't the whole."]]


class DocumentObject(TypedDict):
    """An object as it is kept."""

    id: int
    name: str
    visible: bool
    recipe: Recipe
    look: NotRequired[Look]


class Document(TypedDict):
    """The objects of a photo; `count` is how many were ever made."""

    objects: list[DocumentObject]
    active: int
    count: int


class Step(TypedDict):
    """What the newest edit may have changed of the history."""

    document: Document
    position: int
    count: Annotated[int, "Of documents."]


class History(TypedDict):
    """Every document of a photo, and which of them is in force."""

    documents: list[Document]
    position: int


class Painted(TypedDict):
    """A kept tensor's mask that is to be painted; of one that fades, values are alpha − 0.5."""

    id: int
    handle: int
    index: int
    fades: bool
    extent: Extent
    part: Annotated[Box, "Of the photo, that the mask is of."]
    isSurrounded: Annotated[bool, "Whether all beyond that part is inside."]


class Answer(TypedDict):
    """What opening a photo and every edit are answered with."""

    state: AnsweredState
    step: Step
    paint: Annotated[list[Painted], "The topmost last."]
    notes: Annotated[list[str], "Codes of what a person should know about how the photo was read."]
    sha256: Annotated[str, "Of the photo's file."]


class ExportWish(TypedDict):
    """What is asked of a file; what is missing has its default."""

    format: NotRequired[Annotated[str, "A media type."]]
    background: NotRequired[Annotated[str, "`transparent`, `blur`, `picture` or a colour."]]
    crop: NotRequired[bool]
    margin: NotRequired[Annotated[int, "Around what is cropped, in photo pixels."]]
    square: NotRequired[Annotated[bool, "Crops to a square, with the object in its middle."]]
    shadow: NotRequired[Annotated[bool, "A soft one, under what is cut out."]]
    together: NotRequired[Annotated[bool, "A picture of all visible objects instead of one."]]


class Seen(TypedDict):
    """What a stage shows of a photo."""

    density: Annotated[float, "Its pixels by photo pixel."]
    top: Annotated[float, "In photo pixels, counted from the photo's outer edge."]
    bottom: float


class Proposal(TypedDict):
    """A click that the machine proposes, and which of its masks is meant."""

    x: float
    y: float
    mask: int
    score: Annotated[float, "Predicted IoU."]
    area: Annotated[float, "Share of the photo, about."]


class DrawnProposal(Proposal):
    """The same with its mask."""

    runs: Annotated[
        list[int],
        "Outside and inside by turns, beginning with outside: the mask pixels that hold photo, row by row.",
    ]


class ProposalsFile(TypedDict):
    """What a photo may be about, in a file beside its embedding."""

    format: str
    model: Annotated[str, "Whose embedding it was made of."]
    photo: PhotoSize
    sha256: Annotated[str, "Of the photo's file."]
    extent: Extent
    isSure: Annotated[bool, "Whether the first may be picked without asking."]
    proposals: Annotated[list[DrawnProposal], "The likeliest first."]


class Failure(TypedDict):
    """What went wrong; the message is English, and its values are text."""

    code: str
    message: str
    values: dict[str, str]
