"""Holds what tshark reads in a trace to what the journal of the same run says."""

import collections
import re

from journals import SIDES, address, head
from tshark import (
    FIN, FOREIGN, HEURISTICS_FIRST, RST, fields, foreign_ports, frames, packets, streams)

# tshark has no numbers for more (packet-websocket.c takes lengths for signed ones of 32 bits).
LONGEST_LENGTH = (1 << 31) - 1
HUGE = (
    "a length of more than 2^31 - 1: tshark shows the frame's header, calls the packet malformed, and takes "
    "the next segment for a new frame; the journal tells of whole frames only")

UNMASKED = (
    "a masked payload of more than 256 KiB: tshark unmasks no more of it (MAX_UNMASKED_LEN), and shows its "
    "length")
LONGEST_UNMASKED = 256 * 1024
# The evidence of a journal has so many Closes each way, as they came and as they left.
CLOSES_TOLD = 2


def compared(trace, journal, *options, **more):
    """As anybody sees it who opens the file; tshark is told more only where it took a port for another's."""
    comparison = Comparison(trace, journal, *options, **more)
    ports = {end[1] for packet in comparison.packets for end in packet.ends}
    if comparison.differences and ports & foreign_ports():
        comparison = Comparison(trace, journal, *options, *HEURISTICS_FIRST, **more)
        comparison.known[FOREIGN] += 1
    return comparison


