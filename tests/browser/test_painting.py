"""What the benchmark measures in a browser: its figures are there, and count what the page did."""

from playwright.sync_api import Browser

from tests.bench.clients.messages import names_of
from tests.bench.peers import PEERS
from tests.bench.works import WORKS
from tests.bench.works.painting import moved, opened

HANDS = 3


def test_all_figures_are_measured_while_a_program_moves_the_faders(browser: Browser) -> None:
    with PEERS["stage"].serve(names_of(HANDS, HANDS)) as server:
        url = f"http://127.0.0.1:{server.port}/"
        context = browser.new_context()
        page = context.new_page()
        figures = {"usable": opened(page, url)}
        figures |= moved(page, context.new_cdp_session(page), url, HANDS, 1.5)
        context.close()
    assert figures.keys() == {column.key for column in WORKS["page"].columns}
    assert 0 < figures["p50"] <= figures["p99"]
    assert all(figures[key] > 0 for key in ("usable", "frames", "each"))
