"""The server and the page count the same characters, so that what fits in a field is taken."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_characters import texts
from webui.core.characters import cut

Ask = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """What the page's own code takes for characters, in a process of its own."""
    script = Path(__file__).with_name("characters.mjs")
    node = subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert node.stdin
    assert node.stdout
    given, answers = node.stdin, node.stdout

    def asked(text: str) -> list[str]:
        given.write(json.dumps(text) + "\n")
        given.flush()
        answer: list[str] = json.loads(answers.readline())
        return answer

    with closing(node.stdin):
        yield asked
    node.wait()
    answers.close()


@given(texts | st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=30))
def test_characters_are_the_same(ask: Ask, text: str) -> None:
    seen = ask(text)
    assert "".join(seen) == text
    assert [cut(text, most) for most in range(len(seen) + 1)] == ["".join(seen[:most]) for most in range(len(seen) + 1)]
