"""`make quick` runs the tests of what a change touches, and no slow ones for it."""

from pathlib import Path, PurePosixPath

import pytest

from tests.quick import ROOT, mirror_of, touched


def exists(path: PurePosixPath) -> bool:
    return (ROOT / path).exists()


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("webui/sockets/pings.py", "tests/sockets"),
        ("webui/links/osc/receive/queue.py", "tests/links/osc/receive"),
        ("webui/links/osc/query_server.py", "tests/links/osc"),
        ("webui/core/show/controls/fader.py", "tests/core/show/controls"),
        ("webui/links/no_such_folder/new.py", "tests/links"),
        ("tests/routes/test_start.py", "tests/routes/test_start.py"),
        ("tests/browser/test_fader.py", "tests/browser/test_fader.py"),
        ("tests/test_quick.py", "tests/test_quick.py"),
        ("tests/quick.py", "tests/test_quick.py"),
        ("tests/links/harness.py", "tests/links"),
        ("tests/browser/surface.py", None),
        ("tests/routes/test_that_was_removed.py", None),
        ("desktop/instance.py", "tests/desktop/test_instance.py"),
        ("desktop/stopping.py", None),
        ("webui/static/js/main.js", None),
        ("webui/wire/wire.md", None),
        ("README.md", None),
    ],
)
def test_a_changed_file_is_tested_by_the_folder_that_mirrors_its_own(path: str, tests: str | None) -> None:
    assert mirror_of(path, exists) == (tests and PurePosixPath(tests))


def test_each_test_is_named_once_and_the_core_not_at_all() -> None:
    changed = ["webui/core/values.py", "webui/core/show/page.py", "tests/core/test_values.py", "webui/links/base.py"]
    changed += ["tests/links/test_holds.py", "webui/links/osc/receive/queue.py", "tests/browser/test_fader.py"]
    assert touched(changed, exists) == ["tests/browser/test_fader.py", "tests/links"]


def test_every_room_of_webui_has_a_folder_of_tests() -> None:
    rooms = [room for room in Path(ROOT, "webui").iterdir() if (room / "__init__.py").is_file()]
    assert rooms
    for room in rooms:
        path = f"webui/{room.name}/some_module.py"
        assert mirror_of(path, exists) == PurePosixPath("tests", room.name), f"{path} has no folder of tests"
