"""What a page loads before its first paint: named in its head, so that it comes at once, and light."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.conftest import Serve
from tests.routes.test_surface import browser
from tests.stage import ROOT
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.views import VIEW_TYPES
from webui.resources import resource
from webui.routes.module_preloads import modules

STATIC = resource("webui", "static")
MOST = 120_000
"""Bytes of JavaScript, each file packed by itself, before the first paint of any show that comes with Sidestage."""

SHOWS = [ROOT / "assets" / "first-run.sidestage", *sorted((ROOT / "assets" / "examples").glob("*.sidestage"))]


@pytest.mark.parametrize("path", SHOWS, ids=lambda path: path.stem)
def test_a_shows_page_names_what_it_needs_and_no_more_and_is_light(serve: Serve, path: Path) -> None:
    html = browser(serve(path), "127.0.0.1", "127.0.0.1")("/").text
    named = re.findall(r'<link rel="modulepreload" href="/static/[0-9a-f]+/([^"]+)">', html)
    found = re.search(r'<script type="application/json" class="first">(.*?)</script>', html)
    assert found
    pages = json.loads(found[1])["show"]["pages"]
    drawing = {f"js/controls/{control['type']}.js" for page in pages for control in page["controls"]}
    drawing |= {f"js/views/{view['type']}.js" for page in pages for view in page["views"]}
    assert set(named) == {script for entry in ("js/main.js", *drawing) for script in modules(entry)}
    assert len(named) == len(set(named))
    assert not [script for script in named if "uplot" in script]
    weight = sum(len(gzip.compress((STATIC / script).read_bytes())) for script in [*named, "js/boot.js"])
    assert weight < MOST


def test_every_type_of_control_and_view_has_a_script_of_its_name() -> None:
    for script in [
        *(f"js/controls/{kind}.js" for kind in CONTROL_TYPES),
        *(f"js/views/{kind}.js" for kind in VIEW_TYPES),
    ]:
        assert script in modules(script)


def test_imports_are_followed_wherever_they_stand_and_lead() -> None:
    found = modules("js/views/plot.js")
    assert found[0] == "js/views/plot.js"
    assert {"js/views/view.js", "js/ui/text_fit.js"} <= set(found)
    assert "vendor/uplot.js" not in found
    for script in modules("js/main.js"):
        text = re.sub(r"/\*.*?\*/", "", (STATIC / script).read_text(encoding="utf-8"), flags=re.DOTALL)
        # What is written in another way would be missed.
        if not script.startswith("vendor/"):
            assert text.count("from '.") == len(re.findall(r"^(?:import|export)\b[^;]*?from '\.", text, re.MULTILINE))
