"""The presets, opened in a real server and played by a page: what a desk and a program get, and what they say back.

The X32 and QLab are fakes that speak by the published addresses.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any, TypeVar

import pytest

from tests.clients import Page
from tests.conftest import Serve
from tests.desktop.processes import until
from tests.links.osc.fakes import X32, Fake, QLab
from webui.core.osc.edits import put_target
from webui.links.osc.switches import IN
from webui.serving import Serving

F = TypeVar("F", bound=Fake)
Opened = Callable[[str, F], tuple[Page, F]]


@pytest.fixture
def opened(serve: Serve) -> Iterator[Opened[Any]]:
    """Open a preset, say where its target is as an operator does, and look at it with a page."""
    with ExitStack() as stack:

        def open_preset(preset: str, fake: F, **keys: Any) -> tuple[Page, F]:
            stack.enter_context(closing(fake))
            stage = serve()
            stage.shows.example(preset)
            [target] = stage.document.show.osc.targets
            until(lambda: _show(stage) == stage.document.show.id, "for the preset")
            stage._engine.call(stage._app.desk.turn, IN, True)
            stage.document.edit(lambda data: put_target(data, target, {"host": "127.0.0.1", "port": fake.port, **keys}))
            until(lambda: _port(stage) == fake.port, "for the target")
            return stack.enter_context(closing(Page(stage.url))), fake

        yield open_preset


def _show(stage: Serving) -> str:
    return stage._engine.call(lambda: stage._engine.surface.show.id)


def _port(stage: Serving) -> int:
    return stage._engine.call(lambda: next(iter(stage._engine.surface.show.osc.targets.values())).port)


def near(page: Page, control: str, value: float) -> None:
    """Wait until a control is there, as nearly as a fader with 1024 places can say it."""
    page.wait(lambda: abs(page.values[control] - value) < 0.1, f"for {control} at {value}")


def press(page: Page, control: str) -> None:
    """Press and let go, and wait until both were taken."""
    n = page.op({}, [["press", control, page.now()], ["release", control]])
    page.wait(lambda: page.taken >= n, "for the press to be taken")


def test_an_x32_is_asked_and_not_overwritten_and_then_both_move_each_other(opened: Opened[X32]) -> None:
    desk = X32()
    desk.values |= {"/ch/01/mix/fader": 0.5, "/ch/02/mix/on": 0, "/main/st/mix/fader": 0.75}
    before = dict(desk.values)
    page, _ = opened("x32", desk, keep={"address": "/xremote", "every": 0.5})
    near(page, "ch-01", -10)
    near(page, "main", 0)
    page.sees(**{"mute-01": False, "mute-02": True, "ch-03": -90})
    assert desk.values == before
    assert not [said for said in desk.heard if said[1]]

    page.move(**{"ch-01": 0, "ch-16": -30, "mute-02": False, "mute-16": True})
    places = {"/ch/01/mix/fader": 0.75, "/ch/16/mix/fader": 0.25}
    desk.wait(lambda: all(abs(desk.values[one] - place) < 0.001 for one, place in places.items()), "for the faders")
    desk.wait(lambda: (desk.values["/ch/02/mix/on"], desk.values["/ch/16/mix/on"]) == (1, 0), "for the mutes")

    desk.move("/ch/07/mix/fader", 0.25)
    desk.move("/ch/07/mix/on", 0)
    near(page, "ch-07", -30)
    page.sees(**{"mute-07": True})
    desk.wait(lambda: len(desk.said("/xremote")) > 2, "for it to be kept listening")
    # What it said itself is not said back to it.
    assert not [said for said in desk.said("/ch/07/mix/fader") + desk.said("/ch/07/mix/on") if said]


def test_qlab_goes_once_for_each_press(opened: Opened[QLab]) -> None:
    page, qlab = opened("qlab", QLab())
    press(page, "go")
    press(page, "next")
    press(page, "go")
    press(page, "cue-8")
    qlab.wait(lambda: qlab.running == ["1", "3", "8"], "for the cues")
    press(page, "panic")
    qlab.wait(lambda: not qlab.running, "for the panic")
    assert [address for address, _ in qlab.heard] == ["/go", "/playhead/next", "/go", "/cue/8/start", "/panic"]
    assert not any(arguments for _, arguments in qlab.heard)


@pytest.mark.parametrize(
    ("preset", "moves", "presses", "heard"),
    [
        (
            "eos",
            {"fader-10": 50},
            ["bank", "go", "fire-2"],
            [
                ("/eos/fader/1/10", (0.5,)),
                ("/eos/fader/1/config/10", ()),
                ("/eos/key/go_0", (1.0,)),
                ("/eos/key/go_0", (0.0,)),
                ("/eos/fader/1/2/fire", (1.0,)),
                ("/eos/fader/1/2/fire", (0.0,)),
            ],
        ),
        (
            "touchosc",
            {"fader1": 25, "toggle4": True, "xy": [0.25, 0.75]},
            ["push16"],
            [
                ("/1/fader1", (0.25,)),
                ("/1/toggle4", (1.0,)),
                ("/3/xy1", (0.25, 0.75)),
                ("/2/push16", (1.0,)),
                ("/2/push16", (0.0,)),
            ],
        ),
        (
            "live",
            {"track-1": 0.5, "track-8": 0.25, "mute-3": True, "tempo": 90},
            ["play", "scene-2"],
            [
                ("/live/track/set/volume", (0, 0.5)),
                ("/live/track/set/volume", (7, 0.25)),
                ("/live/track/set/mute", (2, 1)),
                ("/live/song/set/tempo", (90.0,)),
                ("/live/song/start_playing", ()),
                ("/live/scene/fire", (1,)),
            ],
        ),
    ],
)
def test_what_the_others_get(
    opened: Opened[Fake],
    preset: str,
    moves: dict[str, Any],
    presses: list[str],
    heard: list[tuple[str, tuple[Any, ...]]],
) -> None:
    page, other = opened(preset, Fake())
    for control, value in moves.items():
        page.move(**{control: value})
    for control in presses:
        press(page, control)
    other.wait(lambda: all(other.heard.count(said) == 1 for said in heard), "for all that was done")
