"""Tap the beat on Thunder, and the fader Tempo takes it. Show: First run."""

from collections import deque
from time import monotonic

from webui.program import connect

stage = connect()
taps = deque(maxlen=5)


@stage.on("thunder")
def tap(pressed):
    if not pressed:
        return
    if taps and monotonic() - taps[-1] > 2:
        taps.clear()
    taps.append(monotonic())
    if len(taps) > 1:
        stage["tempo"] = 60 * (len(taps) - 1) / (taps[-1] - taps[0])


stage.wait()
