"""`clickcut cut`: the cut-out that the browser would give for the same clicks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import COCO, COCO_POLYGONS, FORMATS, JPEG, MASK, PNG, SVG, WEBP, cutout_name
from clickcut_core.files.export_options import PICTURE, ExportOptions
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.words.en.sentences import NOTES

from clickcut.cli.example import example
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


class _Point(click.ParamType[PointPrompt]):
    name = "X,Y[:LABEL]"

    def convert(
        self, value: str | PointPrompt, param: click.Parameter | None, ctx: click.Context | None
    ) -> PointPrompt:
        if isinstance(value, PointPrompt):
            return value
        place, _, label = value.partition(":")
        try:
            x, y = (float(number) for number in place.split(","))
            return PointPrompt(x, y, int(label or 1))
        except ValueError:
            self.fail(f"{value} is not a point such as 400,300 or, to exclude, 90,40:0.", param, ctx)


class _Box(click.ParamType[BoxPrompt]):
    name = "X0,Y0,X1,Y1"

    def convert(
        self, value: str | BoxPrompt, param: click.Parameter | None, ctx: click.Context | None
    ) -> BoxPrompt:
        if isinstance(value, BoxPrompt):
            return value
        try:
            x0, y0, x1, y1 = (float(number) for number in value.split(","))
        except ValueError:
            self.fail(f"{value} is not a box such as 10,10,500,400.", param, ctx)
        return BoxPrompt(x0, y0, x1, y1)


@click.command(
    epilog=example(
        "clickcut cut photo.jpg --point 400,300 --point 90,40:0 -o cut.png",
        "clickcut cut photo.jpg --point 400,300 --background '#ffffff' --crop --margin 20 -o cut.jpg",
        "clickcut cut photo.jpg --box 10,10,500,400 --format coco-polygons -o labels.json",
    )
)
@click.argument("photo", type=_FILE)
@click.option("--point", "points", multiple=True, type=_Point(), help="A click; :0 excludes. Repeatable.")
@click.option("--box", type=_Box(), help="A box around the object.")
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
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--format", "kind", type=click.Choice(tuple(NAMES)), help="Else as the file's suffix says.")
@click.option("--background", help="A colour such as '#ffffff', blur, or a picture's file; else transparent.")
@click.option("--crop", is_flag=True, help="Show the object alone instead of the whole photo.")
@click.option("--margin", type=int, default=0, help="Photo pixels around what is cropped.")
@lambda command: options(command, names=SETTINGS)
def cut(
    settings: Settings,
    photo: Path,
    points: tuple[PointPrompt, ...],
    box: BoxPrompt | None,
    choose: int | None,
    mask_file: Path | None,
    recipe_path: Path | None,
    *,
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

    Coordinates are pixels of the upright photo.
    """
    from clickcut.cutting.cut_out import Edit, Wishes, cut_out, outline  # noqa: PLC0415
    from clickcut.cutting.cutout_files import background_file, read_background, read_recipe, save  # noqa: PLC0415  heavy; --help must be quick
    from clickcut.cutting.files import check_apart, check_writable, read_file, writing  # noqa: PLC0415

    if not points and box is None and mask_file is None and recipe_path is None:
        reason = "Say where the object is, with --point, --box, --mask or --recipe."
        raise ClickcutError("invalid-prompt", reason=reason)
    media_type = NAMES[kind] if kind else _told_by(out)
    path = out or photo.with_name(cutout_name(photo.name, media_type))
    check_apart(path, filter(None, (photo, mask_file, recipe_path, background_file(background))))
    content = read_file(photo)
    recipe = read_recipe(recipe_path, content) if recipe_path else None
    behind = read_background(background)
    wanted = ExportOptions(media_type, PICTURE if behind else background or "", crop, margin)
    check_writable(path)
    asked: dict[Edit, bool] = {"fill_holes": fill_holes, "keep_largest": largest, "invert": invert}
    edits = tuple(edit for edit, is_asked in asked.items() if is_asked)
    look = _look(grow, feather, smooth)
    given = read_file(mask_file) if mask_file else None
    wishes = Wishes(points, box, choose, given, edits, look, recipe, closer)
    if media_type in WRITERS:
        outlined = asyncio.run(outline(settings, content, wishes))
        size, mask, notes = outlined.shape.runs.size, outlined.mask, outlined.notes
        text = WRITERS[media_type](size, photo.name, [outlined.shape])
        with writing(path):
            path.write_bytes(text.encode())
    else:
        making = cut_out(settings, content, wishes, name=photo.name, wanted=wanted, behind=behind)
        result = asyncio.run(making)
        size, mask, notes = result.photo, result.mask, result.notes
        recipe_text = None if no_recipe else result.recipe.to_text()
        with writing(path):
            save(result.image, path, media_type, recipe_text, result.profile)
    share = mask.area / (size.width * size.height)
    click.echo(f"{path}: {share:.1%} of the photo, confidence {mask.score:.2f}")
    for note in notes:
        click.echo(f"  {NOTES[note]}")


def _look(*numbers: float | None) -> Look | None:
    """Give the look that was asked for; None, which leaves a recipe's, when none was."""
    return None if all(each is None for each in numbers) else Look(*(each or 0 for each in numbers))


def _told_by(out: Path | None) -> str:
    """Give the media type that a file's suffix says; PNG without one."""
    suffix = out.suffix.lower() if out else ""
    if not suffix:
        return PNG
    by_suffix: dict[str, str] = {}
    for media_type in NAMES.values():
        by_suffix.setdefault(FORMATS[media_type], media_type)
    found = by_suffix.get(".jpg" if suffix == ".jpeg" else suffix)
    if found is None:
        raise ClickcutError("unsupported-format", format=suffix, known=", ".join(by_suffix))
    return found
