"""Page buttons: they turn the screen that they are touched on to another page."""

from typing import Any

import pytest

from tests.core.making import OPERATOR, PLAYER, show
from webui.core.errors import ShowError
from webui.core.show.show import Show


def leading(**keys: Any) -> Show:
    button = {"id": "go", "type": "page", "label": "Sends", "page": "sends", **keys}
    return show(
        pages=[
            {"id": "main", "controls": [button]},
            {"id": "sends"},
            {"id": "desk", "role": "operator"},
        ]
    )


def test_it_leads_to_a_page_and_has_no_value() -> None:
    assert leading().pages[0].controls[0].describe() == {
        "id": "go", "type": "page", "label": "Sends", "place": [1, 1, 2, 1], "role": "player", "page": "sends",
    }  # fmt: skip
    assert leading().controls == {}


def test_it_names_a_page_that_there_is() -> None:
    with pytest.raises(ShowError, match="page main, control 1: there is no page gone"):
        leading(page="gone")
    with pytest.raises(ShowError, match="page main, control 1: page is missing"):
        show(controls=[{"id": "go", "type": "page"}])
    assert leading(page="main")


def test_it_is_for_those_who_see_its_page() -> None:
    assert leading().pages[0].controls[0].role == PLAYER
    assert leading(page="desk").pages[0].controls[0].role == OPERATOR
    assert leading(role="operator").pages[0].controls[0].role == OPERATOR
