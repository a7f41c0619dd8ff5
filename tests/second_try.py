"""A plugin for pytest: list the tests that failed first and did not fail on their second try.

`make unit` loads it when it runs what failed once more (`--last-failed`). The list is printed at the end of the run and
written to build/second-try.txt, a test a line. The run's exit code stays what it is.
"""

from pathlib import Path

import pytest

LIST = Path("build", "second-try.txt")

ENDED = ("passed", "skipped", "xfailed", "failed", "error")
"""How a test can end, as pytest's reporter calls it."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print and write the list."""
    ended = {kind: {report.nodeid for report in terminalreporter.getreports(kind)} for kind in ENDED}
    failed = ended["failed"] | ended["error"]
    names = sorted(set().union(*ended.values()) - failed)
    if names:
        terminalreporter.section(f"failed first, but not on the second try ({LIST})")
        for name in names:
            terminalreporter.write_line(name)
        path = config.rootpath / LIST
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
