"""Somebody who sends too much: a program of its own that floods a port with OSC, good and bad.

    python -m tests.links.osc.flooding PORT RATE SECONDS ADDRESS

RATE packets a second, half of them moves of ADDRESS, the others garbage, patterns, and moves of what there is not. In
the end it prints how many it sent.
"""

import socket
import struct
import sys
import time

from webui.links.osc.packets import encode

AT_ONCE = 200
"""Packets between two looks at the clock."""


def packets(address: str) -> list[bytes]:
    """Return what is sent, over and over."""
    bad = [b"garbage", b"#bundle\0" + bytes(8) + struct.pack(">i", -4), b"/sidestage", encode("/nothing/here", [1])]
    return [
        packet
        for number in range(AT_ONCE // 2)
        for packet in (encode(address, [number]), [*bad, encode(f"/sidestage/x{number}*", [1])][number % 5])
    ]


def main(port: int, rate: float, seconds: float, address: str) -> None:
    """Send, and say how much it was."""
    flood, sent, began = packets(address), 0, time.perf_counter()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", port))
        while (spent := time.perf_counter() - began) < seconds:
            if sent > spent * rate:
                time.sleep(0.0005)
                continue
            for packet in flood:
                try:
                    out.send(packet)
                except OSError:
                    continue
            sent += len(flood)
    print(sent)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
