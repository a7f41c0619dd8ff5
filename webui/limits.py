"""The server's limits, all of them: connections, requests, messages. What one message may hold is in wire.py.

Each has a test at its edge. Sizes are bytes, times seconds.
"""

# Connections

BACKLOG = 1024
"""Connections that may wait to be accepted: two hundred tablets come back at once."""

HERE = 600
"""Connections from this computer: places of its own, which nobody elsewhere can take."""

FROM_ELSEWHERE = 400
"""Connections from elsewhere in all that are served at the same time."""

FOR_KNOWN = 250
"""Of these, those that are kept for known devices: a crowd of strangers has the rest, and keeps no tablet out."""

WAITING = 100
"""Connections from elsewhere that have not sent their request's head yet; one more, and the oldest is hung up on."""

PER_ADDRESS = 40
"""Strangers' connections from one address, and as many that wait; `--per-address` allows more."""

PER_DEVICE = 60
"""Connections of one known device."""

PLACE_WITHIN = 5.0
"""How long a request waits for a place before it is refused."""

ON_WINDOWS = 400
"""All connections where select watches them: it takes 512 sockets, and the program has some of its own."""

MIN_CONNECTIONS = 100
"""All connections where the system gives next to no files."""

SPARE_FILES = 100
"""Open files that the rest of the program needs."""

MOST_FILES = 4096
"""Open files that the program asks the system for, if it has fewer."""

FILES_REST = 0.1
"""How long nobody is let in when there is no file left to open: else the loop that accepts would spin."""

# Requests

HEAD_WITHIN = 5.0
"""The time for a request's head in all: one that drips in is cut."""

HEAD_SIZE = 64 * 1024
"""A longer head ends the connection."""

BODY_WITHIN = 20.0
"""The time for a request's body in all."""

SEND_WITHIN = 20.0
"""The time for a piece of an answer to leave."""

MAX_BODY = 4096
"""The body of a request to one of our routes: a secret, or a name."""

STRANGER_BODY = 256 * 1024
"""The body of a stranger's request: a program that polls has its key inside."""

# Connections to Engine.IO

JOIN_WITHIN = 5.0
"""The time for a client to join a namespace, and for a WebSocket that is tried to be used."""

MAX_MESSAGE = 2 * 1024 * 1024
"""One message. A longer one ends the connection, so it is far above the texts that are refused kindly."""

STRANGER_MESSAGE = 64 * 1024
"""The same of a client that has not joined: it has nothing to say but who it is."""

MAX_PACKETS = 512
"""Messages that a client on polling may send in one request; engineio's own 16 would lose moves."""

MAX_PENDING = 8 * 1024 * 1024
"""What waits for one client to take it when more ends its connection: a whole state and what comes meanwhile."""

MOST_TEXTS = 100_000
MOST_SHOW = 1_000_000
"""Characters of the texts of all controls together, and of the show as JSON, that are told in one message. Larger ones
come before it in parts. Two thousand controls with short names have half as many.
"""

POLLED = 12
"""Messages that wait for a client that polls when more are held back: some give up when an answer holds sixteen."""

HOPELESS = 10_000
"""The same when it is given up: it sends, and reads none of our answers."""

PING_EVERY = 2
PING_ANSWER = 3
"""A dead device is found in about five seconds."""

LOOK_EVERY = 0.25
"""From one look at who is still there to the next."""

# Floods

MAX_MESSAGES_PER_SECOND = 2000
"""Messages on average from one device elsewhere with all its connections, or from one connection on this computer."""

STRANGER_MESSAGES_PER_SECOND = 200
"""The same of a connection that has not joined."""

BURST = 2.0
"""Seconds' worth of messages that may come at once."""

BYTES_PER_MESSAGE = 1024
"""A longer message counts as one more for each of these."""

CONNECT_COST = 100
"""Messages as which it counts to connect to a namespace or to leave it."""

SLOWED_FOR = 0.5
"""For how long nothing is read from who sends too many."""

SLOWED_TIMES = 8
"""How many times in a row it is slowed; at the next it is cut. So is who owes more than a burst."""

TROUBLE_LASTS = 10.0
"""How long operators are told of trouble that somebody makes, after the last of it."""
