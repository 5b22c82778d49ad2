"""What is known to differ, and why; and what the cases that are races may come out as."""

import pathlib
import re

PAGE = pathlib.Path(__file__).resolve().parents[3] / "Documentation" / "Profiles.md"

# What profiles do not tell stands in their documentation, by case and profile. Besides, by client, case and
# what differs, which is "journal", "proxy" or "measured":
FURTHER = {}

# A race is won now by this, now by that: any of these (code, wasClean), or what was measured.
RACES = {
    "tcp-close1000-close": {(1000, True), (1000, False), (1006, False)},
    "tcp-close1000-rst-now": {(1000, True), (1000, False), (1006, False)},
    "tcp-closeempty-rst-now": {(1005, True), (1005, False), (1006, False)},
    "drop-fin-glued-101": {(1006, False)},
    "drop-rst-glued-101": {(1006, False)},
    "perr-rsv1-rst": {(1006, False)},
    # Whether Firefox tells of an open connection that ends with the answer, as with a whole one.
    "hs-fin-no-two-crlf": {(1006, False)},
    # Whether Firefox has answered before the FIN is there.
    "badclose-1byte-then-fin": {(1005, True), (1005, False)},
    "close-fin-5ms": {(1000, True), (1000, False)},
}


def reason(client, case, what):
    """Why it differs; None if that is not known."""
    if what == "journal" and (case, client.profile) in documented():
        return documented()[case, client.profile]
    return FURTHER.get((client.name, case, what))


def documented():
    rows = re.findall(r"^\| `([^`]+)` \| ([\w-]+) \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    return {(case, profile): why for case, profile, why in rows}
