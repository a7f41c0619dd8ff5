"""The Join panel in the operator's browser: every way in, and a code that follows the network while it is open."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.surface import Surface, come_in
from tests.conftest import SMALL, Serve, Write
from tests.room import LAPTOP, Host, browser_on, needs_a_room, wired
from tests.stage import StageProcess
from webui.core.devices.devices import Role
from webui.core.devices.door import LIVES, Code
from webui.network.addresses import Address
from webui.serving import Serving

WIFI = Address("192.168.1.5", "wlan0", "wifi")
CABLE = Address("192.168.7.20", "enp3s0", "network")
TUNNEL = Address("10.8.0.2", "tun0", "vpn")

AS_IT_WAS = """() => {
    window.asItWas = document.querySelector('.code img');
    window.changes = 0;
    const differs = ({type, oldValue, target, attributeName}) =>
        type !== 'attributes' || target.getAttribute(attributeName) !== oldValue;
    new MutationObserver((all) => window.changes += all.filter(differs).length).observe(
        document.querySelector('.sheet'),
        {subtree: true, childList: true, attributeOldValue: true, characterData: true});
}"""


@pytest.fixture
def network() -> list[Address]:
    """The computer's addresses now."""
    return [WIFI, TUNNEL]


@pytest.fixture
def stage(serve: Serve, network: list[Address]) -> Serving:
    return serve(addresses=lambda: list(network))


@pytest.fixture
def panel(stage: Serving, visit: Callable[..., Surface]) -> Page:
    """The page, with the Join panel open."""
    page = visit(stage.url).page
    page.click("[data-opens=join]")
    leads_to(page, WIFI.ip)
    return page


def leads_to(page: Page, ip: str) -> None:
    """Wait until code and link lead there."""
    expect(page.locator("[data-join-link]")).to_contain_text(f"http://{ip}:")
    expect(page.locator(".code img")).to_have_attribute("src", re.compile(re.escape(f"?address={ip}&")))
    page.wait_for_function("() => document.querySelector('.code img').naturalWidth > 0")


def test_it_lists_every_address_and_says_what_it_is(panel: Page) -> None:
    ways = panel.locator(".way-in")
    expect(ways).to_contain_text(["192.168.1.5wlan0, wifi", "10.8.0.2tun0, VPN: tablets seldom reach it"])
    expect(ways.nth(0)).to_have_attribute("aria-checked", "true")
    ways.nth(1).click()
    leads_to(panel, TUNNEL.ip)
    expect(ways.nth(1)).to_have_attribute("aria-checked", "true")


def test_the_code_follows_from_wifi_to_cable_and_back(panel: Page, network: list[Address]) -> None:
    network[:] = [CABLE, TUNNEL]
    leads_to(panel, CABLE.ip)
    network[:] = []
    expect(panel.locator(".sheet")).to_contain_text("in no network")
    network[:] = [WIFI]
    leads_to(panel, WIFI.ip)


def test_what_was_chosen_stays_as_long_as_it_is_there(panel: Page, network: list[Address]) -> None:
    panel.click(f"[data-address='{TUNNEL.ip}']")
    network[:] = [CABLE, TUNNEL]
    expect(panel.locator(".way-in").nth(0)).to_contain_text(CABLE.ip)
    leads_to(panel, TUNNEL.ip)
    network[:] = [CABLE]
    leads_to(panel, CABLE.ip)


def test_nothing_moves_while_nothing_changes(panel: Page, network: list[Address]) -> None:
    expect(panel.locator(".sheet:not([aria-disabled], [data-fresh])")).to_be_visible()
    panel.evaluate(AS_IT_WAS)
    for _ in range(2):
        with panel.expect_response("**/join-code"):
            pass
    # The answer after these two is to something new, so what they did is done.
    assert panel.evaluate("window.changes") == 0
    network[:] = [CABLE]
    leads_to(panel, CABLE.ip)
    assert panel.evaluate("window.asItWas === document.querySelector('.code img')")


