"""A show that is opened by a symbolic link, and what a file is besides its text: saving changes the text alone."""

import json
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Serve
from webui.core.errors import Unwritable
from webui.serving import Serving

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, modes and owners as POSIX has them")

NAMELESS = {key: value for key, value in SMALL.items() if key != "id"}
"""A show whose file has no id: it goes by where the file is."""


def target_of(tmp_path: Path, show: object = NAMELESS) -> Path:
    """Write a show file into a folder of its own."""
    folder = tmp_path / "shows"
    folder.mkdir()
    path = folder / "real.sidestage"
    path.write_text(json.dumps(show), encoding="utf-8")
    return path


def linked(tmp_path: Path, hops: int = 1) -> tuple[Path, Path]:
    """Return a link, over so many more, and the file that it leads to."""
    target = target_of(tmp_path)
    to: Path | str = os.path.relpath(target, tmp_path)
    for hop in range(hops):
        link = tmp_path / f"link-{hop}.sidestage"
        link.symlink_to(to)
        to = link.name
    return link, target


def label(data: dict[str, object]) -> None:
    """An edit."""
    data["name"] = f"{data['name']}!"


@pytest.mark.parametrize("hops", [1, 3])
def test_edits_and_saves_through_a_link_keep_link_id_and_values(serve: Serve, tmp_path: Path, hops: int) -> None:
    link, target = linked(tmp_path, hops)
    stage = serve(link)
    with closing(Page(stage.url)) as page:
        id = page.show["id"]
        page.move(slider1=37)
        for number in (1, 2, 3):
            stage.document.edit(label)
            page.wait(lambda number=number: page.show["name"] == "Small" + "!" * number)
            assert (page.show["id"], page.values["slider1"]) == (id, 37)
            assert link.is_symlink()
        stage.document.save()
        assert link.is_symlink()
        saved = json.loads(target.read_text("utf-8"))
        assert saved["name"] == "Small!!!"
        assert saved["controls"][0]["value"] == 37
        page.move(slider1=38)
    stage.close()
    for path in (link, target):
        again = serve(path)
        with closing(Page(again.url)) as page:
            assert (page.show["id"], page.values["slider1"]) == (id, 38)
        again.close()


def test_an_editor_that_puts_a_file_in_the_links_place_takes_no_values_with_it(serve: Serve, tmp_path: Path) -> None:
    link, _ = linked(tmp_path)
    stage = serve(link)
    with closing(Page(stage.url)) as page:
        page.move(slider1=37)
        other = tmp_path / "new"
        other.write_text(json.dumps({**NAMELESS, "name": "Edited"}))
        os.replace(other, link)
        page.wait(lambda: page.show["name"] == "Edited")
        assert page.values["slider1"] == 37


def test_a_link_that_is_led_elsewhere_is_seen(serve: Serve, tmp_path: Path) -> None:
    link, target = linked(tmp_path)
    stage = serve(link)
    with closing(Page(stage.url)) as page:
        other = target.with_name("other.sidestage")
        other.write_text(json.dumps({**NAMELESS, "name": "Other"}))
        new = tmp_path / "new"
        new.symlink_to(other)
        os.replace(new, link)
        page.wait(lambda: page.show["name"] == "Other")
        stage.document.save()
        assert "checksum" in json.loads(other.read_text())
        assert "checksum" not in json.loads(target.read_text())


def test_the_last_good_version_comes_back_behind_the_link(serve: Serve, tmp_path: Path) -> None:
    link, target = linked(tmp_path)
    stage = serve(link)
    target.chmod(0o640)
    target.write_text("damaged")
    stage.document.open_last_good(link)
    assert link.is_symlink()
    assert json.loads(target.read_text()) == NAMELESS
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.with_name("real (damaged).sidestage").read_text() == "damaged"


@pytest.mark.parametrize("mode", [0o644, 0o664, 0o600, 0o660, 0o666, 0o755])
def test_a_file_keeps_its_mode(stage: Serving, mode: int) -> None:
    path = stage.document.path
    path.chmod(mode)
    stage.document.save()
    stage.document.edit(label)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_keeps_its_owner_and_group(stage: Serving) -> None:
    path = stage.document.path
    os.chown(path, 12345, 54321)
    path.chmod(0o640)
    stage.document.save()
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 54321, 0o640)


def test_a_file_keeps_what_else_is_noted_of_it(stage: Serving) -> None:
    path = stage.document.path
    try:
        os.setxattr(path, "user.colour", b"red")
    except (AttributeError, OSError):
        pytest.skip("this disk notes nothing else")
    stage.document.save()
    assert os.getxattr(path, "user.colour") == b"red"


def test_a_file_that_is_read_only_is_not_written_over(stage: Serving, tmp_path: Path) -> None:
    path = stage.document.path
    with closing(Page(stage.url)) as page:
        path.chmod(0o444)
        before = path.stat()
        text = path.read_bytes()
        page.move(slider1=3)
        for write in (stage.document.save, lambda: stage.document.edit(label), lambda: stage.document.save_as(path)):
            with pytest.raises(Unwritable, match="is read-only, so it is not written over"):
                write()
        after = path.stat()
        assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)
        assert path.read_bytes() == text
        assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "test.sidestage"]
        stage.document.save_as(tmp_path / "copy")
        page.wait(lambda: page.show["name"] == "copy")
        assert page.values["slider1"] == 3


def test_a_link_to_a_file_that_is_read_only(serve: Serve, tmp_path: Path) -> None:
    link, target = linked(tmp_path)
    stage = serve(link)
    target.chmod(0o444)
    with pytest.raises(Unwritable, match="is read-only"):
        stage.document.edit(label)
    assert link.is_symlink()
    assert json.loads(target.read_text()) == NAMELESS


def test_the_last_good_version_of_a_file_that_is_read_only(stage: Serving, tmp_path: Path) -> None:
    path = stage.document.path
    path.write_text("damaged")
    path.chmod(0o444)
    with pytest.raises(Unwritable, match="it is read-only"):
        stage.document.open_last_good(path)
    assert path.read_text() == "damaged"
    assert not list(tmp_path.glob("*(damaged)*"))