class Comparison:
    """`differences` is empty when both say the same; `known` has what they differ in, and why."""

    def __init__(self, trace, journal, *options, is_plain=True, has_notes=True):
        self.journal = journal
        self.figures = collections.Counter()
        self.differences = []
        self.known = collections.Counter()
        self.excused = set()
        self.packets = packets(trace, *options)
        # TLS has an end of its own, and whoever got that does not wait for the FIN.
        found = [] if is_plain else fields(trace, ["frame.number"], "-Y", "tls.alert_message.desc == 0")
        self.close_notifies = {int(number) for number, in found}
        self.legs = {}
        self.find_legs(has_notes)
        for (session, leg), stream in self.legs.items():
            for direction in SIDES.values():
                self.compare_frames(session, leg, direction, sent(stream, direction))
            self.compare_ends(session, leg, stream)
        if is_plain:
            self.compare_bytes()
        if has_notes:
            self.compare_comments()
        self.judge_packets()

    def differ(self, words):
        self.differences.append(words)

    def find_legs(self, has_notes):
        found = streams(self.packets)
        for stream in found:
            if leg := self.noted_leg(stream) if has_notes else self.leg_by_address(stream):
                self.legs[leg] = stream
        if set(self.legs) != set(self.journal.legs):
            self.differ(f"connections are {sorted(self.legs)}, in the journal {sorted(self.journal.legs)}")
        self.figures["sessions"] += len(self.journal.ends)
        self.figures["streams"] += len(found)

    def noted_leg(self, stream):
        words = stream.packets[0].comments
        name = re.fullmatch(r"closecall session (\d+), (client|server) side", words[0] if words else "")
        if not name:
            self.differ(f"stream {stream.number} does not say at its SYN whose it is: {words}")
            return None
        if any(packet.interface != f"{name[2]} side" for packet in stream.packets):
            self.differ(f"stream {stream.number} has packets of another interface")
        return int(name[1]), name[2]

    def leg_by_address(self, stream):
        """Classic pcap has no room for notes: then there is one session."""
        number, end = next(iter(self.journal.ends.items()))
        return number, "client" if address(end["clientAddress"]) == stream.initiator else "server"

    def compare_frames(self, session, leg, direction, packets):
        read = frames(packets)
        told = self.journal.frames_of(session, leg, direction)
        place = f"session {session}, {leg} side, {direction}"
        huge = self.journal.unfinished(session, leg, direction)
        if huge and huge[4] > LONGEST_LENGTH and len(read) > len(told) and read[len(told)].head == huge:
            self.known[HUGE] += 1
            read = read[:len(told)]
            self.excused |= {one.number for one in packets if one.is_malformed}
        heads = [frame.head for frame in read]
        expected = [shown(entry) for entry in told]
        if heads != expected:
            at = next((at for at, pair in enumerate(zip(heads, expected)) if pair[0] != pair[1]), len(read))
            self.differ(
                f"{place}: {len(heads)} frames, in the journal {len(expected)}; "
                f"frame {at + 1} is {heads[at:at + 1]}, in the journal {expected[at:at + 1]}")
            return
        self.figures["frames"] += len(read)
        for frame, entry in zip(read, told):
            self.compare_payload(place, frame, entry)
        self.compare_closes(place, session, leg, direction, read)

    def compare_payload(self, place, frame, entry):
        begin = bytes.fromhex(entry["firstBytes"]) if "firstBytes" in entry else covered(frame)
        count = frame.length
        if frame.masked and frame.length > LONGEST_UNMASKED:
            self.known[UNMASKED] += 1
            count = LONGEST_UNMASKED
        if frame.payload is None or len(frame.payload) != count or not frame.payload.startswith(begin):
            self.differ(f"{place}, frame {entry['number']}: {frame.payload!r:.60}, in the journal {begin}")

    def compare_closes(self, place, session, leg, direction, read):
        """Code and payload of the first Closes each way."""
        end = self.journal.ends[session]
        side = "received" if SIDES[leg] == direction else "sent"
        sender = "client" if direction == "toServer" else "server"
        told = [
            one for one in end["evidence"]["closes"]
            if one["from"] == sender and one["side"] in (side, "passed")]
        found = [frame for frame in read if frame.opcode == 8]
        if min(len(found), CLOSES_TOLD) != len(told):
            self.differ(f"{place}: {len(found)} Closes, in the journal {len(told)}")
        for frame, entry in zip(found, told):
            self.figures["closes"] += 1
            # The journal keeps what a Close may have; tshark has no code where the payload has none.
            payload = frame.payload[:2 if entry["reason"] is None else 125].hex()
            if (payload, frame.code) != (entry["payload"], entry["code"]):
                self.differ(f"{place}: Close {frame.code} {frame.payload.hex()}, in the journal {entry}")

    def compare_ends(self, session, leg, stream):
        """Each RST, of the peer's and of ours."""
        end = self.journal.ends[session]["evidence"]
        theirs, ours = sent(stream, SIDES[leg]), sent(stream, SIDES[other(leg)])
        told = {one["how"] for one in end["ends"] if one["leg"] == leg}
        has_ended = any(packet.flags & FIN or packet.number in self.close_notifies for packet in theirs)
        has_reset = any(packet.flags & RST for packet in theirs)
        if (has_ended, has_reset) != (bool(told & {"fin", "truncated"}), "rst" in told):
            words = told or "by us"
            self.differ(f"session {session}: the {leg}'s connection ended {words}, not so in the trace")
        told = {one["how"] for one in end["tells"] if one["leg"] == leg}
        if any(packet.flags & RST for packet in ours) != ("rst" in told):
            self.differ(f"session {session}: we ended the {leg}'s connection: {told}, not so in the trace")

    def compare_bytes(self):
        """What came, by the lengths of segments."""
        for session, end in self.journal.ends.items():
            for leg, direction in SIDES.items():
                if stream := self.legs.get((session, leg)):
                    count = sum(packet.length for packet in sent(stream, direction))
                    if count != end["bytes"][direction]:
                        self.differ(
                            f"session {session}: {count} bytes {direction} in segments, "
                            f"in the journal {end['bytes'][direction]}")
                    self.figures["bytes"] += count

    def compare_comments(self):
        for session in self.journal.ends:
            told = collections.Counter(self.journal.firings(session))
            own = [self.legs[leg] for leg in self.legs if leg[0] == session]
            noted = [text for stream in own for packet in stream.packets for text in packet.comments]
            found = collections.Counter(text for text in noted if text.startswith("closecall fault "))
            if told != found:
                self.differ(
                    f"session {session}: rules that fired are noted as {dict(found - told)}, "
                    f"in the journal {dict(told - found)}")
            self.figures["firings"] += told.total()
            self.compare_ending(session, noted)

    def compare_ending(self, session, noted):
        words = self.journal.ending(session)
        stream = self.legs.get((session, "client"))
        last = stream.packets[-1].comments if stream else []
        if last[-1:] != [words]:
            self.differ(f"session {session}: the last packet says {last}, in the journal {words!r}")
        if sum(" ended: " in text and not text.startswith("closecall fault ") for text in noted) != 1:
            self.differ(f"session {session}: its ending is noted more than once")

    def judge_packets(self):
        """What tshark itself complains of."""
        for packet in self.packets:
            self.figures["packets"] += 1
            if packet.complaints:
                self.differ(f"packet {packet.number}: {', '.join(packet.complaints)}")
            if packet.is_malformed and packet.number not in self.excused:
                self.differ(f"packet {packet.number} is malformed")
            if set(packet.checksums) != {1}:
                self.differ(f"packet {packet.number}: checksums are not right: {packet.checksums}")


def sent(stream, direction):
    """Clients and we ourselves connect: who did sends to the server."""
    return stream.from_initiator() if direction == "toServer" else stream.from_responder()


def shown(entry):
    """A frame's head in the trace. What --redact covers does not inflate, and so its frame says that it is plain."""
    opcode, is_final, rsv, masked, length = head(entry)
    is_covered = "firstBytes" not in entry and opcode < 8
    return opcode, is_final, rsv & ~4 if is_covered else rsv, masked, length


def covered(frame):
    """What --redact leaves of a payload: of a Close its code."""
    begin = frame.payload[:2] if frame.opcode == 8 else b""
    return begin + b"x" * (len(frame.payload) - len(begin))


def other(leg):
    return "server" if leg == "client" else "client"
