"""A whole site, or a few photos beside other files: the order in which it is written, and what was done.

The page comes after all that it names, and what is no longer needed goes last: a run that is stopped anywhere
leaves the site of the run before it working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from clickcut_build.service_worker import ADDRESS, BuiltServiceWorker
from clickcut_build.site_folder import SiteFolder
from clickcut_build.site_runtime import BuiltRuntime
from clickcut_build.web_app import web_app_files
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_models.manifest import Manifest

from clickcut.cutting.proposals_file import Proposer
from clickcut.encoding.choice import EncoderChoice, choose_encoder
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.page.device_encoder import encoder_bytes
from clickcut.page.gallery import Tile
from clickcut.page.licences import read_licences
from clickcut.page.template import Page, Theme, render_published
from clickcut.photos.limits import PhotoLimits
from clickcut.publishing.living import write_living
from clickcut.publishing.offline import farewell, service_worker
from clickcut.publishing.photo_files import PhotoFiles, PhotoPublisher, quoted
from clickcut.publishing.sources import Source
from clickcut.ray.engine_choice import in_order
from clickcut.settings import Settings

_SHARED = 1200  # pixels: what is shown of a link is about so wide (https://ogp.me)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How to publish.

    Attributes
    ----------
    base_url
        Where the site will be, ending in `/`; empty if that is not known.
    cdn
        Where the runtime is instead of in the site, ending in `/`; else empty.
    longest_side
        Of smaller copies in place of the originals; None publishes the originals.
    in_gallery
        Whether photos are tiles of a page; else each stands alone, with a poster.
    """

    base_url: str = ""
    cdn: str = ""
    longest_side: int | None = None
    in_gallery: bool = False


@dataclass(slots=True)
class Published:
    """What a run did.

    Attributes
    ----------
    photos
        Those of the site, each once.
    refused
        Photos that were left out, and why.
    runtime
        Address of the runtime's folder, relative to the site or absolute.
    integrity
        Of its `element.js`, when it comes from elsewhere.
    runtime_bytes
        Of the runtime in the site.
    removed
        How many files of earlier runs are gone.
    recipe
        Address of what is cut out of the one photo, if anything is.
    """

    photos: list[PhotoFiles] = field(default_factory=list)
    refused: list[tuple[Source, ClickcutError]] = field(default_factory=list)
    runtime: str = ""
    integrity: str = ""
    runtime_bytes: int = 0
    removed: int = 0
    recipe: str = ""


def publish_site(
    settings: Settings,
    sources: Sequence[Source],
    out: Path,
    wishes: Wishes,
    *,
    title: str,
    language: str,
    theme: Theme,
    is_bare: bool,
    is_offline: bool,
    progress: Callable[[Source], None],
) -> Published:
    """Write a site with a page; what earlier runs wrote there and this one does not is removed.

    Parameters
    ----------
    settings
        Where the runtime is, and what the encoder needs.
    sources
        The photos.
    out
        The site's folder.
    wishes
        How to publish.
    title, language, theme, is_bare
        See `Page`.
    is_offline
        Whether visitors keep the site for use without a network, and may install it.
    progress
        Called once a photo is done.

    Raises
    ------
    ClickcutError
        `output-is-input` for a photo of the site itself, and what `publish_files` raises.
    """
    with SiteFolder(out) as folder:
        for source in sources:
            folder.check_apart(source.path)
        done = _write(settings, sources, folder, replace(wishes, in_gallery=True), progress)
        if not done.photos:
            folder.complete((), keep_others=True)
            return done
        built = BuiltRuntime.find(settings.dist).folder
        page = Page(
            runtime=done.runtime,
            tiles=[_tile(photo) for photo in done.photos],
            licences=read_licences(built),
            encoder_bytes=encoder_bytes(built),
            title=title,
            language=language,
            theme=theme,
            is_bare=is_bare,
            is_offline=is_offline,
            integrity=done.integrity,
            address=wishes.base_url,
            image=wishes.base_url and wishes.base_url + quoted(_shared_picture(done.photos[0])),
        )
        # Without `.nojekyll` GitHub Pages leaves out what begins with an underscore.
        files = {".nojekyll": b"", **_page_files(settings, folder, page, done.photos)}
        for address, content in files.items():
            folder.write(address, content)
        runtime = [] if wishes.cdn else [address for address, _ in BuiltRuntime.find(settings.dist).files()]
        kept = {*files, *runtime, *(address for photo in done.photos for address in photo.addresses)}
        done.removed = folder.complete(kept)
        return done


