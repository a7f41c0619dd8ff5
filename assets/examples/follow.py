"""One fader leads, and others follow it, each by its share. Show: Theatre."""

from webui.program import connect

SHARES = {"left": 0.5, "right": 0.5, "cyc": 0.3}

stage = connect()


@stage.on("wash", initial=False)
def follow(level):
    for fader, share in SHARES.items():
        stage[fader] = level * share


stage.wait()
