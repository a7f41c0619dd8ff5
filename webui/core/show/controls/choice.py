"""A choice: one of some options."""

import unicodedata
from dataclasses import dataclass
from typing import Self

from webui.core.errors import BadValue
from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import MAX_LABEL, Fields
from webui.core.show.osc.addresses import FLOAT, INT, STRING
from webui.core.values import MAX_TEXT, Value, text, text_from

MAX_OPTIONS = 100

MAX_SEGMENTS = 6
"""Options that stand side by side where the show does not say how they look; more of them are a list."""

SEGMENTS = "segments"
LIST = "list"


@dataclass(frozen=True, slots=True)
class Option:
    """One that can be chosen: what the value is then, and what is shown."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Control):
    """The id of one of the options."""

    type = "choice"
    size = (2, 2)
    osc_types = (STRING, INT, FLOAT)

    options: tuple[Option, ...]
    look: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        options = _read_options(fields)
        choice = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            options=options,
            look=fields.word("look", SEGMENTS if len(options) <= MAX_SEGMENTS else LIST, (SEGMENTS, LIST)),
            default=options[0].id,
            start=options[0].id,
        )
        return read_start(fields, choice)

    def check(self, value: object) -> Value:
        """Return the id of the option."""
        said = text(value, MAX_LABEL)
        if all(option.id != said for option in self.options):
            raise BadValue("No such option")
        return said

    def understand(self, data: object) -> Value:
        """Return the id of the option that is meant: by its id, else by its label, however it is spelt."""
        said = text_from(data, MAX_TEXT)
        plain = _plain(said)
        for means in (
            [option for option in self.options if option.id == said],
            [option for option in self.options if _plain(option.id) == plain],
            [option for option in self.options if _plain(option.label) == plain],
        ):
            if len(means) == 1:
                return means[0].id
        raise BadValue("No such option")

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {
            "options": [{"id": option.id, "label": option.label} for option in self.options],
            "look": self.look,
            "default": self.default,
        }


def _plain(text: str) -> str:
    """Return a text without what does not tell options apart: spaces around it, capitals, marks written separately."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def _read_options(fields: Fields) -> tuple[Option, ...]:
    items = fields.items("options", MAX_OPTIONS)
    if not items:
        fields.fail("options: a choice has at least one")
    options = tuple(_read_option(item, f"{fields.place}, option {number}") for number, item in enumerate(items, 1))
    seen: set[str] = set()
    for option in options:
        if option.id in seen:
            fields.fail(f"options: there are two with the id {option.id}")
        seen.add(option.id)
    return options


def _read_option(item: object, place: str) -> Option:
    fields = Fields({"id": item} if isinstance(item, str) else item, place)
    name = fields.text("id", "", MAX_LABEL)
    label = fields.text("label", name, MAX_LABEL)
    fields.done()
    if not name or not label.strip():
        fields.fail("it needs an id, and a label that can be read")
    return Option(name, label)
