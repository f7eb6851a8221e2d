"""A site for use without a network: which of its files are pinned, which are kept once they were used.

How that is done is the service worker's to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clickcut_build.service_worker import ADDRESS, BuiltServiceWorker, Fingerprint
from clickcut_build.site_folder import SiteFolder
from clickcut_build.site_runtime import BuiltRuntime

from clickcut.page.template import Page
from clickcut.publishing.photo_files import PhotoFiles, quoted

_FOR_SOME = (
    "device/",
    "licences/",
    "words/",
    "models/encoder_device.onnx",
    "models/resize.onnx",
    "encoder_worker.js",
)


def service_worker(
    scripts: BuiltServiceWorker,
    folder: SiteFolder,
    pages: Mapping[str, bytes],
    runtime: BuiltRuntime,
    page: Page,
    photos: Iterable[PhotoFiles],
    mark: str,
) -> bytes:
    """Write the worker of a site whose other files are there.

    Parameters
    ----------
    scripts
        Ours.
    folder
        The site, with the photos.
    pages
        What a visit needs beside the runtime, by address; the page itself comes last.
    runtime, page
        The runtime, and the page that says where it is.
    photos
        Those of the site.
    mark
        What only this version of the page has in it.
    """
    pinned: dict[str, Fingerprint] = {}
    visited: dict[str, Fingerprint] = {}
    for path in runtime.contents():
        name = path.relative_to(runtime.folder).as_posix()
        # The charts, other languages and the encoder are for those who ask.
        is_needed = not name.startswith(_FOR_SOME) or name == f"words/{page.language}.json"
        (pinned if is_needed else visited)[f"{page.runtime}/{name}"] = Fingerprint.of(path.read_bytes())
    for photo in photos:
        for address in photo.addresses:
            visited[quoted(address)] = Fingerprint.of(folder.read(address) or b"")
    pinned |= {address: Fingerprint.of(content) for address, content in pages.items()}
    return scripts.for_site(pinned, visited, mark=mark)


def farewell(scripts: BuiltServiceWorker, folder: SiteFolder) -> dict[str, bytes]:
    """Give the worker that ends an earlier one, if there was one: browsers keep one whose file is gone."""
    return {ADDRESS: scripts.farewell()} if folder.read(ADDRESS) is not None else {}
