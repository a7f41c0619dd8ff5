"""The server that a reader of the articles writes first: every move, and every number, is re-emitted.

`python -m tests.bench.peers.article PORT`. With `--withhold` it tells its first two clients nothing, to see that a
run notices: what one of them moved itself, it need not be told.
"""

import logging
import sys

from flask import Flask, request
from flask_socketio import SocketIO, emit

app = Flask(__name__)
sockets = SocketIO(app)
state: dict[str, object] = {}
forgotten: list[str] = []


@sockets.on("connect")  # type: ignore[untyped-decorator]
def connected() -> None:
    if "--withhold" in sys.argv and len(forgotten) < 2:
        forgotten.append(request.sid)  # type: ignore[attr-defined]


@sockets.on("value changed")  # type: ignore[untyped-decorator]
def changed(move: dict[str, object]) -> None:
    state[str(move["who"])] = move["data"]
    emit("update value", move, broadcast=True, skip_sid=forgotten)


@sockets.on("newnumber", namespace="/test")  # type: ignore[untyped-decorator]
def newnumber(number: dict[str, object]) -> None:
    emit("newnumber", number, broadcast=True)


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    sockets.run(app, host="127.0.0.1", port=int(sys.argv[1]), allow_unsafe_werkzeug=True)
