"""A bundle's browser is the system's, with the system's libraries."""

import os

import pytest

from desktop.bundle import browser_with_system_libraries, is_bundle, prepare_browser

CLEAN = "/bin/env --unset=LD_LIBRARY_PATH"


def installed(*programs: str) -> dict[str, str]:
    return {name: f"/bin/{name}" for name in ("env", *programs)}


def test_from_source_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_bundle()
    monkeypatch.setenv("BROWSER", "theirs")
    prepare_browser()
    assert os.environ["BROWSER"] == "theirs"


@pytest.mark.parametrize(
    ("environ", "programs", "wanted"),
    [
        ({}, ("xdg-open", "firefox"), f"{CLEAN} xdg-open %s &"),
        ({}, ("firefox",), f"{CLEAN} firefox %s &"),
        ({}, (), ""),
        ({"BROWSER": "mine"}, ("xdg-open",), f"{CLEAN} mine %s &"),
        ({"BROWSER": "mine --new %s:other"}, (), f"{CLEAN} mine --new %s:{CLEAN} other %s &"),
        ({"LD_LIBRARY_PATH_ORIG": "/opt/lib"}, ("firefox",), "/bin/env LD_LIBRARY_PATH=/opt/lib firefox %s &"),
    ],
)
def test_the_browser_gets_the_systems_libraries(
    environ: dict[str, str], programs: tuple[str, ...], wanted: str
) -> None:
    assert browser_with_system_libraries(environ, installed(*programs).get) == wanted
