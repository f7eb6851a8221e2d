"""`clickcut cut`: the cut-out that the browser would give for the same clicks."""

from __future__ import annotations

import json
from pathlib import Path

import click
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import COCO, COCO_POLYGONS
from clickcut_core.files.export_options import PICTURE
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt

from clickcut.cli.example import example
from clickcut.cli.places import Box, Point
from clickcut.settings import Settings, options

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SETTINGS = ("dist", "max_megapixels", "encoder", "encoder_threads")
# Spelled out, as what knows them is heavy and --help must be quick; a test compares.
KINDS = ("png", "webp", "jpeg", "mask", "svg", "coco", "coco-polygons", "npy")


@click.command(
    epilog=example(
        "clickcut cut photo.jpg --point 400,300 --point 90,40:0 -o cut.png",
        "clickcut cut photo.jpg --point 400,300 --background '#ffffff' --crop --margin 20 -o cut.jpg",
        "clickcut cut photo.jpg --box 10,10,500,400 --format coco-polygons -o labels.json",
        "clickcut cut photo.jpg --everything -o labels.json",
        "clickcut cut photos/*.jpg --subject -o cutouts",
        "clickcut cut photos/*.jpg --everything -o all.json",
        "clickcut cut - --subject -o - < photo.jpg > cut.png",
    )
)
@click.argument(
    "photos", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path)
)
@click.option("--subject", is_flag=True, help="Cut out what the photo is about; points and box correct it.")
@click.option("--everything", is_flag=True, help="Outline all objects that can be told apart.")
@click.option("--point", "points", multiple=True, type=Point(), help="A click; :0 excludes. Repeatable.")
@click.option("--box", type=Box(), help="A box around the object.")
@click.option(
    "--closer",
    is_flag=True,
    help="Look at a small object of a large photo closer: its surroundings are encoded by themselves.",
)
@click.option("--choose", type=click.IntRange(0, 3), help="Which of the offered masks; else the best one.")
@click.option(
    "--recipe",
    "recipe_path",
    type=_FILE,
    help="A cut-out of this photo, to be made again; points and box correct it.",
)
@click.option(
    "--embedding",
    type=click.Path(exists=True, path_type=Path),
    help="What `clickcut encode` wrote of the photo, or a folder of that: it is not encoded again.",
)
@click.option("--no-recipe", is_flag=True, help="Leave out of the PNG how it was made.")
@click.option("--mask", "mask_file", type=_FILE, help="A mask, or a picture with alpha, to go on from.")
@click.option("--fill-holes", is_flag=True, help="Fill what the mask encloses.")
@click.option("--largest", is_flag=True, help="Keep the largest part of the mask alone.")
@click.option("--invert", is_flag=True, help="Exchange inside and outside, after all else.")
@click.option("--grow", type=float, help="Move the edge by so many photo pixels; below 0 inwards.")
@click.option("--feather", type=float, help="Let the edge fade over so many photo pixels to each side.")
@click.option("--smooth", type=float, help="Straighten the edge over so many photo pixels.")
@click.option(
    "-o",
    "--out",
    type=click.Path(allow_dash=True, path_type=Path),
    help="File to write, - for standard output; of several photos, a folder, or a .json for all.",
)
@click.option("--overwrite", is_flag=True, help="Make anew what is there of several photos.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each photo.")
@click.option("--format", "kind", type=click.Choice(KINDS), help="Else as the file's suffix says.")
@click.option("--background", help="A colour such as '#ffffff', blur, or a picture's file; else transparent.")
@click.option("--crop", is_flag=True, help="Show the object alone instead of the whole photo.")
@click.option("--margin", type=int, default=0, help="Photo pixels around what is cropped.")
@click.option("--square", is_flag=True, help="Crop to a square with the object in its middle.")
@click.option("--shadow", is_flag=True, help="Put a soft shadow under the object.")
@click.option("--together", is_flag=True, help="Of a recipe, all visible objects instead of one.")
@lambda command: options(command, names=SETTINGS)
def cut(
    settings: Settings,
    photos: tuple[Path, ...],
    points: tuple[PointPrompt, ...],
    box: BoxPrompt | None,
    choose: int | None,
    mask_file: Path | None,
    recipe_path: Path | None,
    embedding: Path | None,
    *,
    subject: bool,
    everything: bool,
    overwrite: bool,
    as_json: bool,
    no_recipe: bool,
    closer: bool,
    fill_holes: bool,
    largest: bool,
    invert: bool,
    grow: float | None,
    feather: float | None,
    smooth: float | None,
    out: Path | None,
    kind: str | None,
    background: str | None,
    crop: bool,
    margin: int,
    square: bool,
    shadow: bool,
    together: bool,
) -> None:
    """Cut an object out of a photo, as the page would for a mask, a box and then these points, in this order.

    With --subject or --everything it is found without any; then PHOTOS may be several, and folders. A photo -
    is read from standard input, and goes to standard output unless -o is given. Coordinates are pixels of
    the upright photo.
    """
    from clickcut.cli.cut_many import cut_many  # noqa: PLC0415  heavy; --help must be quick
    from clickcut.cli.cut_one import UNNAMED, CutOne  # noqa: PLC0415
    from clickcut.cutting.cutout_files import background_file, read_background, read_recipe  # noqa: PLC0415
    from clickcut.cutting.files import STANDARD, check_apart, read_file  # noqa: PLC0415
    from clickcut.cutting.formats import (  # noqa: PLC0415
        NAMES,
        check_everything,
        export_options,
        file_name,
        kind_of,
    )
    from clickcut.cutting.known_embeddings import KnownEmbeddings  # noqa: PLC0415
    from clickcut.cutting.making import Order  # noqa: PLC0415
    from clickcut.cutting.wishes import Edit, Wishes  # noqa: PLC0415

    places, begun = [*points, *filter(None, [box])], [*filter(None, (mask_file, recipe_path))]
    changes = (choose, closer, fill_holes, largest, invert, grow, feather, smooth)
    is_many = len(photos) > 1 or photos[0].is_dir()
    has_changes = any(each is not None and each is not False for each in changes)  # 0 is a wish
    if everything and (subject or places or begun or has_changes):
        raise _unclear("--everything takes all objects as they are, and goes with no other wish.")
    _check_begin(
        has_places=bool(places), has_begun=bool(begun), is_found=subject or everything, is_many=is_many
    )
    if out is None and photos[0] == STANDARD:
        out = STANDARD
    if is_many and STANDARD in (*photos, out):
        raise ClickcutError("invalid-option", reason="- stands for one photo, and for one file")
    suffix = out.suffix.lower() if out and out != STANDARD and not _is_folder(out) else ""
    usual = NAMES["coco" if everything else "png"]
    media_type = NAMES[kind] if kind else kind_of(suffix) if suffix else usual
    if everything:
        check_everything(media_type)
    known = KnownEmbeddings(embedding)
    if is_many and embedding and not known.is_folder:
        raise ClickcutError("invalid-option", reason="several photos need a folder of embeddings")
    is_found = (subject or everything) and photos[0] != STANDARD
    for_all = _for_all(photos, out, media_type, is_many=is_many) if is_found else None
    name = UNNAMED if photos[0] == STANDARD else photos[0].name
    own = file_name(name, media_type)
    path = (out / own if _is_folder(out) else out) if out else photos[0].with_name(own)
    besides = tuple(filter(None, (mask_file, recipe_path, background_file(background), known.file(name))))
    if not for_all:
        check_apart(path, (photos[0], *besides))
    behind = read_background(background)
    asked: dict[Edit, bool] = {"fill_holes": fill_holes, "keep_largest": largest, "invert": invert}
    wanted = export_options(
        media_type,
        PICTURE if behind else background or "",
        crop=crop,
        margin=margin,
        square=square,
        shadow=shadow,
        together=together,
    )
    content = read_file(photos[0]) if recipe_path else None
    wishes = Wishes(
        points,
        box,
        choose,
        mask=read_file(mask_file) if mask_file else None,
        edits=tuple(edit for edit, is_asked in asked.items() if is_asked),
        look=_look(grow, feather, smooth),
        recipe=read_recipe(recipe_path, content) if recipe_path and content is not None else None,
        is_subject=subject,
        closer=closer,
        is_everything=everything,
    )
    order = Order(wishes, media_type, wanted, has_recipe=not no_recipe)
    cutter = CutOne(settings, order, behind, known, besides=besides)
    if for_all:
        cut_many(cutter, photos, for_all, overwrite=overwrite, as_json=as_json)
        return
    told = cutter.cut(photos[0], path, content=content)
    click.echo(json.dumps(told.to_json()) if as_json else str(told), err=path == STANDARD)


