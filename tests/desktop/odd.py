"""What may be in a file's place and is no file, or can't be found."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], object]


def _socket(path: Path) -> None:
    # A socket's address is short: it is bound where it is.
    here = os.open(path.parent, os.O_RDONLY)
    before = os.open(".", os.O_RDONLY)
    os.fchdir(here)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.fchdir(before)
        os.close(before)
        os.close(here)


def _link_to_a_pipe(path: Path) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    path.symlink_to("hop")
    path.with_name("hop").symlink_to(pipe)


def _loop(path: Path) -> None:
    path.symlink_to("there")
    path.with_name("there").symlink_to(path.name)


ODD: dict[str, tuple[Make, str]] = {
    "a pipe": (os.mkfifo, "it is a pipe, not a file"),
    "a link to a pipe": (_link_to_a_pipe, "it is a pipe, not a file"),
    "a device without an end": (lambda path: path.symlink_to("/dev/zero"), "it is a device, not a file"),
    "a terminal": (lambda path: path.symlink_to("/dev/tty"), "it is a device, not a file"),
    "a folder": (os.mkdir, "it is a folder, not a file"),
    "a socket": (_socket, "it is a socket, not a file"),
    "links in a circle": (_loop, "Too many levels of symbolic links"),
}
"""How each is made, and what is said of it."""
