"""The command line: wires everything together, and is the only place that does."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desktop.arguments import FIRST_PORT, parse
from desktop.ending import tell, tell_what_is_lost, wait_longer
from desktop.instance import AlreadyRunning, Instance
from desktop.stopping import Stopping, leave
from desktop.terminal import code, complain, draw, say, take_over
from desktop.window import toolkits
from desktop.window.startup_dialogs import Front
from webui.core.errors import NewerShow, ShowError, SidestageError, Unreadable
from webui.core.printable import printable
from webui.network import addresses
from webui.resources import resource
from webui.shows.generations import Generations
from webui.storage import settings
from webui.storage.private_files import is_private

if TYPE_CHECKING:
    from webui.serving import Serving

PORTS_TO_TRY = 100
FOLLOW_S = 2.0
"""From one look at the computer's addresses to the next."""

HUNG = "hung.txt"
HERE = "127.0.0.1"

DONE = 0
LOST = 1
CANNOT = 2
ALREADY_RUNNING = 3


class CannotStart(Exception):
    """The lines that tell the user why."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


def run() -> NoReturn:
    """The console script."""
    take_over()
    leave(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    if len(argv) == 2 and argv[0] == toolkits.PROBE_ARGUMENT:
        return toolkits.probe(argv[1])
    if len(argv) == 3 and argv[0] == toolkits.TELL_ARGUMENT:
        return tell(argv[1], argv[2])
    arguments = parse(argv)
    stopping = Stopping()
    stopping.listen_to_signals()
    wants_window = not arguments.headless
    if wants_window and not toolkits.has_display():
        say("No display: running without a window.")
        wants_window = False
    serving: Serving | None = None
    with ExitStack() as cleanup:
        # The child that tries the toolkit works while the server starts.
        probe = toolkits.Probe() if wants_window else None
        if probe is not None:
            cleanup.callback(probe.give_up)
        front = Front(probe, stopping)
        try:
            data, instance = own_data_folder(arguments.data, cleanup)
            stopping.notes = data / HUNG
            serving = start_or_mend(arguments, data, front, cleanup)
            tell_others(instance, serving.url)
        except AlreadyRunning as error:
            offer_the_other(error, front)
            return ALREADY_RUNNING
        except CannotStart as error:
            front.tell("Sidestage can't start.", *error.lines)
            return CANNOT
        except SidestageError as error:
            front.tell("Sidestage can't start.", str(error))
            return CANNOT
        if not stopping.is_asked():
            say(f"Sidestage is ready: {serving.url}")
            reachable = reachable_at(arguments.host)
            announce(serving, reachable, with_operator=not wants_window)
            if probe is not None:
                show_window(serving, data, probe, stopping)
            else:
                follow_network(serving, arguments.host, reachable, stopping)
        by_hand = probe is not None and not stopping.is_asked()
        serving.on_wait = lambda why, seconds: wait_longer(why, seconds, stopping)
        stopping.ask()
    stopping.is_over()
    if not serving.lost:
        return DONE
    tell_what_is_lost(serving.lost, probe if by_hand else None)
    return LOST


def own_data_folder(wanted: Path | None, cleanup: ExitStack) -> tuple[Path, Instance]:
    """The data folder, and our lock on it. Raises AlreadyRunning, CannotStart."""
    try:
        data = settings.data_folder(wanted)
        if not is_private(data):
            complain(f"Other users of this computer can see what is in {data}: its owner can forbid it (chmod 700).")
        instance = Instance(data)
    except OSError as error:
        what_to_do = "Make it one that you can write to, or name another with --data."
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what_to_do = "Make room there, and start again."
        raise CannotStart(
            f"The data folder can't be used: {error.strerror} ({printable(error.filename)}). {what_to_do}"
        ) from None
    cleanup.callback(instance.release)
    return data, instance


def tell_others(instance: Instance, url: str) -> None:
    """Leave word for a second start. On a full disk it will find nothing, and the show goes on."""
    try:
        instance.tell(url)
    except OSError as error:
        complain(f"Where Sidestage runs can't be noted ({error.strerror}): a second start will not find it.")


def start_or_mend(arguments: argparse.Namespace, data: Path, front: Front, cleanup: ExitStack) -> Serving:
    """As start(), with the show that was open last if none is named.

    A show that is damaged may be brought back from its last good version; one that nobody named just now keeps nobody
    from starting.
    """
    from webui.serving import FIRST_RUN, GENERATIONS
    from webui.shows.document import last_good
    from webui.shows.library import last_show

    note, is_named = "", arguments.show is not None
    if not is_named:
        remembered, warning = settings.load(data)
        complain(warning)
        arguments.show, note = last_show(remembered.recent)
    path = (arguments.show or data / FIRST_RUN).absolute()
    may_be_another = not is_named and arguments.show is not None
    name = printable(path.name)
    generations = Generations(data / GENERATIONS)
    if arguments.last_good:
        bring_back(path, generations)
    try:
        return start(arguments, data, cleanup, note)
    except NewerShow as error:
        if may_be_another:
            return start_with_first_run(arguments, data, cleanup, f"{name}: {error}")
        raise CannotStart(f"{name}: {error}. The file is as it was: open it with that newer one.") from None
    except ShowError as error:
        # A file that can't be read may be right: nothing is put in its place.
        is_there = isinstance(error, Unreadable) and not error.gone
        good = "" if is_there else last_good(path, generations)
        if not good and may_be_another:
            return start_with_first_run(arguments, data, cleanup, str(error))
        if not good:
            what = "See that it is a file that can be read" if is_there else "Mend that file"
            raise CannotStart(str(error), f"{what}, or start with another show.") from None
        yes, other = f"Open the last good version of {good}", ("Open the first-run show",) if may_be_another else ()
        answer = front.ask(f"{name} can't be opened.", str(error), (yes, *other, "Quit"))
        if answer == yes:
            bring_back(path, generations)
            return start(arguments, data, cleanup)
        if answer in other:
            return start_with_first_run(arguments, data, cleanup, str(error))
        raise CannotStart(
            str(error),
            f"The last good version is of {good}. To open that, add --last-good to the command line; the file as it is "
            "now stays beside it.",
        ) from None


def start_with_first_run(arguments: argparse.Namespace, data: Path, cleanup: ExitStack, why: str) -> Serving:
    """As start(), where the show that was open last can't be."""
    arguments.show = None
    return start(arguments, data, cleanup, f"{why} So this is the first-run show.")


