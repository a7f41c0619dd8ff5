"""A program for the stage: it knows all values, reacts to a move, sets a control and feeds a number."""

import sys

import socketio

stage = socketio.Client()
values = {}


@stage.on("update value")
def update(message):
    values[message["who"]] = message["data"]
    if message["who"] == "left" and values.get("both"):
        stage.emit("value changed", {"who": "right", "data": message["data"]})


stage.connect(sys.argv[1] if sys.argv[1:] else "http://127.0.0.1:5757", namespaces=["/", "/test"])
while True:
    if "/test" in stage.namespaces:
        total = values.get("left", 0) + values.get("right", 0)
        stage.emit("newnumber", {"feed": "sum", "number": total}, namespace="/test")
    stage.sleep(0.5)
