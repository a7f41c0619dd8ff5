"""What Sidestage keeps is its user's alone, whatever the umask is and whatever modes there were before."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stage import StageProcess
from tests.users import SOMEBODY, as_user, folder_of, needs_other_users
from webui.storage import settings
from webui.storage.private_files import is_private, make_file, make_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")

KEPT = ("sidestage.db", "sidestage.db-wal", "sidestage.db-shm", "sidestage.lock", "running.json", "settings.json")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def is_ours_alone(data: Path) -> None:
    assert mode(data) == 0o700
    for name in KEPT:
        assert mode(data / name) == 0o600, name
    texts = [path for path in (data / "generations").rglob("*") if path.is_file()]
    assert texts
    for path in texts:
        assert mode(path) == 0o600, path


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_first_start_makes_it_so(tmp_path: Path, stage_process: Callable[..., StageProcess], mask: int) -> None:
    with umask(mask):
        stage_process("--port", "0")
        is_ours_alone(tmp_path / "data")


def test_a_later_start_mends_it(tmp_path: Path, stage_process: Callable[..., StageProcess]) -> None:
    data = tmp_path / "data"
    stage_process("--port", "0").kill()
    for path in (data, *data.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    (data / "sidestage.db.damaged-2026-01-01").touch(0o644)
    stage_process("--port", "0")
    is_ours_alone(data)
    assert not [path for path in (data / "generations").rglob("*") if path.is_dir() and mode(path) != 0o700]
    assert mode(data / "sidestage.db.damaged-2026-01-01") == 0o600


@pytest.mark.parametrize("mask", [0o000, 0o777])
def test_a_file_is_made_private_or_becomes_so_and_keeps_what_is_in_it(tmp_path: Path, mask: int) -> None:
    path = tmp_path / "file"
    with umask(mask):
        make_file(path)
    assert mode(path) == 0o600
    path.write_text("kept", "utf-8")
    path.chmod(0o644)
    make_file(path)
    assert (mode(path), path.read_text("utf-8")) == (0o600, "kept")


def test_what_all_share_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    shared, link, other = tmp_path / "shared", tmp_path / "shared" / "settings.json", tmp_path / "other"
    shared.mkdir()
    shared.chmod(0o1777)
    other.touch()
    other.chmod(0o644)
    link.symlink_to(other)
    (shared / "sidestage.db").touch()
    (shared / "sidestage.db").chmod(0o644)
    (shared / "my.sidestage").touch()
    (shared / "my.sidestage").chmod(0o644)
    make_private(shared)
    assert [mode(path) for path in (shared, other, shared / "my.sidestage")] == [0o1777, 0o644, 0o644]
    assert mode(shared / "sidestage.db") == 0o600
    assert not is_private(shared)


def test_the_folder_is_made_where_it_is_wanted(tmp_path: Path) -> None:
    with umask(0o022):
        folder = settings.data_folder(tmp_path / "a" / "b")
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o755)
    assert is_private(folder)


@needs_other_users
def test_a_folder_of_somebody_elses_is_said_to_be_open() -> None:
    with folder_of(SOMEBODY + 1) as data:
        data.chmod(0o777)
        process = StageProcess(data, "--port", "0", prefix=as_user(SOMEBODY))
        process.kill()
        assert any(f"Other users of this computer can see what is in {data}" in line for line in process.lines)
        assert mode(data / "sidestage.db") == 0o600
