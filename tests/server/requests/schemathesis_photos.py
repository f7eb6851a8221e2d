"""Bodies for Schemathesis: photos and bytes that are none, which no schema could tell it."""

import schemathesis
from hypothesis import strategies as st

from tests.server import photos

PHOTOS = [photos.file(photos.picture(48, 64, seed=seed), kind) for seed, kind in enumerate(("PNG", "JPEG"))]
CUT_OFF = [photo[:99] for photo in PHOTOS]
BODIES = st.sampled_from(PHOTOS) | st.sampled_from(CUT_OFF) | st.binary(min_size=1)

for media_type in ("image/*", "application/octet-stream"):
    schemathesis.openapi.media_type(media_type, BODIES)