def _check_begin(*, has_places: bool, has_begun: bool, is_found: bool, is_many: bool) -> None:
    """See that it is said where the object is, in one way."""
    if is_found and has_begun:
        raise _unclear("--subject begins the object, and so does a mask or a recipe: choose one of them.")
    if not (is_found or has_places or has_begun):
        raise _unclear("Say where the object is, with --subject, --point, --box, --mask or --recipe.")
    if is_many and not is_found:
        reason = (
            "Of several photos, and of folders, --subject alone says where the object is, or --everything."
        )
        raise _unclear(reason)


def _unclear(reason: str) -> ClickcutError:
    return ClickcutError("invalid-prompt", reason=reason)


def _for_all(photos: tuple[Path, ...], out: Path | None, kind: str, *, is_many: bool) -> Path | None:
    """Give the folder that files go to, or the file for all; None of one photo with a file of its own.

    A pattern such as `*.jpg` may match one photo alone: a name without a suffix is a folder's.
    """
    if out and str(out) != "-" and (_is_folder(out) or not out.suffix):
        return out
    if not is_many:
        return None
    if out and kind in (COCO, COCO_POLYGONS):
        return out
    reason = "several photos need a folder, named with -o, or a .json for all of them"
    raise ClickcutError("invalid-option", reason=reason)


def _is_folder(path: Path) -> bool:
    """Tell whether there is such a folder; of a name that no system could hold there is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _look(*numbers: float | None) -> Look | None:
    """Give the look that was asked for; None, which leaves a recipe's, when none was."""
    return None if all(each is None for each in numbers) else Look(*(each or 0 for each in numbers))
