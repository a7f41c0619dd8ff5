"""The icon on a tablet's home screen: browsers fetch what it is made of without cookies, and long after the joining."""

import json
import struct

import pytest
from werkzeug.test import Client, TestResponse

from webui.serving import Serving

HEAD = ("/static/manifest.webmanifest", "/static/icons/apple-touch-icon.png", "/static/icons/favicon.svg")
APPLE = 180


@pytest.fixture
def stranger(stage: Serving) -> Client:
    return Client(stage._app.wsgi, use_cookies=False)


def ask(stranger: Client, stage: Serving, path: str, **headers: str) -> TestResponse:
    """Get a path as a tablet that nobody knows."""
    return stranger.get(
        path,
        base_url=f"http://127.0.0.1:{stage.port}/",
        environ_base={"REMOTE_ADDR": "192.0.2.77"},
        headers=headers,
        buffered=True,
    )


def size_of(png: bytes) -> tuple[int, int]:
    """A PNG's width and height."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_both_pages_name_the_icon_the_manifest_and_the_whole_screen(stage: Serving, stranger: Client) -> None:
    for answer in (ask(stranger, stage, "/"), Client(stage._app.wsgi).get("/", base_url=stage.url)):
        for path in HEAD:
            assert f'href="{path}"' in answer.text
        assert "viewport-fit=cover" in answer.text
        assert '<meta name="apple-mobile-web-app-capable" content="yes">' in answer.text
        assert "media-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_manifest_is_whole_and_its_icons_have_the_sizes_it_says(stage: Serving, stranger: Client) -> None:
    answer = ask(stranger, stage, HEAD[0])
    assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
    manifest = json.loads(answer.text)
    assert manifest["name"] == "Sidestage"
    assert manifest["display"] == "fullscreen"
    assert manifest["start_url"].startswith(manifest["scope"])
    sizes = []
    for icon in manifest["icons"]:
        picture = ask(stranger, stage, icon["src"])
        assert (picture.status_code, picture.mimetype) == (200, icon["type"])
        width, height = size_of(picture.data)
        assert icon["sizes"] == f"{width}x{height}"
        sizes.append(width)
    assert {192, 512} <= set(sizes)
    assert size_of(ask(stranger, stage, HEAD[1]).data) == (APPLE, APPLE)


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_the_video_that_keeps_a_screen_on_is_small_and_comes_in_parts(
    stage: Serving, stranger: Client, kind: str
) -> None:
    path = f"/static/media/awake.{kind}"
    whole = ask(stranger, stage, path)
    assert (whole.status_code, whole.mimetype) == (200, f"video/{kind}")
    assert len(whole.data) < 16_000
    # Safari plays nothing that can't be had in parts.
    part = ask(stranger, stage, path, Range="bytes=0-1")
    assert (part.status_code, part.data) == (206, whole.data[:2])
    assert part.headers["Content-Range"] == f"bytes 0-1/{len(whole.data)}"
