"""What is promised. Imports nothing of the program: what is patched in it must not be loaded before."""

SAME = "everyone has the server's state"
KEPT = "nothing kept is lost"
ARRIVES = "no move is lost"
ONCE = "nothing counts twice"
RISING = "revisions rise without a gap"
LATE = "nothing fires late"
LEADS = "a finger leads what its control shows"
ENDS = "what is pressed ends"
SPRINGS = "what springs is at rest where no hand is"
PILES = "nothing piles up"
EXCLUSIVE = "first hand holds"
FREED = "a hold ends with its hand"
BACK = "everyone comes back"
WIRE = "a page says only what the wire allows"


class Broken(AssertionError):
    """A promise is not held."""

    def __init__(self, promise: str, how: str) -> None:
        super().__init__(f"{promise}: {how}")
        self.promise = promise


def hold(promise: str, holds: bool, how: object) -> None:
    """Raise Broken unless it holds."""
    if not holds:
        raise Broken(promise, str(how))