def bring_back(path: Path, generations: Generations) -> None:
    """Puts a show's last good version in its place. Raises CannotStart."""
    from webui.shows.document import restore

    try:
        aside = restore(path, generations)
    except OSError as error:
        raise CannotStart(f"{printable(path)} can't be written: {error.strerror}.") from None
    if aside is None:
        raise CannotStart(f"No good version of {printable(path)} is kept. Start without --last-good.")
    was = "" if aside == path else f" What it was is kept as {printable(aside)}."
    complain(f"{printable(path.name)} is its last good version again.{was}")


def offer_the_other(error: AlreadyRunning, front: Front) -> None:
    """A second start shows its user the way to the first."""
    complain(error)
    here = "Open it in the browser"
    choices = (here, "Close") if error.url else ("Close",)
    if front.ask("Sidestage is already running.", str(error), choices) == here:
        toolkits.open_in_browser(error.url)


def start(arguments: argparse.Namespace, data: Path, cleanup: ExitStack, note: str = "") -> Serving:
    """A server that answers; to stop it is left to the cleanup. Raises CannotStart, SidestageError.

    `note` tells the user why this is another show than they may expect.
    """
    remembered, warning = settings.load(data)
    if warning:
        complain(warning)
    from webui.serving import PortTaken, Serving

    ports = ports_to_try(arguments.port, remembered.port)
    try:
        serving = Serving(
            data=data,
            show=arguments.show,
            host=arguments.host,
            ports=ports,
            origins=arguments.allow_origin,
            addresses=lambda: addresses.served(arguments.host),
            named=not addresses.is_loopback(arguments.host),
            per_address=arguments.per_address,
        )
        cleanup.callback(serving.close)
        serving.start()
    except PortTaken as error:
        raise CannotStart(f"{error} Start with another --port, or without: then Sidestage finds a free one.") from None
    complain(serving.warning)
    if note:
        complain(note)
        serving.document.say(note)
    if ports[0] not in (0, serving.port):
        complain(f"Port {ports[0]} is taken: Sidestage uses {serving.port} instead.")
    if serving.port != remembered.port:
        remember(data, port=serving.port)
    return serving


