"""What is known to differ, and why; and what the cases that are races may come out as."""

# (client, case, what differs): the reason. What differs is "journal", "proxy" or "measured".
KNOWN = {
    ("websockets", "hs-redirect-302", "journal"):
        "it asks again where the answer says, and reports of that other connection",
}

# A race is won now by this, now by that: any of these (code, wasClean).
RACES = {
    "tcp-close1000-close": {(1000, True), (1000, False), (1006, False)},
    "tcp-close1000-rst-now": {(1000, True), (1000, False), (1006, False)},
    "tcp-closeempty-rst-now": {(1005, True), (1005, False), (1006, False)},
    "drop-fin-glued-101": {(1006, False)},
    "drop-rst-glued-101": {(1006, False)},
    "perr-rsv1-rst": {(1006, False)},
}
