"""OSC: values to other programs and desks by UDP, and theirs to us."""
