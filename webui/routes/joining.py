"""The HTTP routes of joining: what a tablet asks that is not known yet, and the code that the operator shows."""

import io
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, jsonify, make_response, request

from webui.access.authentication import COOKIE_AGE, Access, is_local, network_of
from webui.access.doorkeeper import DIGITS, Doorkeeper, OtherDigits, new_id, new_key, new_secret
from webui.access.user_agents import kind_of
from webui.access.visits import Visits
from webui.core.devices.devices import Device, Role
from webui.core.devices.door import Code, Newcomer
from webui.core.errors import BadValue, Malformed, Refusal, TooSoon
from webui.core.show.fields import MAX_ID
from webui.engine.engine import Engine
from webui.server.answers import why_not
from webui.wire.operations import MAX_KEY, MAX_TYPED

PATIENCE = 2.0
"""Seconds that a device waits for the disk to keep its key."""

NO_LINK = "This is not a join link."


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A way in for tablets: a link to one of this computer's addresses."""

    url: str
    address: str
    label: str


def joining(engine: Engine, access: Access, links: Callable[[], list[JoinLink]], visits: Visits) -> Blueprint:
    """Return the routes; `links` gives the join links, best first, and none while there is no code; `visits` are those
    of the join pages that were given out."""
    routes = Blueprint("joining", __name__)
    keeper = Doorkeeper(engine)
    door = engine.door

    def give_ticket(secret: str | None, digits: str = "", visit: str = "") -> tuple[str, Role]:
        """Raises NotAllowed, TooSoon, OtherDigits."""
        ticket, address = new_secret(), network_of(request.environ)
        if secret is not None:
            return ticket, door.ask(secret, ticket, engine.now(), address)
        return ticket, keeper.ask_by_digits(digits, address, ticket, visit)

    @routes.post("/join/ask")
    def ask() -> Response:
        said = _said()
        secret, digits = _text(said, "secret", MAX_KEY), _text(said, "digits", MAX_TYPED)
        visit = visits.read(_text(said, "visit", MAX_KEY))
        if secret is None and digits is None:
            return why_not(NO_LINK, 400)
        typed = "".join((digits or "").split())
        if not (typed.isascii() and typed.isdecimal()):
            typed = ""
        runs = _runs(said)
        found, is_here = access.of_request(request.environ), is_local(request.environ)
        you = None if found is door.programs else found

        def answer() -> dict[str, object]:
            if is_here and secret is not None and door.browsers.offers(secret):
                house = door.house
                its = {"id": house.id, "name": house.name}
                return {"ticket": secret, "role": house.role.word, "name": house.name, "you": its, "absent": []}
            ticket, role = give_ticket(secret, typed, visit)
            name = you.name if you else door.free_name(_proposal(runs))
            absent = [device for device in door.absent(role, runs, keeper.here()) if device is not you]
            return {
                "ticket": ticket,
                "role": role.word,
                "name": name,
                "you": {"id": you.id, "name": you.name} if you else None,
                "absent": [{"id": device.id, "name": device.name} for device in absent],
            }

        try:
            return jsonify(engine.call(answer))
        except Refusal as refusal:
            return _refused(refusal)

    @routes.post("/join")
    def join() -> Response:
        said = _said()
        secret, ticket = _text(said, "secret", MAX_KEY), _text(said, "ticket", MAX_KEY)
        name, device = _text(said, "name"), _text(said, "device", MAX_ID)
        if not secret and not ticket:
            return why_not(NO_LINK, 400)
        you, kept = access.of_request(request.environ), threading.Event()
        is_here, keys = is_local(request.environ), access.keys_of(request.environ)
        runs = _runs(said)
        address, network = request.environ.get("REMOTE_ADDR", ""), network_of(request.environ)
        newcomer = Newcomer(new_id(), new_key(), _proposal(runs), runs, address, time.time(), network)

        def let_in() -> tuple[str, Device]:
            if is_here and (vouched := keeper.redeem(secret or ticket or "", keys)):
                return vouched, door.house
            good = ticket or give_ticket(secret)[0]
            if you and access.is_house(you):
                # It is in already, and more than any code makes of it.
                return keeper.renew(keys), door.house
            return newcomer.key, keeper.join(good, newcomer, you, device, name, kept.set)

        try:
            key, device_now = engine.call(let_in)
        except Refusal as refusal:
            return _refused(refusal)
        if device_now is not door.house:
            # A failing disk keeps nobody out: the device is known for as long as the program runs.
            kept.wait(PATIENCE)
        answer = make_response("", 204)
        set_cookie(answer, access, key)
        answer.call_on_close(lambda: engine.post(keeper.joined, device_now))
        return answer

    @routes.get("/join-code")
    def join_code() -> Response:
        if not access.is_operator(request.environ):
            return why_not("For operators only.", 403)
        found = [{"url": link.url, "address": link.address, "label": link.label} for link in links()]
        newest, live = engine.call(lambda: (door.code, door.live_code(engine.now())))
        return jsonify(links=found, **_described(newest, live))

    @routes.get("/join-code.svg")
    def join_code_picture() -> Response:
        address = request.args.get("address")
        found = [link for link in links() if address in (None, link.address)]
        if not access.is_operator(request.environ) or not found:
            return why_not("For operators only, and for this computer's own addresses.", 403)
        picture = io.BytesIO()
        segno.make(found[0].url, micro=False).save(
            picture, kind="svg", border=2, dark="#0e1013", light=None, xmldecl=False, omitsize=True
        )
        return Response(picture.getvalue(), mimetype="image/svg+xml")

    @routes.errorhandler(Malformed)
    def malformed(error: Malformed) -> Response:
        return why_not(str(error), 400)

    return routes


def digits_of(code: Code | None) -> int:
    """Return how many digits a page should ask for."""
    return len(code.digits) if code and code.digits else DIGITS


def set_cookie(answer: Response, access: Access, key: str) -> None:
    """Have a browser keep a device's key."""
    answer.set_cookie(access.cookie, key, max_age=COOKIE_AGE, httponly=True, samesite="Strict", path="/")


def _described(newest: Code | None, live: Code | None) -> dict[str, object]:
    """The code as JSON; the digits are null when it has ended."""
    if newest is None:
        return {"digits": None, "role": None, "life": None, "until": None}
    digits = (live.digits or None) if live else None
    return {"digits": digits, "role": newest.role.word, "life": newest.life, "until": newest.until}


def _proposal(runs: str) -> str:
    return f"{runs} {secrets.token_hex(1)}"


def _said() -> dict[str, object]:
    data = request.get_json(silent=True)
    return data if isinstance(data, dict) else {}


def _runs(said: dict[str, object]) -> str:
    return kind_of(request.headers.get("User-Agent", ""), said.get("touch") is True)


def _text(said: dict[str, object], key: str, most: int | None = None) -> str | None:
    """Return what was said, or None; raises Malformed where it has more than `most` code points."""
    text = said.get(key)
    if text is not None and (not isinstance(text, str) or (most is not None and len(text) > most)):
        raise Malformed(f"{key} must be a text" + (f" of at most {most} characters." if most else "."))
    return text


def _refused(refusal: Refusal) -> Response:
    if isinstance(refusal, TooSoon):
        answer = jsonify(error=str(refusal), wait=refusal.wait)
        answer.status_code = 429
        answer.headers["Retry-After"] = str(refusal.wait)
        return answer
    if isinstance(refusal, OtherDigits) and refusal.digits != DIGITS:
        return why_not(str(refusal), 400, digits=refusal.digits)
    return why_not(str(refusal), 400 if isinstance(refusal, BadValue) else 403)
