"""Pictures: checked by what they are, and called by what is in them."""

import hashlib
from base64 import b64encode

import pytest

from tests.core.making import PIXEL, person, show
from tests.core.show.test_pixels import canvas, frame, gif, jpeg, lossy, png, webp
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls.picture import MAX_ALT, MAX_PICTURE, MAX_PIXELS, Picture, find_picture
from webui.core.show.show import Show
from webui.core.surface.commands import Operation, ValueChanged
from webui.core.surface.events import Refused
from webui.core.surface.surface import Surface

PNG = b"\x89PNG\r\n\x1a\n"


def uri(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def shown(picture: object = PIXEL, **keys: object) -> Show:
    return show(controls=[{"id": "plan", "type": "picture", "picture": picture, **keys}])


def read(picture: object = PIXEL, **keys: object) -> Picture:
    plan = shown(picture, **keys).pages[0].controls[0]
    assert isinstance(plan, Picture)
    return plan


def test_it_is_described_by_the_name_of_what_is_in_it() -> None:
    data = PNG + b"anything"
    name = hashlib.sha256(data).hexdigest()
    assert read(uri(data), label="Plan").describe() == {
        "id": "plan", "type": "picture", "label": "Plan", "place": [1, 1, 2, 2], "role": "player",
        "picture": name, "alt": "Plan",
    }  # fmt: skip
    assert read(alt="").describe()["alt"] == ""
    assert (read(uri(data)).kind, read(uri(data)).data) == ("image/png", data)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("png", PNG),
        ("jpeg", b"\xff\xd8\xff\xe0"),
        ("webp", b"RIFF\n\0\0\0WEBPVP8 "),
        ("gif", b"GIF87a"),
        ("gif", b"GIF89a"),
    ],
)
def test_four_kinds_are_known_by_how_they_begin(kind: str, data: bytes) -> None:
    assert read(uri(data, kind)).kind == f"image/{kind}"
    for other in {"png", "jpeg", "webp", "gif"} - {kind}:
        with pytest.raises(ShowError, match=f"page main, control 1: picture is no image/{other}"):
            read(uri(data, other))


@pytest.mark.parametrize(
    "picture",
    [
        None,
        7,
        "",
        "plan.png",
        "https://example.org/plan.png",
        uri(b"<svg/>", "svg+xml"),
        uri(PNG) + "\n",
        uri(PNG).replace(";base64", ""),
        "data:image/png;base64,",
        "data:image/png;base64,aGk_",
        "data:text/html;base64,aGk=",
    ],
)
def test_what_is_no_picture_in_the_file_is_refused(picture: object) -> None:
    with pytest.raises(ShowError, match=r"page main, control 1: picture must be .data:image/png;base64,"):
        read(picture)


def test_letters_that_are_no_base64_are_refused() -> None:
    with pytest.raises(ShowError, match="picture is not in base64"):
        read("data:image/png;base64,aGk")


def test_it_has_a_size_and_a_description_of_some_length() -> None:
    largest = PNG + bytes(MAX_PICTURE - len(PNG))
    assert len(read(uri(largest)).data) == MAX_PICTURE
    for more in (1, 1000, MAX_PICTURE):
        with pytest.raises(ShowError, match="picture has more than the 500000 bytes that are possible"):
            read(uri(largest + bytes(more)))
    assert read(alt="x" * MAX_ALT).alt
    with pytest.raises(ShowError, match="alt: longer than 300 characters"):
        read(alt="x" * (MAX_ALT + 1))


def test_it_has_no_value_that_anybody_could_change() -> None:
    stage = Surface(shown(), {"plan": True}, {})
    assert stage.show.controls == {}
    assert stage.snapshot(0.0).values == {}
    for command in (Operation(1, {"plan": True}), ValueChanged("plan", "x")):
        refused = next(one for one in stage.apply(command, person(), 0.0) if isinstance(one, Refused))
        assert refused.reason == "No such control"
    for take in (read().check, read().understand):
        with pytest.raises(BadValue, match="It has no value"):
            take(True)


def test_it_is_found_by_its_name() -> None:
    controls = (
        show(controls=[{"id": "bed", "type": "toggle"}, {"id": "plan", "type": "picture", "picture": PIXEL}])
        .pages[0]
        .controls
    )
    assert find_picture(controls, read().name) == controls[1]
    assert find_picture(controls, "bed") is None


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("png", png(3840, 2160), png(3841, 2160)),
        ("png", png(16, 16, 100), png(3840, 2160, 2)),
        ("jpeg", jpeg(3840, 2160), jpeg(16000, 16000)),
        ("gif", gif(100, 100, *[(0, 0, 100, 100)] * 829), gif(100, 100, *[(0, 0, 100, 100)] * 830)),
        ("webp", webp(lossy(3840, 2160)), webp(lossy(16000, 16000))),
        ("webp", webp(canvas(100, 100), *[frame(0, 0, 100, 100)] * 829), webp(canvas(16000, 16000))),
    ],
)
def test_it_has_so_many_pixels_in_all_its_frames(kind: str, good: bytes, bad: bytes) -> None:
    assert read(uri(good, kind)).pixels <= MAX_PIXELS
    with pytest.raises(ShowError, match=r"page main, control 1: picture has \d+ x \d+ pixels.* more than the 8294400"):
        read(uri(bad, kind))


def test_the_pictures_of_a_show_have_so_many_together() -> None:
    pictures = [uri(png(3840, 2160) + bytes([n])) for n in range(5)]
    controls = [{"id": f"p{n}", "type": "picture", "picture": picture} for n, picture in enumerate(pictures)]
    same = [{"id": f"q{n}", "type": "picture", "picture": pictures[0]} for n in range(8)]
    assert len(show(controls=controls[:4] + same).pages[0].controls) == 12
    with pytest.raises(
        ShowError, match=r"page main, control 5: with this picture .* 41472000 pixels, more than the 33177600"
    ):
        show(controls=controls)
