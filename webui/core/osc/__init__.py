"""OSC's rules: what a show says of addresses and targets, what a value is on the wire, what a pattern matches."""
