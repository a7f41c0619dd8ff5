"""The show's pictures: who gets them, what of, and how browsers may keep them."""

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest

from tests.conftest import Serve
from tests.core.making import PIXEL
from tests.routes.test_surface import LAPTOP, TABLET, browser, secret
from webui.core.show.controls.picture import Picture
from webui.network.addresses import Address
from webui.routes.gallery import gallery_show
from webui.server.security_headers import NOTHING
from webui.serving import Serving

GIF = b"GIF89a is enough to be told from others"
PLAN, MAP = b64decode(PIXEL.partition(",")[2]), GIF
PATHS = [f"/picture/{sha256(data).hexdigest()}" for data in (PLAN, MAP)]
SHOW = {
    "sidestage": 1,
    "id": "pictures",
    "pages": [
        {"id": "main", "controls": [{"id": "plan", "type": "picture", "picture": PIXEL}]},
        {
            "id": "desk",
            "role": "operator",
            "controls": [
                {"id": "map", "type": "picture", "picture": f"data:image/gif;base64,{b64encode(GIF).decode()}"}
            ],
        },
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW, addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


def test_a_picture_is_kept_by_browsers_and_is_nothing_but_a_picture(stage: Serving) -> None:
    here = browser(stage, "127.0.0.1", "127.0.0.1")
    answer = here(PATHS[0])
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", PLAN)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == NOTHING
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    again = here(PATHS[0], headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert (here(PATHS[1]).mimetype, here(PATHS[1]).data) == ("image/gif", MAP)
    for wrong in ("", "plan", "0" * 64, "%00", ".."):
        assert here(f"/picture/{wrong}").status_code == 404
    page = here("/").text
    assert f'src="{PATHS[0]}"' in page
    assert PIXEL not in page


def test_this_computer_gets_the_gallerys_pictures_too(stage: Serving) -> None:
    here, player = browser(stage, "127.0.0.1", "127.0.0.1"), browser(stage, TABLET, LAPTOP)
    assert player("/join", "POST", json={"secret": secret(stage)}).status_code == 204
    names = [one.name for page in gallery_show().pages for one in page.controls if isinstance(one, Picture)]
    assert names
    assert {here(f"/picture/{name}").status_code for name in names} == {200}
    assert {player(f"/picture/{name}").status_code for name in names} == {404}


def test_strangers_get_none_and_players_those_of_their_pages(stage: Serving) -> None:
    stranger, player = browser(stage, TABLET, LAPTOP), browser(stage, TABLET, LAPTOP)
    assert player("/join", "POST", json={"secret": secret(stage)}).status_code == 204
    assert [stranger(path).status_code for path in PATHS] == [401, 401]
    assert [player(path).status_code for path in PATHS] == [200, 404]