def code_of(stage: Serving) -> Code:
    found = stage.code()
    assert found
    return found


def digits(stage: Serving) -> str:
    """The code's digits, as people read them."""
    text = code_of(stage).digits
    return f"{text[:3]} {text[3:]}"


def new_code(panel: Page, shows: str) -> None:
    """Keep "New code" pressed until the panel says something."""
    finger = Surface(panel).finger_at("[data-does=new-code]")
    expect(panel.locator("[data-join-means]")).to_contain_text(shows)
    finger.lift()


def test_the_code_can_be_typed_and_says_what_it_is_good_for(panel: Page, stage: Serving) -> None:
    expect(panel.locator("[data-join-digits]")).to_have_text(digits(stage))
    expect(panel.locator("[data-join-address]")).to_have_text(f"{WIFI.ip}:{stage.port}")
    expect(panel.locator("[data-join-means]")).to_have_text(
        "Who has this code may move the controls. It works until Sidestage is closed."
    )


@pytest.mark.parametrize("width", [1024, 390])
def test_longer_digits_come_by_themselves_and_fit(panel: Page, stage: Serving, width: int) -> None:
    panel.set_viewport_size({"width": width, "height": 844})
    code = code_of(stage)
    stage._engine.door.code = replace(code, digits=code.reserve)
    longer = " ".join(code.reserve[at : at + 3] for at in (0, 3, 6, 9))
    shown = panel.locator("[data-join-digits]")
    expect(shown).to_have_text(longer)
    assert shown.evaluate("(shown) => shown.scrollWidth <= shown.clientWidth")


def test_another_code_has_another_role_and_life_and_ends_the_one_before(panel: Page, stage: Serving) -> None:
    old, picture = code_of(stage), panel.locator(".code img").get_attribute("src") or ""
    panel.get_by_role("radio", name="View only").tap()
    panel.get_by_role("radio", name="10 minutes").tap()
    assert code_of(stage) == old
    new_code(panel, "Who has this code may look. It works until")
    expect(panel.locator("[data-join-means]")).to_have_text(re.compile(r"until (\w+day, )?\d\d:\d\d\.$"))
    new = code_of(stage)
    assert (new.role, new.life) == (Role.WATCHER, "10 minutes")
    assert new.secret != old.secret
    expect(panel.locator("[data-join-digits]")).to_have_text(digits(stage))
    expect(panel.locator("[data-join-link]")).to_contain_text(new.secret)
    expect(panel.locator(".code img")).not_to_have_attribute("src", picture)


def test_a_touch_makes_no_other_code(panel: Page, stage: Serving) -> None:
    old = code_of(stage)
    panel.clock.install()
    panel.locator("[data-does=new-code]").tap()
    panel.clock.run_for(2_000)
    with panel.expect_response("**/join-code"):
        panel.clock.run_for(2_000)
    assert code_of(stage) == old


