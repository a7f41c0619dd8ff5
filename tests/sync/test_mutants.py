"""The model bites: with a mistake in the program, a promise breaks."""

import dataclasses
import json
import subprocess
import sys

import pytest

from tests.stage import ROOT
from tests.sync.mutants import MUTANTS, DoesNotApply, Mutant

EXAMPLES = 1000
"""The most that the model may need. Most mistakes it notices within a few dozen."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_model_notices(mutant: Mutant) -> None:
    # In a process of its own: nothing of the program may be loaded without the mistake.
    command = [sys.executable, "-m", "tests.sync.running", mutant.name, str(EXAMPLES)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1])["broken"] in mutant.breaks


@pytest.mark.parametrize("old", ["this line is nowhere", "return"])
def test_a_mistake_that_is_not_made_is_none(old: str) -> None:
    with pytest.raises(DoesNotApply):
        dataclasses.replace(MUTANTS[0], old=old).text()
