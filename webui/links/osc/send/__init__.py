"""What the link to OSC, the operators' panel and OSCQuery share: what was seen, and what is switched on."""
