"""`clickcut cut`: the cut-out that the browser would give for the same clicks."""

from __future__ import annotations

import json
from pathlib import Path

import click
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import COCO, COCO_POLYGONS, FORMATS, JPEG, MASK, PNG, SVG, WEBP, cutout_name
from clickcut_core.files.export_options import PICTURE, ExportOptions
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt

from clickcut.cli.example import example
from clickcut.cli.places import Box, Point
from clickcut.settings import Settings, options

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SETTINGS = ("dist", "max_megapixels", "encoder", "encoder_threads")
NAMES = {
    "png": PNG,
    "webp": WEBP,
    "jpeg": JPEG,
    "mask": MASK,
    "svg": SVG,
    "coco": COCO,
    "coco-polygons": COCO_POLYGONS,
}


@click.command(
    epilog=example(
        "clickcut cut photo.jpg --point 400,300 --point 90,40:0 -o cut.png",
        "clickcut cut photo.jpg --point 400,300 --background '#ffffff' --crop --margin 20 -o cut.jpg",
        "clickcut cut photo.jpg --box 10,10,500,400 --format coco-polygons -o labels.json",
        "clickcut cut photo.jpg --everything -o labels.json",
        "clickcut cut photos/*.jpg --subject -o cutouts",
    )
)
@click.argument("photos", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
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
@click.option("--no-recipe", is_flag=True, help="Leave out of the PNG how it was made.")
@click.option("--mask", "mask_file", type=_FILE, help="A mask, or a picture with alpha, to go on from.")
@click.option("--fill-holes", is_flag=True, help="Fill what the mask encloses.")
@click.option("--largest", is_flag=True, help="Keep the largest part of the mask alone.")
@click.option("--invert", is_flag=True, help="Exchange inside and outside, after all else.")
@click.option("--grow", type=float, help="Move the edge by so many photo pixels; below 0 inwards.")
@click.option("--feather", type=float, help="Let the edge fade over so many photo pixels to each side.")
@click.option("--smooth", type=float, help="Straighten the edge over so many photo pixels.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="File to write; of several photos, a folder."
)
@click.option("--overwrite", is_flag=True, help="Write files of several photos anew that are there already.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each photo.")
@click.option("--format", "kind", type=click.Choice(tuple(NAMES)), help="Else as the file's suffix says.")
@click.option("--background", help="A colour such as '#ffffff', blur, or a picture's file; else transparent.")
@click.option("--crop", is_flag=True, help="Show the object alone instead of the whole photo.")
@click.option("--margin", type=int, default=0, help="Photo pixels around what is cropped.")
@lambda command: options(command, names=SETTINGS)
def cut(
    settings: Settings,
    photos: tuple[Path, ...],
    points: tuple[PointPrompt, ...],
    box: BoxPrompt | None,
    choose: int | None,
    mask_file: Path | None,
    recipe_path: Path | None,
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
) -> None:
    """Cut an object out of a photo, as the page would for a mask, a box and then these points, in this order.

    With --subject it is found without any; then PHOTOS may be several, and folders. Coordinates are pixels of
    the upright photo.
    """
    from clickcut.cli.cut_many import cut_many  # noqa: PLC0415  heavy; --help must be quick
    from clickcut.cli.cut_one import CutOne, cut_everything  # noqa: PLC0415
    from clickcut.cutting.cut_out import Edit, Wishes  # noqa: PLC0415
    from clickcut.cutting.cutout_files import background_file, read_background, read_recipe  # noqa: PLC0415
    from clickcut.cutting.files import check_apart, read_file  # noqa: PLC0415

    places, begun = [*points, *filter(None, [box])], [*filter(None, (mask_file, recipe_path))]
    changes = (choose, closer, fill_holes, largest, invert, grow, feather, smooth)
    if everything and (subject or places or begun or any(each not in (None, False) for each in changes)):
        raise _unclear("--everything takes all objects as they are, and goes with no other wish.")
    if subject and begun:
        raise _unclear("--subject begins the object, and so does a mask or a recipe: choose one of them.")
    if not (subject or everything or places or begun):
        raise _unclear("Say where the object is, with --subject, --point, --box, --mask or --recipe.")
    if (everything or places or begun) and (len(photos) > 1 or photos[0].is_dir()):
        raise _unclear("Of several photos, and of folders, --subject alone says where the object is.")
    media_type = NAMES[kind] if kind else _told_by(out, COCO if everything else PNG)
    folder = _folder(photos, out) if subject else None
    name = cutout_name(photos[0].name, media_type)
    path = (out / name if _is_folder(out) else out) if out else photos[0].with_name(name)
    besides = tuple(filter(None, (mask_file, recipe_path, background_file(background))))
    if not folder:
        check_apart(path, (photos[0], *besides))
    behind = read_background(background)
    wanted = ExportOptions(media_type, PICTURE if behind else background or "", crop, margin)
    asked: dict[Edit, bool] = {"fill_holes": fill_holes, "keep_largest": largest, "invert": invert}
    wishes = Wishes(
        points,
        box,
        choose,
        mask=read_file(mask_file) if mask_file else None,
        edits=tuple(edit for edit, is_asked in asked.items() if is_asked),
        look=_look(grow, feather, smooth),
        recipe=read_recipe(recipe_path, read_file(photos[0])) if recipe_path else None,
        is_subject=subject,
        closer=closer,
    )
    cutter = CutOne(settings, wishes, wanted, behind, has_recipe=not no_recipe, besides=besides)
    if folder:
        cut_many(cutter, photos, folder, overwrite=overwrite, as_json=as_json)
        return
    told = cut_everything(cutter, photos[0], path) if everything else cutter.cut(photos[0], path)
    click.echo(json.dumps(told.to_json()) if as_json else str(told))


def _unclear(reason: str) -> ClickcutError:
    return ClickcutError("invalid-prompt", reason=reason)


def _folder(photos: tuple[Path, ...], out: Path | None) -> Path | None:
    """Give the folder that files go to; None of one photo whose file is named, or is to lie beside it.

    A pattern such as `*.jpg` may match one photo alone: a name without a suffix is a folder's.
    """
    if out and (_is_folder(out) or not out.suffix):
        return out
    if len(photos) == 1 and not photos[0].is_dir():
        return None
    raise ClickcutError("invalid-option", reason="several photos need a folder, named with -o")


def _is_folder(path: Path) -> bool:
    """Tell whether there is such a folder; of a name that no system could hold there is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _look(*numbers: float | None) -> Look | None:
    """Give the look that was asked for; None, which leaves a recipe's, when none was."""
    return None if all(each is None for each in numbers) else Look(*(each or 0 for each in numbers))


def _told_by(out: Path | None, otherwise: str) -> str:
    """Give the media type that a file's suffix says; another one without."""
    suffix = "" if out is None or _is_folder(out) else out.suffix.lower()
    if not suffix:
        return otherwise
    by_suffix: dict[str, str] = {}
    for media_type in NAMES.values():
        by_suffix.setdefault(FORMATS[media_type], media_type)
    found = by_suffix.get(".jpg" if suffix == ".jpeg" else suffix)
    if found is None:
        raise ClickcutError("unsupported-format", format=suffix, known=", ".join(by_suffix))
    return found
