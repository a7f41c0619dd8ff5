"""What a show file says of how a target is met, and of what stands before a value."""

import pytest

from tests.core.making import control, show
from webui.core.errors import ShowError
from webui.core.show.fields import Fields
from webui.core.show.osc.addresses import MAX_ARGS
from webui.core.show.osc.targets import ANY, ASK, TELL, Target

DESK = {"id": "desk", "host": "192.168.1.5", "port": 10023}


def test_a_target_is_told_all_values_unless_the_file_says_otherwise() -> None:
    usual = Target.read(Fields(DESK, ""))
    asked = Target.read(Fields({**DESK, "back": "ask"}, ""))
    assert (usual.back, asked.back) == (TELL, ASK)
    assert "back" not in usual.describe()
    assert asked.describe()["back"] == ASK
    with pytest.raises(ShowError, match="back must be one of tell, ask, wait"):
        Target.read(Fields({**DESK, "back": "shout"}, ""))


@pytest.mark.parametrize("said", [None, 1, 65535, ANY])
def test_from_is_a_port_or_any(said: int | str | None) -> None:
    made = Target.read(Fields({**DESK, "from": said}, ""))
    assert made.speaks_from == said
    assert made.describe().get("from") == said


@pytest.mark.parametrize("said", [0, 65536, -1, True, 1.5, "all", "9000", [], {}])
def test_nothing_else_is(said: object) -> None:
    with pytest.raises(ShowError, match="from must be a port from 1 to 65535, or any"):
        Target.read(Fields({**DESK, "from": said}, ""))


def test_one_target_of_a_computer_speaks_from_any_port() -> None:
    first, second = {**DESK, "from": ANY}, {**DESK, "id": "other", "port": 1}
    assert show(osc={"targets": [first, second]}).osc.targets["other"].speaks_from is None
    with pytest.raises(ShowError, match="desk and other are on one computer, so only one of them can have from any"):
        show(osc={"targets": [first, {**second, "from": ANY}]})
    show(osc={"targets": [first, {**second, "from": ANY, "host": "192.168.1.6"}]})


def test_fixed_arguments_have_one_limit_together() -> None:
    most = {"before": [1] * (MAX_ARGS - 1), "args": [1]}
    [address] = control("fader", osc=most).osc
    assert address.describe()["before"] == most["before"]
    for key in most:
        with pytest.raises(ShowError, match="more than the"):
            control("fader", osc={**most, key: [*most[key], 1]})
    with pytest.raises(ShowError, match="before must be whole numbers"):
        control("fader", osc={"before": [None]})
