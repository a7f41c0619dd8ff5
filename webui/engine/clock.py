"""The server's clock: it never jumps, and it goes on while the computer sleeps.

A press carries the server's time at which the finger came down, and a silence ends holds: it matters which clock it is.

- A process that was stopped (SIGSTOP) finds that any monotonic clock has gone on. What was pressed meanwhile is then
  as old as it is: the flash of a finger eight seconds ago must not fire now, and that of just now must.
- While the lid is closed, Python's monotonic clocks stand still on Linux and macOS. A press that lay in a socket's
  buffer all night would be fresh in the morning; and every page's own clock would be ahead of ours by the night, so
  that what it presses now would seem to come from the future and be refused. So this clock counts sleep as well.
"""

import sys
import time

if sys.platform == "linux":

    def steady() -> float:
        """Return seconds since some moment; sleep counts."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def steady() -> float:
        """Return seconds since some moment; sleep counts, which Python's own monotonic clock there leaves out."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

else:
    # Windows counts sleep here; its coarser clock ticks 64 times a second only.
    steady = time.perf_counter
