"""Where a program looks for Sidestage."""

import json
import sys
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from desktop.instance import INFO, Instance
from webui.program.address import RUNNING, Address, data_home, read_address, running
from webui.storage.settings import data_folder


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.168.1.5", Address("192.168.1.5", 5757)),
        ("192.168.1.5:6001", Address("192.168.1.5", 6001)),
        (" sidestage.local:5757 ", Address("sidestage.local", 5757)),
        ("6001", Address("127.0.0.1", 6001)),
        ("http://192.168.1.5:5757/", Address("192.168.1.5", 5757)),
        ("http://192.168.1.5:5757/#p8mJpFW2b1YxQ0Z5c3d2_g", Address("192.168.1.5", 5757)),
        ("http://sidestage.local", Address("sidestage.local", 80)),
        ("[::1]:5757", Address("::1", 5757)),
    ],
)
def test_an_address_may_be_written_in_many_ways(text: str, address: Address) -> None:
    assert read_address(text) == address
    assert read_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://192.168.1.5:5757",
        "host:port",
        "host:99999",
        "http://",
        "host:0",
        "127.0.0.010",
        "127.1:5757",
        "0x7f.0.0.1",
        "http://2130706433/",
        "127.0.0.1.",
        "[1::2::3]",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no address of a Sidestage"):
        read_address(text)


def test_the_running_sidestage_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert running() == Address("127.0.0.1", 5757)
    instance = Instance(data_folder(None))
    assert running() == Address("127.0.0.1", 5757)
    instance.tell("http://127.0.0.1:6001/")
    assert running() == Address("127.0.0.1", 6001)
    instance.release()
    assert running() == Address("127.0.0.1", 5757)
    (tmp_path / RUNNING).write_text(json.dumps([1]))
    assert running() == Address("127.0.0.1", 5757)


@pytest.mark.parametrize(("system", "folders"), [("linux", Unix), ("darwin", MacOS)])
def test_it_looks_where_sidestage_keeps_its_data_on_each_system(
    system: str, folders: type[Unix | MacOS], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = folders("Sidestage", appauthor=False).user_data_path
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert RUNNING.name == INFO
    assert data_home() / RUNNING.parent == expected


def test_on_windows_that_is_the_local_application_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert data_home() == tmp_path
