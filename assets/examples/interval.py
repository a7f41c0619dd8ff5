"""While Act says Interval, the note to all counts down fifteen minutes. Show: Theatre."""

from time import monotonic

from webui.program import connect

LASTS = 15 * 60

stage = connect()
ends = monotonic() + LASTS

while stage.wait(1):
    left = round(ends - monotonic())
    if stage["act"] != "Interval":
        ends = monotonic() + LASTS
    elif left >= 0:
        stage["note"] = f"Interval: {left // 60}:{left % 60:02} left"
