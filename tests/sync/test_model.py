"""The model with the program as it is: whatever happens, in whatever order, all promises hold."""

import os

import pytest
from hypothesis import Phase, settings

from tests.sync.running import run, usual

LONG = "LONG" in os.environ
EXAMPLES = 60


@pytest.mark.timeout(3600 if LONG else 300)
def test_every_promise_holds_whatever_happens() -> None:
    how = usual(EXAMPLES, phases=[Phase.generate, Phase.shrink])
    if LONG:
        # Other examples each time; what fails is printed, smallest first.
        how = settings(how, max_examples=4000, derandomize=False, print_blob=True)
    run({}, how)
