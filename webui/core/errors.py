"""The one tree of errors.

SidestageError            str(error) is a sentence for a person; no traceback is ever shown
├── Refusal               a command that can't be done; nothing was changed
│   ├── NoSuchControl
│   ├── NoSuchFeed
│   ├── BadValue          what a control's value can't be
│   ├── InHand            somebody else has the control in hand
│   ├── NotAllowed        the device's role does not reach so far
│   ├── TooLate           a press that comes later than it may fire
│   ├── TooSoon           who guessed wrong has to wait for the next try
│   ├── OutOfOrder        an operation that isn't the next of its session
│   └── TooMany           a limit is reached
├── Malformed             a message that is not of the wire's form
├── ShowError             what a show file can't say; says where in the file
│   ├── NewerShow         a file of a newer Sidestage
│   ├── Unreadable        a file that can't be read at all; nothing is known of what is in it
│   └── Unwritable        a file that can't be written; elsewhere the show may be saved
└── StoreError            the data folder or its database can't be used
    └── DamagedStore      the database holds what no Sidestage wrote
"""


class SidestageError(Exception):
    """Anything that Sidestage says no to."""


class Refusal(SidestageError):
    """A command that can't be done; the state is as before. Short: it is shown on the control."""


class NoSuchControl(Refusal):
    """The show has no control of that id."""


class NoSuchFeed(Refusal):
    """The show has no feed of that id, or it takes no numbers from there."""


class BadValue(Refusal):
    """The control can't have that value."""


class InHand(Refusal):
    """Somebody else has the control in hand, or took it out of this one."""


class NotAllowed(Refusal):
    """The device's role does not allow it."""


class TooLate(Refusal):
    """A press that is older than it may be."""


class TooSoon(Refusal):
    """Who guessed wrong has to wait: `wait` seconds, 1 at the least, until the next try counts."""

    def __init__(self, sentence: str, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait


class OutOfOrder(Refusal):
    """An operation that is not the next of its session."""


class TooMany(Refusal):
    """A limit is reached."""


class Malformed(SidestageError):
    """A message that is not of the wire's form."""


class ShowError(SidestageError):
    """What a show file can't say, with the place in the file."""


class NewerShow(ShowError):
    """A show file of a newer Sidestage: nothing is wrong with it."""


class Unreadable(ShowError):
    """A show file that can't be read: what is in it may well be right. `gone` says that there is no file."""

    def __init__(self, sentence: str, gone: bool = False) -> None:
        super().__init__(sentence)
        self.gone = gone


class Unwritable(ShowError):
    """A show file that can't be written: it is as it was, and the show may be saved somewhere else."""


class StoreError(SidestageError):
    """The data folder or its database can't be used."""


class DamagedStore(StoreError):
    """The database holds what no Sidestage wrote."""
