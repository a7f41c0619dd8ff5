"""One Sidestage a data folder; what a killed one left behind is never believed."""

import json
from pathlib import Path

import pytest

from desktop.instance import AlreadyRunning, Instance


def test_the_second_hears_where_the_first_is(tmp_path: Path) -> None:
    first = Instance(tmp_path)
    first.tell("http://127.0.0.1:5757/")
    with pytest.raises(AlreadyRunning, match=r"already running: http://127\.0\.0\.1:5757/ \(data folder "):
        Instance(tmp_path)
    first.release()
    Instance(tmp_path).release()


def test_while_the_first_still_starts_nothing_old_is_told(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text(json.dumps({"pid": 1, "url": "http://127.0.0.1:9/"}))
    first = Instance(tmp_path)
    with pytest.raises(AlreadyRunning, match="already running with the data folder") as caught:
        Instance(tmp_path)
    assert "http" not in str(caught.value)
    first.release()


@pytest.mark.parametrize("left", ["", "[]", '{"pid": 1}'])
def test_damaged_information_is_no_hindrance(tmp_path: Path, left: str) -> None:
    first = Instance(tmp_path)
    (tmp_path / "running.json").write_text(left)
    with pytest.raises(AlreadyRunning, match="already running"):
        Instance(tmp_path)
    first.release()
