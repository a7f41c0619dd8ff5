"""What every control has and does."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self, TypeVar

from webui.core.devices.devices import Role
from webui.core.errors import BadValue
from webui.core.show.fields import MAX_LABEL, Fields, read_role, sentence
from webui.core.show.grid import Place, read_place
from webui.core.show.osc.addresses import ROOT, STRING, Address, describe_addresses
from webui.core.values import Value

C = TypeVar("C", bound="Control")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(ABC):
    """Something with a value that a hand can change."""

    type: ClassVar[str]
    size: ClassVar[tuple[int, int]]
    """Columns and rows that it takes where the show names no place."""
    valued: ClassVar[bool] = True
    """False: it is there to be seen or to be touched, and has no value that anybody could change."""
    hands: ClassVar[bool] = True
    """False: programs may change it, and hands may not."""
    typed: ClassVar[bool] = False
    """True: keys are typed into it; a hold on it ends some time after the last one."""
    osc_types: ClassVar[tuple[str, ...]] = (STRING,)
    """What its value can be in an OSC message, the usual one first; core/osc/mapping.py makes it so."""

    id: str
    label: str
    place: Place | None
    default: Value
    start: Value
    """What it starts from where no value is kept: the file's `value`, else its `default`."""
    role: Role = Role.PLAYER
    """The least role that may move it."""
    said: tuple[Address, ...] | None = None
    """The OSC addresses that the file says; empty: it is to have none; None: nothing is said."""
    osc: tuple[Address, ...] = field(init=False, repr=False)
    """Its OSC addresses, the usual one included."""

    def __post_init__(self) -> None:
        usual = (Address(address=ROOT + self.id, type=self.osc_types[0]),) if self.valued else ()
        object.__setattr__(self, "osc", usual if self.said is None else self.said)

    @property
    def has_ends(self) -> bool:
        """Whether it goes from one end to another, so that an OSC address can have a range for it."""
        return True

    @property
    def momentary(self) -> bool:
        """Whether it is on only while it is pressed, so that its value is not kept."""
        return False

    @property
    def springs(self) -> bool:
        """Whether it goes back to its default as soon as nobody has it in hand any more."""
        return False

    @property
    def lasts(self) -> bool:
        """Whether its value is kept when the program ends."""
        return not self.momentary and not self.springs

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields; raises ShowError."""

    @abstractmethod
    def check(self, value: object) -> Value:
        """Return the value that this control takes for it, clamped if need be; raises BadValue."""

    def written(self, value: object) -> Value:
        """Return the value that a show file says, like check; raises BadValue where it would not stay as it is."""
        return self.check(value)

    def fit(self, kept: Value) -> Value:
        """Return what becomes of a value that was kept when the show said other things; raises BadValue."""
        return self.check(kept)

    @abstractmethod
    def understand(self, data: object) -> Value:
        """Like check, for a simple client's data in any form that can be understood."""

    @abstractmethod
    def describe(self) -> dict[str, object]:
        """Return what the show file says of it, with all defaults, as JSON."""


@dataclass(frozen=True, slots=True)
class Common:
    """The fields that every type has."""

    id: str
    label: str
    place: Place | None
    role: Role


def read_common(fields: Fields) -> Common:
    """Return the id, the label (by default the id), the place and the role."""
    name = fields.id()
    fields.raw("type", None)
    label = fields.text("label", name, MAX_LABEL)
    return Common(name, label, read_place(fields), read_role(fields, Role.PLAYER, Role.PLAYER))


def describe_common(control: Control) -> dict[str, object]:
    """Return the common fields as JSON; most controls say nothing of OSC, and pages need not hear of what is usual."""
    common: dict[str, object] = {
        "id": control.id,
        "type": control.type,
        "label": control.label,
        "place": control.place.describe() if control.place else None,
        "role": control.role.word,
    }
    return common if control.said is None else common | {"osc": describe_addresses(control.said)}


def read_start(fields: Fields, control: C) -> C:
    """Return the control with the file's `default` and `value`, both checked as any value is."""
    default = _read_value(fields, control, "default", control.default)
    return replace(control, default=default, start=_read_value(fields, control, "value", default))


def _read_value(fields: Fields, control: Control, key: str, fallback: Value) -> Value:
    if not fields.has(key):
        return fallback
    try:
        return control.written(fields.raw(key, None))
    except BadValue as error:
        fields.fail(f"{key}: {sentence(error)}")
