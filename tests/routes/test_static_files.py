"""What a page is made of: fetched once, named by what is in it, and never mixed with another version's."""

import re
from pathlib import Path

from tests.routes.test_surface import Ask, here, stage, tablet
from webui.routes.static_files import KEPT, digest

__all__ = ["here", "stage", "tablet"]

OTHER = "0123456789abcdef"


def test_all_that_a_page_names_is_there_and_may_be_kept(here: Ask, tablet: Ask) -> None:
    for ask, path in ((here, "/"), (here, "/gallery"), (here, "/start"), (tablet, "/")):
        named = re.findall(r'(?:href|src)="(/static/[0-9a-f]{16}/[^"]+)"', ask(path).text)
        for file in named:
            answer = ask(file)
            assert (answer.status_code, answer.headers.getlist("Cache-Control")) == (
                200,
                [f"public, max-age={KEPT}, immutable"],
            ), file
            answer.close()


def test_the_name_of_other_files_leads_nowhere(here: Ask) -> None:
    (name,) = set(re.findall(r"/static/([0-9a-f]{16})/", here("/").text))
    for path in (f"/static/{OTHER}/js/main.js", f"/static/{name}/js/nothing.js", f"/static/{name}/../pages.py"):
        answer = here(path)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


def test_files_have_another_name_when_any_of_them_is_another(tmp_path: Path) -> None:
    def named(**files: str) -> str:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return digest(tmp_path)

    one = named(a="1", b="2")
    assert one == named()
    others = [named(a="3"), named(a="1", b="23"), named(b="2", c="")]
    (tmp_path / "c").rename(tmp_path / "d")
    others.append(digest(tmp_path))
    assert len({one, *others}) == 5
