"""Builds the folder of graphs that server, command line and browser load.

Equal sources give equal bytes; a folder that has a manifest is whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import onnx
from clickcut_core.masks.graphs import CLICKED
from clickcut_core.proposals.graphs import LATER

from clickcut_models import source as published
from clickcut_models.clicks.bind import bind
from clickcut_models.clicks.clean import clean
from clickcut_models.clicks.correct import correct
from clickcut_models.clicks.deepest import deepest
from clickcut_models.clicks.measure import measure
from clickcut_models.clicks.pick import pick
from clickcut_models.clicks.stroke import stroke
from clickcut_models.description import describe
from clickcut_models.encoder.eight_bits import ALL, IN_BROWSERS
from clickcut_models.encoder.encoder import after_network, before_network, encoder
from clickcut_models.manifest import FILE
from clickcut_models.narrow import narrow
from clickcut_models.network.context import context
from clickcut_models.network.decoder import decoder
from clickcut_models.parsing import joined
from clickcut_models.pixels.borders import borders
from clickcut_models.pixels.cutout import cutout
from clickcut_models.pixels.matte import matte
from clickcut_models.pixels.refine import refine, sketch
from clickcut_models.pixels.resize import resize
from clickcut_models.pixels.shrink import shrink
from clickcut_models.pixels.soften import soften
from clickcut_models.pixels.upsample import upsample
from clickcut_models.proof.reference_answer import known_answer
from clickcut_models.proposals.propose import propose
from clickcut_models.proposals.survey import survey
from clickcut_models.ready import ready
from clickcut_models.weights import read
from clickcut_models.weights.comparison import compared


def build(
    source: Path,
    out: Path,
    *,
    progress: Callable[[str], None],
    accepted: str = "",
    known: Path | None = None,
) -> None:
    """Write every graph and the manifest.

    Parameters
    ----------
    source
        Folder with the published `encoder.onnx` and `sam.onnx`, or with `mobile_sam.pt`; or the file of
        a checkpoint.
    out
        Folder to write; made if absent. Files appear under their names only when complete, the
        manifest last, so a build that is cut short never looks like a finished one.
    progress
        Called with a line for each step.
    accepted
        SHA-256 of a checkpoint of the same network that somebody else has trained.
    known
        Folder of the published weights, to say how far those are from them.

    Raises
    ------
    ClickcutError
        What `clickcut_models.weights.read` raises.
    """
    progress("reading and checking the weights")
    found = published.find(source, accepted)
    weights = read(source, accepted)
    if known is not None and found not in (published.NPM, published.OFFICIAL):
        progress(compared(weights, read(known)))
    makers: dict[str, Callable[[], onnx.ModelProto]] = {
        "encoder": lambda: encoder(weights),
        "encoder_8bit": lambda: encoder(weights, eight_bits=ALL),
        "encoder_device": lambda: narrow(encoder(weights, eight_bits=IN_BROWSERS), eight_bits=False),
        "before_network": before_network,
        "after_network": after_network,
        "resize": resize,
        "context": lambda: narrow(context(weights)),
        "decoder": lambda: narrow(decoder(weights)),
        "clean": clean,
        "correct": lambda: joined(correct(), measure("corrected")),
        "measure": measure,
        "pick": pick,
        "deepest": deepest,
        "upsample": upsample,
        "borders": borders,
        "stroke": stroke,
        "bind": bind,
        "shrink": shrink,
        "matte": matte,
        "soften": soften,
        "cutout": cutout,
        "refine": refine,
        "sketch": sketch,
        "recut": lambda: cutout(refined=True),
        "survey": lambda: narrow(survey(weights)),
        "propose": propose,
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).unlink(missing_ok=True)  # what it describes is about to change
    graphs: dict[str, tuple[onnx.ModelProto, bytes]] = {}

    def write(name: str, model: onnx.ModelProto) -> None:
        data = model.SerializeToString(deterministic=True)
        _write(out / f"{name}.onnx", data)
        graphs[name] = (model, data)
        progress(f"{name}.onnx  {len(data) / 1e6:.1f} MB")

    for name, make in makers.items():
        write(name, make())
    clicked, later = ({name: graphs[name][0] for name in names} for names in (CLICKED, LATER))
    in_browsers = ready(clicked, later)
    for name, model in in_browsers.items():
        write(name, model)
    models = (graphs[name][0] for name in ("encoder", "context", "decoder"))
    described = describe(graphs, {"encoder_device", *in_browsers}, found, known_answer(*models))
    _write(out / FILE, described.encode())
    progress(f"{FILE}  model {found.model}")


def _write(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        file.write(data)
    temporary.chmod(0o644)  # temporary files are private; these are served
    temporary.replace(path)
