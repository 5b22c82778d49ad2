"""`closecall inspect` reads what tshark reads in captures of other people's peers, and what the journal says in
our own traces."""

import asyncio
import re
import sys
import zlib
from pathlib import Path

from captures import FRAMES, NoCapture, browser_and_python, python_peers, ways
from inspected import Inspected
from journals import Journal, address, head
from report import Check
from tshark import FOREIGN, HEURISTICS_FIRST, foreign_ports, frames, packets, streams

BROWSERS = Path(__file__).resolve().parents[1] / "Browsers"
SIDES = {"toServer": "from_initiator", "toClient": "from_responder"}

# RFC 7692 §7.2.2: what a sender leaves out.
DEFLATE_TAIL = b"\x00\x00\xff\xff"
# What inspect shows of a message.
LONGEST_SHOWN = 64 * 1024


def check_captures(program, folder, _):
    result = Check("inspect")
    for way in ways(program):
        file = folder / f"{way.name}.{way.ending}"
        with result.at(way.name):
            try:
                asyncio.run(python_peers(way, file))
            except NoCapture as problem:
                result.skipped = f"no capture can be made here: {problem}"
                return result
            before = result.figures["frames"]
            compare(result, way.name, program, file)
            result.expect(f"{way.name}: frames in all", result.figures["frames"] - before, FRAMES)
    compare_chromium(result, ways(program)[0], program, folder / "chromium.pcap")
    return result


def compare_chromium(result, way, program, file):
    # Behind our own: some have the same names.
    sys.path += [str(BROWSERS), str(BROWSERS / "Endings")]
    from visitors import NotHere, browser

    with result.at("chromium"):
        try:
            client = browser("chromium", "chromium")()
        except NotHere as problem:
            result.figures["without Chromium, as " + str(problem)] = 1
            return
        asyncio.run(browser_and_python(client, way, file))
        compare(result, "chromium", program, file)


def compare(result, place, program, file):
    inspected = Inspected(program, file, "--frames")
    # A kernel leaves checksums on a loopback interface to a card that is not there.
    found = streams(packets(file, checks=[]))
    if {stream.initiator[1] for stream in found} & foreign_ports():
        result.know(FOREIGN, place)
        found = streams(packets(file, *HEURISTICS_FIRST, checks=[]))
    read = {stream.initiator: stream for stream in found if frames(stream.packets)}
    told = {address(end["clientAddress"]): number for number, end in inspected.ends.items()}
    result.expect(f"{place}: clients", sorted(told), sorted(read))
    result.figures["captures"] += 1
    for client in told.keys() & read.keys():
        result.figures["sessions"] += 1
        for direction, side in SIDES.items():
            where = f"{place}, {client[1]}, {direction}"
            found = frames(getattr(read[client], side)())
            compare_frames(result, where, found, inspected, told[client], direction)


def compare_frames(result, where, found, inspected, session, direction):
    told = inspected.frames[session, direction, "received"]
    told = [one for one in told if one["came"] == one["length"]]
    result.expect(f"{where}: frames", [head(one) for one in told], [frame.head for frame in found])
    result.figures["frames"] += len(told)
    for number, (frame, entry) in enumerate(zip(found, told)):
        begin = frame.payload[:16].hex()
        result.expect(f"{where}: how frame {number + 1} begins", entry["firstBytes"], begin)
    closes = [(frame.code, frame.reason or "") for frame in found if frame.opcode == 8]
    found_closes = [(one["code"], one["reason"]) for one in told if one["opcode"] == "close"]
    result.expect(f"{where}: Closes", found_closes, closes)
    result.figures["closes"] += len(closes)

    messages = [
        (one["opcode"], bytes.fromhex(one["bytes"]) if "bytes" in one else one["text"].encode())
        for one in inspected.messages[session, direction, "received"]]
    expected = [(opcode, data[:LONGEST_SHOWN]) for opcode, data in messages_of(found)]
    result.expect(f"{where}: messages", messages, expected)
    result.figures["messages"] += len(messages)
    result.figures["bytes of messages"] += sum(len(data) for _, data in messages)


def messages_of(found):
    """What tshark's frames come to, unmasked by tshark and inflated by zlib."""
    inflater = zlib.decompressobj(wbits=-15)
    under_way = []
    for frame in found:
        if frame.opcode >= 8:
            continue
        under_way.append(frame)
        if frame.fin:
            data = b"".join(one.payload for one in under_way)
            if under_way[0].rsv & 4:
                data = inflater.decompress(data + DEFLATE_TAIL)
            yield {1: "text", 2: "binary"}[under_way[0].opcode], data
            under_way = []


# --- Our own traces

# What could not be delivered is in no packet.
SAME = [
    "path", "status", "subprotocol", "compressed", "client", "server", "clientSaw", "serverSaw", "cause",
    "by", "rule", "clientAddress", "serverAddress", "messages", "frames", "bytes", "story",
]
# Of these, inspect cannot find out itself what it is told by the packets' comments.
NOTED_ONLY = {
    "snapped": "handshakes and frames are cut off",
}


def check_own(program, folder, _):
    result = Check("own traces")
    traces = sorted(folder.parent.glob("*/*.pcapng"))
    # Those of the canaries are wrong on purpose.
    traces = [
        one for one in traces if one.with_suffix(".jsonl").exists() and one.parent.name != "canaries"]
    if not traces:
        result.skipped = "nothing was recorded"
    for trace in traces:
        with result.at(trace.stem):
            result.figures["traces"] += 1
            journal = Journal(trace.with_suffix(".jsonl"))
            # What was covered in the trace is told as the journal tells it.
            inspected = Inspected(program, trace, *(["--redact"] if trace.stem == "redacted" else []))
            if trace.stem in NOTED_ONLY:
                result.know(NOTED_ONLY[trace.stem], trace.stem)
                compare_noted(result, trace.stem, journal, inspected.of_kind("session"))
            elif unread := inspected.of_kind("unread"):
                legs = sorted((one["journalSession"], one["leg"]) for one in unread)
                result.expect(f"{trace.stem}: connections", legs, sorted(journal.legs))
                compare_noted(result, trace.stem, journal, unread)
            else:
                compare_endings(result, trace.stem, journal, inspected)
    return result


def compare_noted(result, place, journal, told):
    """Endings as they are noted at packets."""
    recorded = {one["recorded"]["session"]: one["recorded"]["ending"] for one in told if one["recorded"]}
    words = {number: journal.ending(number).partition(" ended: ")[2] for number in journal.ends}
    result.expect(f"{place}: endings", recorded, words)
    result.figures["endings that are noted"] += len(recorded)


def compare_endings(result, place, journal, inspected):
    by_client = {end["clientAddress"]: end for end in inspected.ends.values()}
    result.expect(f"{place}: sessions", len(by_client), len(journal.ends))
    for number, end in journal.ends.items():
        if found := by_client.get(end["clientAddress"]):
            result.figures["endings"] += 1
            compare_ending(result, place, found, end)
        else:
            result.fail(f"{place}: session {number} is not told of")


def compare_ending(result, place, found, end):
    for name in SAME:
        # Of a Unix socket nobody would know.
        if name.endswith("Address") and end[name].startswith("unix:"):
            continue
        result.expect(f"{place}: {name}", timeless(found[name]), timeless(end[name]))


def timeless(value):
    """The journal's clock is that of the session's loop, the trace's is read for each packet."""
    return re.sub(r"[\d.]+ m?s\b", "some time", value) if isinstance(value, str) else value
