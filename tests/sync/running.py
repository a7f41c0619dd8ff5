"""Runs the model, with the program as it is or with a mistake in it: `python -m tests.sync.running "no gap check" 300`.

Prints as JSON whether a promise was broken, and how.
"""

import importlib.abc
import importlib.util
import json
import logging
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from tests.stage import ROOT
from tests.sync.mutants import MUTANTS, PAGE, Mutant
from tests.sync.promises import Broken

STEPS = 40
"""Rules in one example."""


class _Patched(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a text that is not its file's."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.file.removesuffix(".py").replace("/", ".")
        self.loaded = False
        self._text = mutant.text()
        self._path = str(ROOT / mutant.file)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self, origin=self._path) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._text, self._path, "exec"), module.__dict__)
        self.loaded = True


def usual(examples: int, **more: Any) -> settings:
    """How the model is run: the same examples each time."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        **more,
    )


def run(patches: Mapping[str, str], how: settings) -> None:
    """Run the model; raises Broken."""
    from hypothesis.stateful import run_state_machine_as_test

    from tests.sync.pages import Pages
    from tests.sync.troubles import Stage

    log = logging.getLogger("webui")
    level = log.level
    log.setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        Stage.pages = Pages(Path(folder), patches)
        try:
            run_state_machine_as_test(Stage, settings=how)
        finally:
            Stage.pages.close()
            log.setLevel(level)


def noticed(mutant: Mutant, examples: int) -> str | None:
    """Run the model with a mistake; returns the promise that broke, if one did."""
    patches = {}
    finder = None
    if mutant.file.startswith(PAGE):
        patches[mutant.file.removeprefix(PAGE)] = mutant.text()
    else:
        finder = _Patched(mutant)
        if finder.name in sys.modules:
            raise RuntimeError(f"{finder.name} was loaded without its mistake")
        sys.meta_path.insert(0, finder)
    try:
        run(patches, usual(examples, phases=[Phase.generate]))
    except Broken as broken:
        return broken.promise
    finally:
        if finder and not finder.loaded:
            raise RuntimeError(f"{finder.name} was never loaded")
    return None


if __name__ == "__main__":
    found = next(mutant for mutant in MUTANTS if mutant.name == sys.argv[1])
    print(json.dumps({"broken": noticed(found, int(sys.argv[2]))}))
