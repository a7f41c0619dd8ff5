"""Programs of other users of this computer, for tests that run as root; and a reverse proxy."""

import os
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SOMEBODY = 12345
"""A user who is nobody else here."""

needs_other_users = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="to be another user needs Linux, root and setpriv",
)


def as_user(uid: int) -> tuple[str, ...]:
    """What stands before a command so that another user runs it."""
    return ("setpriv", f"--reuid={uid}", "--clear-groups")


@contextmanager
def folder_of(uid: int) -> Iterator[Path]:
    """A folder of another user's: nobody else may look into those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, uid, uid)
        yield Path(folder)


_ASK = """
import socket, sys
host, port = sys.argv[1], int(sys.argv[2])
with socket.create_connection((host, port)) as connection:
    connection.settimeout(20)
    connection.sendall(sys.stdin.buffer.read())
    while data := connection.recv(65536):
        sys.stdout.buffer.write(data)
"""


def raw(host: str, port: int, request: bytes, prefix: tuple[str, ...] = ()) -> str:
    """Send a request as it is from a process of its own, and return the whole answer."""
    command = [*prefix, sys.executable, "-c", _ASK, host, str(port)]
    done = subprocess.run(command, input=request, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("latin-1")


def ask(
    port: int,
    path: str = "/",
    *headers: str,
    body: str = "",
    host: str = "127.0.0.1",
    prefix: tuple[str, ...] = (),
    called: str = "",
) -> str:
    """Send a request from a process of its own, and return the whole answer; with a body it is a POST of JSON."""
    name = called or (f"[{host}]" if ":" in host else host)
    said = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: {name}:{port}", *headers]
    said += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return raw(host, port, "\r\n".join([*said, "", body]).encode("latin-1"), prefix)


def status(answer: str) -> int:
    """Return an answer's status."""
    return int(answer.split(" ", 2)[1])


@contextmanager
def proxy(port: int, *headers: str) -> Iterator[int]:
    """A reverse proxy of this user, which gives these headers to each request. Gives its own port."""

    class PassesOn(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            lines = list(iter(self.rfile.readline, b"\r\n"))
            rest = b"".join(lines[1:]).replace(b":%d" % server.server_address[1], b":%d" % port)
            size = next((int(line.split()[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
            said = [lines[0], *(f"{header}\r\n".encode() for header in headers), rest, b"\r\n", self.rfile.read(size)]
            with socket.create_connection(("127.0.0.1", port)) as behind:
                behind.sendall(b"".join(said))
                while data := behind.recv(65536):
                    self.wfile.write(data)

    with socketserver.TCPServer(("127.0.0.1", 0), PassesOn) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
