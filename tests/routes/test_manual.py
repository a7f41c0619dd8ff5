"""The manual: whom it is for, that each page and link of it is there, and that text is only ever text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SMALL, Serve
from tests.routes.test_surface import LAPTOP, TABLET, browser, secret
from webui.network.addresses import Address
from webui.routes.manual import INDEX, pages, render, title
from webui.serving import Serving


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SMALL, addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


def test_whoever_is_let_in_may_read_it(stage: Serving) -> None:
    stranger = browser(stage, TABLET, LAPTOP)
    assert stranger("/manual").location == stranger("/manual/qlab").location == "/"
    tablet = browser(stage, TABLET, LAPTOP)
    tablet("/join", "POST", json={"secret": secret(stage, "watcher")})
    for ask in (tablet, browser(stage, "127.0.0.1", "127.0.0.1")):
        page = ask("/manual")
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "<h1>The manual</h1>" in page.text
        assert ask("/manual/qlab").text.count("53000") > 0
        for wrong in ("nothing", "..", "../README", "qlab.md", "%2e%2e%2fqlab"):
            assert ask(f"/manual/{wrong}").status_code == 404


def test_every_page_is_reached_and_every_link_leads_somewhere() -> None:
    found = {name: str(render(path.read_text("utf-8"))) for name, path in pages().items()}
    led = {name: set(re.findall(r'href="/manual/([^"]+)"', html)) for name, html in found.items()}
    assert led[INDEX] == found.keys() - {INDEX}
    for name, html in found.items():
        assert led[name] <= found.keys()
        assert html.startswith(f"<h1>{title(pages()[name].read_text('utf-8'))}</h1>")
        # What the little renderer does not know would be seen as it stands.
        assert not re.search(r"\*\*|\]\(|^#|^\||```|<p>[-*] |<p>\d+\. ", html, re.MULTILINE), name


def test_what_a_page_is_made_of() -> None:
    text = """# One
Some *words*, **loud** ones,
and `code <b>`.
## Two
- a
  more
- b
1. c

| x | y |
|---|---|
| [q](qlab.md) | [out](http://x/) |
```json
{"a": 1}
```
"""
    assert str(render(text)).split("\n") == [
        "<h1>One</h1>",
        "<p>Some <em>words</em>, <strong>loud</strong> ones, and <code>code &lt;b&gt;</code>.</p>",
        "<h2>Two</h2>",
        "<ul><li>a more</li><li>b</li><li>c</li></ul>",
        "<table><thead><tr><th>x</th><th>y</th></tr></thead>"
        '<tbody><tr><td><a href="/manual/qlab">q</a></td><td>out</td></tr></tbody></table>',
        "<pre><code>{&#34;a&#34;: 1}</code></pre>",
    ]
    assert title("no heading") == ""


@given(st.text(alphabet="#-*|`[]()<>&\"'1. \nab/", max_size=60))
def test_text_is_only_ever_text(text: str) -> None:
    html = re.sub(
        r'</?(h\d|p|ul|ol|li|em|strong|code|pre|table|thead|tbody|tr|th|td|a)>|<a href="/manual/\w+">',
        "",
        str(render(text)),
    )
    assert not re.search(r"[<>\"']", html)