def publish_files(
    settings: Settings,
    sources: Sequence[Source],
    out: Path,
    wishes: Wishes,
    *,
    living: RecipeFile | None = None,
    progress: Callable[[Source], None],
) -> Published:
    """Write what tags in other pages need, and no page; files of earlier runs stay.

    With a recipe the one photo's cut-out can be changed by visitors, see `write_living`.

    Raises
    ------
    ClickcutError
        What `SiteFolder.write` raises, `runtime-missing`, or what `Encoder.from_settings` does.
    """
    with SiteFolder(out) as folder:
        done = _write(settings, sources, folder, wishes, progress)
        if living and done.photos:
            done.recipe = write_living(living, done.photos[0], folder)
        folder.complete((), keep_others=True)
        return done


def _page_files(
    settings: Settings, folder: SiteFolder, page: Page, photos: Sequence[PhotoFiles]
) -> dict[str, bytes]:
    """Make the page and what belongs to it, in the order of writing: each file after those that it names."""
    published = render_published(page)
    html = {"index.html": published.html.encode()}
    scripts = BuiltServiceWorker(settings.dist / "offline")
    if not page.is_offline:
        return html | farewell(scripts, folder)
    app = dict(web_app_files(page.title, language=page.language, colour=page.ground))
    files = app | html
    runtime = BuiltRuntime.find(settings.dist)
    return files | {ADDRESS: service_worker(scripts, folder, files, runtime, page, photos, published.mark)}


def _write(
    settings: Settings,
    sources: Sequence[Source],
    folder: SiteFolder,
    wishes: Wishes,
    progress: Callable[[Source], None],
) -> Published:
    manifest = read_manifest(settings.dist)
    runtime = BuiltRuntime.find(settings.dist)
    done = Published()
    if wishes.cdn:
        done.runtime = f"{wishes.cdn}{runtime.folder.name}"
        done.integrity = runtime.integrity
    else:
        done.runtime = runtime.address
        done.runtime_bytes = _copy_runtime(runtime, folder)
    choice = choose_encoder(settings.encoder, manifest)
    publisher = partial(_publisher, settings, manifest, choice, wishes)
    elsewhere = partial(_publish_with, publisher, folder.path(""))
    with closing(
        in_order(settings, publisher(folder).publish, elsewhere, sources, on_gpu=choice.on_gpu)
    ) as results:
        _gather(done, sources, results, progress)
    return done


def _publish_with(
    publisher: Callable[[SiteFolder], PhotoPublisher], root: Path
) -> Callable[[Source], PhotoFiles | ClickcutError]:
    """Take part in the run from another process."""
    folder = SiteFolder(root)
    folder.join()
    return publisher(folder).publish


def _publisher(
    settings: Settings, manifest: Manifest, choice: EncoderChoice, wishes: Wishes, folder: SiteFolder
) -> PhotoPublisher:
    def load() -> tuple[Encoder, Proposer]:
        encoder = Encoder.from_settings(replace(settings, encoder_threads=1), manifest, choice)
        return encoder, Proposer(manifest)

    return PhotoPublisher(
        folder,
        model=manifest.model,
        encoder_name=choice.name,
        load=load,
        limits=PhotoLimits(max_megapixels=settings.max_megapixels),
        longest_side=wishes.longest_side,
        in_gallery=wishes.in_gallery,
    )


def _gather(
    done: Published,
    sources: Sequence[Source],
    results: Iterable[PhotoFiles | ClickcutError],
    progress: Callable[[Source], None],
) -> None:
    known: dict[str, PhotoFiles] = {}
    for source, result in zip(sources, results, strict=True):
        progress(source)
        if isinstance(result, ClickcutError):
            done.refused.append((source, result))
        else:  # one photo that lies in two folders is one, and may have been made for the second first
            first = known.setdefault(result.photo, result)
            known[result.photo] = replace(first, was_encoded=first.was_encoded or result.was_encoded)
    done.photos.extend(known.values())


def _copy_runtime(runtime: BuiltRuntime, folder: SiteFolder) -> int:
    size = 0
    for address, path in runtime.files():
        content = path.read_bytes()
        folder.write(address, content)
        size += len(content)
    return size


def _tile(photo: PhotoFiles) -> Tile:
    small = {width: quoted(address) for width, address in photo.thumbnails.items()}
    choice = ", ".join(f"{address} {width}w" for width, address in small.items())
    return Tile(
        name=photo.photo,
        place=PurePosixPath(photo.photo).parent.name,
        title=photo.title,
        photo=quoted(photo.photo),
        embedding=quoted(photo.embedding),
        proposals=quoted(photo.proposals),
        thumbnail=small[min(small)],
        thumbnails=choice if len(small) > 1 else "",
    )


def _shared_picture(photo: PhotoFiles) -> str:
    return photo.thumbnails.get(_SHARED) or photo.photo
