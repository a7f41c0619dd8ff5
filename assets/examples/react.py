"""A program for the stage: it knows all values, reacts to a move, sets a control and feeds a number. Show: React."""

from webui.program import connect

stage = connect()


@stage.on("left")
def left(value):
    if stage["both"]:
        stage["right"] = value


while stage.wait(0.5):
    stage.feed("sum").push(stage["left"] + stage["right"])