def test_a_code_that_has_ended_is_not_shown(panel: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.access.doorkeeper.LIVES", {**LIVES, "day": 0.0})
    panel.get_by_role("radio", name="A day").tap()
    new_code(panel, "This code has ended")
    expect(panel.locator("[data-join-digits], .code, [data-join-link]")).to_have_count(0)
    panel.get_by_role("radio", name="Until closed").tap()
    new_code(panel, "until Sidestage is closed")
    expect(panel.locator("[data-join-digits]")).to_have_count(1)


def test_the_panel_fits_a_tablet_without_scrolling(panel: Page) -> None:
    panel.set_viewport_size({"width": 1024, "height": 768})
    expect(panel.get_by_role("button", name="New code")).to_be_in_viewport(ratio=1)


def test_a_closed_panel_asks_no_more(panel: Page) -> None:
    asked: list[str] = []
    panel.clock.install()
    panel.get_by_role("button", name="Close").click()
    panel.clock.run_for(2_500)
    panel.on("request", lambda request: asked.append(request.url))
    panel.clock.run_for(20_000)
    assert not [url for url in asked if "join-code" in url]


@pytest.fixture
def laptop() -> Iterator[tuple[Host, Host]]:
    """The laptop and the tablet on one wire."""
    laptop = Host(f"jl{os.getpid()}", f"jw{os.getpid()}")
    tablet = Host(f"jt{os.getpid()}", f"ja{os.getpid()}")
    with wired(laptop, tablet):
        yield laptop, tablet


@pytest.fixture
def process(laptop: tuple[Host, Host], stage_process: Callable[..., StageProcess], show_file: Write) -> StageProcess:
    return stage_process(str(show_file(SMALL)), "--port", "0", prefix=laptop[0].prefix)


@pytest.fixture
def tablet(
    laptop: tuple[Host, Host], process: StageProcess, playwright: Playwright, tmp_path: Path
) -> Iterator[Browser]:
    """The tablet's browser; it finds names as a tablet with mDNS does."""
    rule = f"--host-resolver-rules=MAP sidestage.local {LAPTOP}"
    with browser_on(laptop[1], playwright, tmp_path, rule) as browser:
        yield browser


@needs_a_room
def test_addresses_that_really_come_and_go(laptop: tuple[Host, Host], process: StageProcess, tablet: Browser) -> None:
    page = tablet.new_page()
    come_in(page, process.operator_link)
    page.click("[data-opens=join]")
    expect(page.locator(".way-in")).to_contain_text([LAPTOP, "sidestage.local"])
    laptop[0].network("wlan7", "203.0.113.1")
    laptop[0].network("tun7", "203.0.113.65")
    expect(page.locator(".way-in")).to_contain_text(
        [LAPTOP, "203.0.113.1wlan7, wifi", "sidestage.local", "203.0.113.65tun7, VPN: tablets seldom reach it"]
    )
    # Another address on the tablet's own wire: it is answered at once, and no longer when it is gone.
    laptop[0].run(f"ip address add 198.51.100.5/28 dev {laptop[0].wire}")
    other = tablet.new_page()
    link = process.join_link.replace(LAPTOP, "198.51.100.5")
    expect(page.locator(".way-in", has_text="198.51.100.5")).to_have_count(1)
    come_in(other, link)
    laptop[0].run(f"ip address del 198.51.100.5/28 dev {laptop[0].wire}")
    laptop[0].run("ip link delete wlan7")
    expect(page.locator(".way-in")).to_contain_text([LAPTOP, "sidestage.local", "203.0.113.65"])
    expect(page.locator(".way-in", has_text="198.51.100.5")).to_have_count(0)
    Surface(other).is_lost()


@needs_a_room
def test_by_its_name_a_stranger_needs_the_link_too(process: StageProcess, tablet: Browser) -> None:
    operator = tablet.new_page()
    come_in(operator, process.operator_link)
    operator.click("[data-opens=join]")
    way = operator.locator(".way-in", has_text="sidestage.local")
    expect(way).to_contain_text("not every tablet finds it")
    way.click()
    link = operator.locator("[data-join-link]")
    expect(link).to_contain_text(f"http://sidestage.local:{process.port}/#")
    context = tablet.new_context(has_touch=True)
    stranger = context.new_page()
    stranger.goto(f"http://sidestage.local:{process.port}/")
    expect(stranger.locator("body")).to_contain_text("Scan")
    assert "slider1" not in stranger.content()
    stranger.goto("about:blank")
    come_in(stranger, link.inner_text())


@needs_a_room
def test_a_terminal_says_the_new_link(laptop: tuple[Host, Host], process: StageProcess) -> None:
    assert LAPTOP in process.join_link
    laptop[0].run(f"ip address del {LAPTOP}/28 dev {laptop[0].wire}")
    laptop[0].run(f"ip address add 198.51.100.7/28 dev {laptop[0].wire}")
    process.said("The network (changed)")
    assert process.said(r"Tablets join here: http://198\.51\.100\.7:(\d+)/#") == str(process.port)
