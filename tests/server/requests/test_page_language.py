"""The page at `/` comes in the language that the browser asks for."""

import pytest
from clickcut.page.accepted_language import accepted_language

KNOWN = ("en", "de", "pt-br")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("DE-ch", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("en;q=0.3, de;q=0.7", "de"),
        ("de;q=0.5,en;q=0.5", "de"),  # of equal weights, the first
        ("fr-CH, fr;q=0.9, de;q=0.5, *;q=0.1", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("de-AT, de;q=0, en;q=0.1", "en"),
        ("de;q=much", "en"),
        ("de;q=nan", "en"),
        ("de;q=7, en;q=0.1", "en"),
        ("; ,,;q=1,  de ; q=0.4", "de"),
        ("deu", "en"),
        ("pt-BR", "pt-br"),
        ("pt", "en"),
        ("de-" * 3000, "en"),
    ],
)
def test_the_language_is_chosen_by_weight(header, language):
    assert accepted_language(header, KNOWN) == language


@pytest.mark.parametrize(
    ("header", "language", "motto"),
    [
        ("de-DE,de;q=0.9", "de", "Foto anklicken"),
        ("en", "en", "Click a photo"),
        ("x", "en", "Click a photo"),
    ],
)
@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_says_which_language_it_is_in(client, header, language, motto):
    response = await client.get("/", headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in response.text
    assert motto in response.text
    assert response.headers["content-language"] == language
    assert "Accept-Language" in response.headers["vary"]
    assert response.headers["cache-control"] == "no-cache"
    assert ("words/" in response.text) == (language != "en")
