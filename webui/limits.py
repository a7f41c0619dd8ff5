"""The server's limits: connections, requests, messages. What one message may hold is in
wire/operations.py, how far a rate may be exceeded in core/rate_limit.py.

Each has a test at its edge. Sizes are bytes, times seconds.
"""

# Connections

BACKLOG = 1024
"""Connections that may wait to be accepted: two hundred tablets come back at once."""

HERE = 600
"""Connections from this computer: places of its own, which nobody elsewhere can take."""

FROM_ELSEWHERE = 500
"""Connections from elsewhere in all that are served at the same time."""

FOR_KNOWN = 350
"""Of these, those that known devices have: strangers have the rest, and neither keeps the other out."""

KNOWN_PER_ADDRESS = 250
"""Connections of all known devices at one address: behind one router there may be a whole venue's tablets."""

OWN_PLACES = 8
"""Connections that each known device, and each address of strangers, has of its own: a browser loads by six at once,
beside the WebSockets of two tabs. A device that has fewer takes the place of one that has more."""

WAITING = 100
"""Connections from elsewhere that have not sent their request's head yet; one more, and the oldest is hung up on."""

PER_ADDRESS = 40
"""Strangers' connections from one address, and as many that wait; `--per-address` allows more."""

PER_DEVICE = 60
"""Connections of one known device."""

ASKING = 100
"""Connections from elsewhere that wait for a place; of more, those that are worth least are refused."""

PLACE_WITHIN = 5.0
"""How long a request waits for a place before it is refused."""

PLACE_PATIENCE = 1.0
"""How long it waits for loads to end by themselves before a device with more connections of its own loses one."""

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
"""A longer head is refused: browsers send all cookies that the programs of a host have set, some kilobytes each."""

REST_SIZE = 1024 * 1024
REST_WITHIN = 1.0
"""What is read on, and for how long, of a head that was refused: what is left unread takes the answer along."""

BODY_WITHIN = 20.0
"""The time for a request's body in all."""

SEND_WITHIN = 20.0
"""The time for a piece of an answer to leave."""

MAX_BODY = 4096
"""The body of a request to one of our routes: a secret, or a name."""

MAX_NESTING = 32
"""Lists and objects within each other in the JSON of such a body: an edit has four, and no file is written deeper."""

STRANGER_BODY = 256 * 1024
"""The body of a stranger's request: a program that polls has its key inside."""

# Connections to Engine.IO

JOIN_WITHIN = 5.0
"""The time for a client to join a namespace, and for a WebSocket that is tried to be used."""

STRANGERS_SESSIONS = 150
"""Sessions of strangers that poll; of one address there may be as many as it may have connections, of a device too."""

MAX_MESSAGE = 2 * 1024 * 1024
"""One message. A longer one ends the connection, so it is far above the texts that are refused kindly."""

STRANGER_MESSAGE = 64 * 1024
"""The same of a client that has not joined: it has nothing to say but who it is."""

MAX_PACKETS = 512
"""Messages that a client on polling may send in one request; engineio's own 16 would lose moves."""

MAX_PENDING = 8 * 1024 * 1024
"""What waits for one client to take it when more ends its connection: a whole state and what comes meanwhile."""

PENDING_PER_ADDRESS = 32 * 1024 * 1024
"""The same of all clients at one address, with what they have begun to send; of more, whoever has most is cut."""

PENDING_IN_ALL = 96 * 1024 * 1024
"""The same of all clients."""

PENDING_EACH = 512
"""Bytes that a message counts beside its text while it waits."""

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

BYTES_PER_MESSAGE = 1024
"""A longer message counts as one more for each of these."""

CONNECT_COST = 100
"""Messages as which it counts to connect to a namespace or to leave it."""

BEHAVES = 250
"""Messages a second that a player may send whatever others do: an operation and a word for a frame, both 120 times a
second."""

WATCHER_BEHAVES = 100
"""The same of a watcher, who has only a word for each frame to send."""

EXCESS_PER_ADDRESS = 3000
"""Messages a second beyond those, of all devices at one address; of more, whoever sends most is slowed."""

EXCESS_IN_ALL = 6000
"""The same of all devices elsewhere: at some 25 us each they take a seventh of the engine's time."""

LIMITED_FOR = 5.0
"""For how long a device has no more than its share after there was too much."""

LOT = 8
"""Messages that are read at once from which on a client may have to rest before it is read again."""

LOT_REST = 6.0
"""How many times as long as it took to take a lot in it rests, for each client that rests: lots take a seventh of the
engine's time, however many send them."""

LOT_AGAIN = 1.0
"""A lot within this time after the last one has a rest: one alone is what a wifi held up."""

JOIN_COST = 40
"""Messages as which it counts for a device that one of its connections is let in, and told everything: all that it may
have can come in at once."""

TROUBLE_LASTS = 10.0
"""How long operators are told of trouble that somebody makes, after the last of it."""

# What requests cost

WORK_OF_DEVICE, DEVICE_BURST = 0.005, 0.6
"""Seconds of the processor that a known device's requests have of their own in a second, and at once. To load the page
takes .07, four times that on a slow computer."""

WORK_OF_ADDRESS, ADDRESS_BURST = 0.01, 0.5
"""The same of all strangers at one address."""

WORK_IN_ALL, ALL_BURST = 0.3, 3.0
"""The same of all requests from elsewhere together: twenty tablets join and load the page at once by it. While there is
some of it left nobody waits; when there is none, those wait that have nothing of their own left."""

WORK_EACH = 0.0005
"""Seconds that a request counts beside its own: its thread, and what it asks of the engine."""

LONG_BODIES, LONG_BODIES_OF_DEVICE = 16, 4
"""Requests at once whose body is longer than a stranger's, in all and of one device."""
