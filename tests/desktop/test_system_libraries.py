"""What is missing is found by trying, and named as this release of the system names it."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop import system_libraries
from desktop.system_libraries import (
    TEST_PROGRAMS,
    WINDOW_LIBRARIES,
    current_names,
    loads,
    missing_libraries,
    missing_programs,
    missing_python,
    provide,
)
from tests.stage import ROOT


def test_a_library_is_tried() -> None:
    assert loads("libc.so.6")
    assert not loads("libnowhere.so.0")


def test_only_what_does_not_load_is_missing() -> None:
    assert missing_libraries(lambda soname: soname != "libgbm.so.1") == ["libgbm1"]
    assert missing_libraries(lambda _soname: True) == []
    assert missing_libraries(lambda _soname: False) == list(WINDOW_LIBRARIES.values())


def test_only_programs_that_are_nowhere_are_missing() -> None:
    assert missing_programs(lambda program: None if program == "Xvfb" else "/usr/bin/it") == ["xvfb"]
    assert set(missing_programs(lambda _program: None)) <= set(TEST_PROGRAMS.values())


def test_one_of_several_programs_will_do() -> None:
    for there in ("chromium", "chromium-headless-shell"):
        assert "chromium-headless-shell" not in missing_programs(
            lambda program, there=there: program if program == there else None
        )


def test_where_there_is_no_package_for_the_shell_alone_the_whole_is_taken() -> None:
    assert current_names(["chromium-headless-shell"], {"chromium-headless-shell"}.__contains__) == [
        "chromium-headless-shell"
    ]
    assert current_names(["chromium-headless-shell"], lambda _name: False) == ["chromium"]


def test_a_python_without_venv() -> None:
    assert missing_python(lambda _module: object()) == []
    assert missing_python(lambda module: None if module == "ensurepip" else object()) == [
        f"python3.{sys.version_info.minor}-venv"
    ]


def test_packages_that_were_renamed_for_64_bit_time() -> None:
    renamed = {"libasound2t64", "libglib2.0-0t64"}
    assert current_names(["libasound2", "libglib2.0-0", "libgbm1"], renamed.__contains__) == [
        "libasound2t64",
        "libgbm1",
        "libglib2.0-0t64",
    ]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path with an apt of ours, which notes what it is asked for and knows one renamed package."""
    for name, script in {
        "apt-get": f'echo "$@" >> {tmp_path}/asked',
        "apt-cache": '[ "${@: -1}" = libasound2t64 ] && printf "Package: it\\nVersion: 1\\n"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_root_sees_the_command_before_it_runs(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 0)
    provide(["libasound2", "libgbm1"], "The window")
    install = "install --yes --no-install-recommends libasound2t64 libgbm1"
    assert (machine / "asked").read_text().splitlines() == ["update --quiet", install]
    assert capfd.readouterr().out == f"$ apt-get update --quiet\n$ apt-get {install}\n"


def test_anyone_else_is_told_the_command(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000)
    provide(["libasound2", "libgbm1"], "The window")
    assert not (machine / "asked").exists()
    assert "sudo apt-get install --yes --no-install-recommends libasound2t64 libgbm1\n" in capfd.readouterr().out


def test_without_apt_the_packages_are_named(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    provide(["libasound2", "libgbm1"], "The window")
    assert "libasound2 libgbm1" in capfd.readouterr().out


def test_it_runs_before_there_is_an_environment() -> None:
    """Set-up calls the file with the system's Python: nothing but the standard library may be imported."""
    script = ROOT / "desktop" / "system_libraries.py"
    done = subprocess.run([sys.executable, "-I", "-S", script, "?"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 2
    assert "found by trying" in done.stderr
