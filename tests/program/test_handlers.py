"""A program's functions: whatever one of them does, the others are called, and it is said which one it was."""

import asyncio
import functools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, NoReturn

import pytest

from tests.clients import PATIENCE, Page
from tests.program.conftest import Notes
from tests.stage import ROOT
from webui.program import Stage
from webui.program.handlers import Handlers
from webui.serving import Serving


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


class OwnExit(BaseException):
    """Something that is no Exception."""


def by_exit(*said: object) -> NoReturn:
    sys.exit("enough")


def by_builtin(*said: object) -> NoReturn:
    raise SystemExit


def by_interrupt(*said: object) -> NoReturn:
    raise KeyboardInterrupt


def by_generator(*said: object) -> NoReturn:
    raise GeneratorExit


def by_cancelling(*said: object) -> NoReturn:
    raise asyncio.CancelledError


def by_its_own(*said: object) -> NoReturn:
    raise OwnExit


def by_group(*said: object) -> NoReturn:
    raise BaseExceptionGroup("several", [SystemExit(1), KeyboardInterrupt()])


def by_generator_inside(*said: object) -> NoReturn:
    def numbers() -> Any:
        yield 1
        sys.exit(3)

    list(numbers())
    raise AssertionError("never here")


def by_mistake(*said: object) -> NoReturn:
    raise ValueError("no such thing")


def by_depth(*said: object) -> NoReturn:
    by_depth(*said)


ENDS: list[Callable[..., NoReturn]] = [
    by_exit, by_builtin, by_interrupt, by_generator, by_cancelling, by_its_own, by_group, by_generator_inside,
    by_mistake, by_depth,
]  # fmt: skip

all_ends = pytest.mark.parametrize("ends", ENDS, ids=lambda one: one.__name__)


@all_ends
def test_however_a_function_ends_the_others_go_on_and_it_is_named(
    ends: Callable[..., NoReturn], program: Stage, page: Page, notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    program.on("slider1", initial=False)(ends)
    program.on("slider1", "slider2", initial=False)(ends)
    program.on(initial=False)(ends)
    program.on_refused(ends)
    program.on("slider1", initial=False)(notes)
    for value in (30, 31):
        page.move(slider1=value)
        notes.wait(lambda value=value: notes.heard[-1:] == [value])
    program["slider1"] = "no number"
    page.move(slider1=32)
    notes.hears(30, 31, 32)
    told = [record for record in caplog.records if record.name == "sidestage" and ends.__name__ in record.getMessage()]
    assert len(told) >= 6
    assert all("the program goes on" in record.getMessage() and record.exc_info for record in told)
    assert "Traceback" in caplog.text


@all_ends
def test_one_that_ends_at_its_first_value_is_called_again_with_the_next(
    ends: Callable[..., NoReturn], program: Stage, page: Page, notes: Notes
) -> None:
    @program.on("slider1")
    def first(value: Any) -> None:
        notes(value)
        ends(value)

    notes.hears(25)
    page.move(slider1=33)
    notes.hears(25, 33)


def test_the_thread_of_the_functions_lives_until_it_is_closed(caplog: pytest.LogCaptureFixture) -> None:
    handlers, called = Handlers(), threading.Event()
    handlers.refusals += [*ENDS, lambda who, reason: called.set()]
    handlers.refused("slider1", "no")
    assert called.wait(PATIENCE)
    assert handlers._thread.is_alive()
    handlers.close()
    handlers._thread.join(PATIENCE)
    assert not handlers._thread.is_alive()


class Conductor:
    """Methods, and objects that can be called, are functions as well."""

    def beat(self, *said: object) -> None:
        sys.exit()

    def __call__(self, *said: object) -> None:
        sys.exit()


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (Conductor().beat, "Conductor.beat"),
        (Conductor(), "Conductor"),
        (functools.partial(by_exit, 1), "by_exit"),
        (lambda *said: sys.exit(), "<lambda>"),
    ],
)
def test_whatever_can_be_called_is_named(
    function: Callable[..., object], name: str, program: Stage, page: Page, notes: Notes, caplog: Any
) -> None:
    program.on("slider1", initial=False)(function)
    program.on("slider1", initial=False)(notes)
    page.move(slider1=30)
    notes.hears(30)
    assert any(record.getMessage().startswith(name) for record in caplog.records)


async def later(value: Any) -> None: ...


def one_by_one(value: Any) -> Any:
    yield value


async def both(value: Any) -> Any:
    yield value


class Later:
    async def __call__(self, value: Any) -> None: ...


@pytest.mark.parametrize("function", [later, one_by_one, both, Later(), functools.partial(later)])
def test_what_a_call_would_not_run_is_refused_where_it_stands(function: Any, program: Stage) -> None:
    for register in (program.on("slider1"), program.on(), program.on_refused):
        with pytest.raises(TypeError, match="use a plain function"):
            register(function)
    assert not program._handlers.listeners


PROGRAM = """
import sys
from webui.program import connect
stage = connect(sys.argv[1])

@stage.on("slider1", initial=False)
def quits(value):
    sys.exit("never mind")

@stage.on("slider1", initial=False)
def echoes(value):
    print("heard", value, flush=True)

print("ready", flush=True)
print("goes on:", stage.wait(), flush=True)
"""


def test_ctrl_c_ends_a_program_whose_functions_quit(stage: Serving, page: Page) -> None:
    command = [sys.executable, "-c", PROGRAM, stage.url]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout
    assert program.stdout.readline() == "ready\n"
    for value in (30, 31):
        page.move(slider1=value)
        assert program.stdout.readline() == f"heard {value}\n"
    program.send_signal(signal.SIGINT)
    out, errors = program.communicate(timeout=PATIENCE)
    assert out == "goes on: False\n"
    assert program.returncode == 0
    assert errors.count("quits ended itself by sys.exit(); the program goes on.") == 2
    assert "never mind" in errors
