"""Settings survive a cut at any moment, and a damaged file costs nothing but the settings in it."""

import json
import os
from pathlib import Path

import pytest

from webui.storage import settings
from webui.storage.settings import Settings


def test_a_first_start_has_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == (Settings(), "")


def test_what_was_saved_is_there(tmp_path: Path) -> None:
    settings.save(tmp_path, Settings(port=5758))
    assert settings.load(tmp_path) == (Settings(port=5758), "")


def test_what_a_newer_version_added_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"port": 6000, "colour": "blue"}')
    assert settings.load(tmp_path) == (Settings(port=6000), "")


@pytest.mark.parametrize(
    "content", ["", '{"port": 57', "[]", "7", '{"port": "high"}', '{"port": 0}', '{"port": 70000}', '{"port": true}']
)
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_text(content)
    loaded, warning = settings.load(tmp_path)
    assert loaded == Settings()
    assert "damaged" in warning
    assert (tmp_path / "settings.broken.json").read_text() == content
    assert settings.load(tmp_path) == (Settings(), "")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"\xff\xfe\x00")
    assert "damaged" in settings.load(tmp_path)[1]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(tmp_path, Settings(port=5757))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        settings.save(tmp_path, Settings(port=6000))
    assert os.listdir(tmp_path) == ["settings.json"]
    assert json.loads((tmp_path / "settings.json").read_text()) == {"port": 5757}


def test_the_data_folder_is_made_where_it_is_wanted(tmp_path: Path) -> None:
    folder = settings.data_folder(tmp_path / "a" / "b")
    assert folder.is_dir()


def test_the_data_folder_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert settings.data_folder(None) == tmp_path / "Sidestage"
