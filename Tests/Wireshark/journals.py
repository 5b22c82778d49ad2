"""What a proxy's journal says of its sessions, in tshark's terms."""

import collections
import json
import re

OPCODES = {"continuation": 0, "text": 1, "binary": 2, "close": 8, "ping": 9, "pong": 10}
SIDES = {"client": "toServer", "server": "toClient"}


class Journal:
    def __init__(self, file):
        with open(file, encoding="utf-8") as lines:
            self.entries = [json.loads(line) for line in lines]
        self.ends = {one["session"]: one for one in self.of_kind("session.end")}
        self.frames = self.by_side("frame")

    def of_kind(self, kind):
        return [one for one in self.entries if one["event"] == kind]

    def by_side(self, kind):
        """By session, direction and side: what passed was received and sent."""
        found = collections.defaultdict(list)
        for entry in self.of_kind(kind):
            for side in ["received", "sent"] if entry["side"] == "passed" else [entry["side"]]:
                found[entry["session"], entry["direction"], side].append(entry)
        return found

    @property
    def legs(self):
        """What each session has: a connection of a client, and one to a server if that was reached."""
        for number, end in self.ends.items():
            yield number, "client"
            if end["serverAddress"]:
                yield number, "server"

    def frames_of(self, session, leg, direction):
        """Whole frames that went over a leg's connection."""
        side = "received" if SIDES[leg] == direction else "sent"
        return self.frames[session, direction, side]

    def unfinished(self, session, leg, direction):
        """The head of the last frame, if some of it never came."""
        side = "received" if SIDES[leg] == direction else "sent"
        for entry in self.ends[session]["evidence"]["lastFrames"][direction]:
            if entry["side"] in (side, "passed") and entry["came"] < entry["length"]:
                return head(entry)
        return None

    def firings(self, session):
        """What is noted of each rule that fired."""
        for one in self.of_kind("fault"):
            if one["session"] == session:
                side = "server" if one["direction"] == "toServer" else "client"
                faults = ", ".join(one["faults"])
                yield f"closecall fault {faults} at {one['at']} to the {side}, by rule {one['rule']}"

    def ending(self, session):
        """What is noted at the last packet."""
        end = self.ends[session]
        words = [f"{side} {verdict(end[side], end[side + 'Saw'])}" for side in ("client", "server")]
        words += [f"{end['cause']} by {end['by']}", end["story"]]
        return f"closecall session {session} ended: {'; '.join(words)}"


def verdict(event, saw):
    if event:
        return f"{event['code']} {'clean' if event['wasClean'] else 'not clean'}"
    if not saw:
        return "no WebSocket"
    return {"errorOnly": "error only", "pending": "waiting"}[saw["outcome"]]


def head(entry):
    """As Frame.head has it."""
    return opcode(entry["opcode"]), entry["fin"], entry["rsv"], entry["masked"], entry["length"]


def opcode(word):
    reserved = re.fullmatch(r"reserved-([0-9a-f])", word)
    return int(reserved[1], 16) if reserved else OPCODES[word]


def address(text):
    """As tshark has it."""
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)
