"""Programs that nobody here wrote: liblo's, Pure Data, Csound and SuperCollider."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.links.osc.conftest import Listen
from tests.links.osc.desks import SHOW, Listening, free_port

HERE = Path(__file__).parent
PATIENCE = 60
long = pytest.mark.skipif("LONG" not in os.environ, reason="LONG=1 runs it")

Start = Callable[..., "subprocess.Popen[str]"]


def needs(program: str) -> pytest.MarkDecorator:
    """Skip a test where a program is not installed."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def run(*command: str | Path) -> None:
    """Run a program to its end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, env=environment)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program; it ends with the test."""
    running: list[subprocess.Popen[str]] = []

    def started(*command: str | Path) -> subprocess.Popen[str]:
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()


@needs("oscsend")
def test_what_oscsend_sends(listening: Listening) -> None:
    to = ("oscsend", f"osc.udp://127.0.0.1:{listening.port}")
    run(*to, "/sidestage/level", "f", "12.5")
    run(*to, "/ch/01/mix/on", "T")
    run(*to, "/sidestage/note", "s", "from liblo")
    run(*to, "/sidestage/spot", "if", "1", "0.5")
    run(*to, "/sidestage/{song,xyz}", "s", "b")
    listening.boss.sees(level=12.5, mute=True, note="from liblo", spot=[1, 0.5], song="b")
    run(*to, "/stop", "N")
    assert listening.wrong() == {}


@needs("pd")
@pytest.mark.parametrize(("said", "who"), [({"from": "any"}, "pd"), ({}, "127.0.0.1")])
def test_a_round_trip_through_pure_data(
    listen: Listen, start: Start, tmp_path: Path, said: dict[str, str], who: str
) -> None:
    """Pd halves what it is told of one fader and says it of another, from a port of its own choice."""
    listens = free_port()
    controls = [*SHOW["controls"], {"id": "half", "type": "fader", "max": 100}]
    listening = listen(
        {**SHOW, "controls": controls}, targets=[{"id": "pd", "host": "127.0.0.1", "port": listens, **said}]
    )
    patch = tmp_path / "half.pd"
    text = HERE.joinpath("half.pd").read_text().replace("LISTENS", str(listens))
    patch.write_text(text.replace("SPEAKS", str(listening.port)))
    pd = start("pd", "-nogui", "-noprefs", "-noaudio", "-nomidi", "-stderr", patch)
    assert pd.stdout
    for line in pd.stdout:
        if line.startswith("ready:"):
            break
    else:
        pytest.fail("Pure Data did not start")
    boss = listening.boss
    for level in (40, 80, 33):
        boss.move(level=level)
        boss.sees(half=level / 2)
    assert set(listening.look()["came"]) == {who}


CSOUND = """<CsoundSynthesizer>
<CsOptions>
-n -d
</CsOptions>
<CsInstruments>
instr 1
  OSCsend 1, "127.0.0.1", PORT, "/sidestage/level", "f", 12.5
  OSCsend 1, "127.0.0.1", PORT, "/sidestage/note", "s", "from Csound"
endin
</CsInstruments>
<CsScore>
i 1 0 0.1
</CsScore>
</CsoundSynthesizer>
"""


@needs("csound")
def test_what_csound_sends(listening: Listening, tmp_path: Path) -> None:
    score = tmp_path / "score.csd"
    score.write_text(CSOUND.replace("PORT", str(listening.port)))
    run("csound", score)
    listening.boss.sees(level=12.5, note="from Csound")
    assert listening.wrong() == {}


SUPERCOLLIDER = """
var stage = NetAddr("127.0.0.1", PORT);
stage.sendMsg("/sidestage/level", 12.5);
stage.sendBundle(0.2, ["/sidestage/note", "from SuperCollider"], ["/ch/01/mix/on", 1]);
0.exit;
"""


@long
@needs("sclang")
def test_what_supercollider_sends(listening: Listening, tmp_path: Path) -> None:
    """Its bundles have times that are ahead."""
    script = tmp_path / "send.scd"
    script.write_text(SUPERCOLLIDER.replace("PORT", str(listening.port)))
    run("sclang", script)
    listening.boss.sees(level=12.5, note="from SuperCollider", mute=True)
    assert listening.wrong() == {}
