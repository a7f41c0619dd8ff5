"""The tree of errors is as its drawing says."""

import re

from webui.core import errors


def test_the_drawing_is_the_tree() -> None:
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"([│├└─\s]*)([A-Z]\w+)\s{2,}|([│├└─\s]*)([A-Z]\w+)$", line):
            indent, name = len(found[1] or found[3] or ""), found[2] or found[4]
            above = [(depth, parent) for depth, parent in above if depth < indent]
            drawn[name] = above[-1][1] if above else "Exception"
            above.append((indent, name))
    real = {
        name: thing.__bases__[0].__name__
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, Exception)
    }
    assert drawn == real


def test_a_file_that_cannot_be_read_may_be_gone() -> None:
    assert not errors.Unreadable("its disk does not answer").gone
    error = errors.Unreadable("No such file", gone=True)
    assert (str(error), error.gone) == ("No such file", True)
