"""What a show file says of how a target is met, and of what stands before a value."""

import pytest

from tests.core.making import control
from webui.core.errors import ShowError
from webui.core.osc.addresses import MAX_ARGS
from webui.core.osc.targets import ASK, TELL, Target
from webui.core.reading import Fields

DESK = {"id": "desk", "host": "192.168.1.5", "port": 10023}


def test_a_target_is_told_all_values_unless_the_file_says_otherwise() -> None:
    usual = Target.read(Fields(DESK, ""))
    asked = Target.read(Fields({**DESK, "back": "ask"}, ""))
    assert (usual.back, asked.back) == (TELL, ASK)
    assert "back" not in usual.describe()
    assert asked.describe()["back"] == ASK
    with pytest.raises(ShowError, match="back must be one of tell, ask, wait"):
        Target.read(Fields({**DESK, "back": "shout"}, ""))


def test_fixed_arguments_have_one_limit_together() -> None:
    most = {"before": [1] * (MAX_ARGS - 1), "args": [1]}
    [address] = control("fader", osc=most).osc
    assert address.describe()["before"] == most["before"]
    for key in most:
        with pytest.raises(ShowError, match="more than the"):
            control("fader", osc={**most, key: [*most[key], 1]})
    with pytest.raises(ShowError, match="before must be whole numbers"):
        control("fader", osc={"before": [None]})