def ports_to_try(wanted: int | None, last: int | None) -> Sequence[int]:
    if wanted is not None:
        return [wanted]
    first = [last] if last is not None else []
    return list(dict.fromkeys([*first, *range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY)]))


def reachable_at(host: str) -> str | None:
    """The address at which a tablet reaches us best."""
    return next((address.ip for address in addresses.served(host) if address.is_up), None)


def announce(serving: Serving, reachable: str | None, with_operator: bool) -> None:
    if reachable is None:
        say("No other computer can reach it: there is no network, or --host keeps it to this one.")
    else:
        announce_code(serving, reachable)
    if with_operator:
        say(f"An operator joins here: {serving.operator_link(reachable or HERE)}")


def announce_code(serving: Serving, reachable: str) -> None:
    link = serving.join_link(reachable)
    now = serving.code()
    if link is None or now is None:
        say("The join code has ended. An operator can make a new one.")
    else:
        say(f"Tablets join here: {link}")
        draw(code(link))
        digits = " ".join(now.digits[at : at + 3] for at in range(0, len(now.digits), 3))
        say(f"Or they open {link.partition('#')[0]} and type {digits}")


def announce_link_here(serving: Serving, before: str) -> str:
    """Says the link for a browser on this computer, where it needs one, and unless it is the one of before."""
    link = serving.link_here() if serving.needs_link else ""
    if link and link != before:
        say(f"A browser on this computer opens this link, once: {link}")
    return link


def follow_network(serving: Serving, host: str, reachable: str | None, stopping: Stopping) -> None:
    """Until asked to stop: says the new link when the best address or the code changed."""
    known, here = serving.code(), announce_link_here(serving, "")
    while not stopping.wait(FOLLOW_S):
        here = announce_link_here(serving, here)
        now, code_now = reachable_at(host), serving.code()
        if (now, code_now) != (reachable, known):
            say("The network changed." if now != reachable else "The join code changed.")
            reachable, known = now, code_now
            announce(serving, reachable, with_operator=True)


def show_window(serving: Serving, data: Path, probe: toolkits.Probe, stopping: Stopping) -> None:
    remembered, _ = settings.load(data)
    icon = resource("assets", "icons", "sidestage.png")
    view = toolkits.View(serving.link_here(), serving.title, data / "window", icon, remembered.window)
    try:
        toolkit = probe.toolkit()
        if stopping.is_asked():
            return
        place = toolkits.show(view, toolkit, stopping, serving)
    except toolkits.NoWindow as error:
        complain(*f"No window can be shown: {error}".splitlines())
        if toolkits.open_in_browser(serving.link_here() if serving.needs_link else serving.url):
            say("The surface is open in your browser instead. Ctrl+C here stops Sidestage.")
        else:
            say("Running without a window. Ctrl+C here stops Sidestage.")
        stopping.wait()
        return
    if place != remembered.window:
        remember(data, window=place)


def remember(data: Path, **what: object) -> None:
    try:
        settings.change(data, **what)
    except OSError as error:
        complain(f"The settings can't be saved ({error.strerror}), so Sidestage will not remember them.")


if __name__ == "__main__":
    run()
