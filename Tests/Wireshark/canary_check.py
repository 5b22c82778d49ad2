"""Checks of the checks: what is wrong on purpose must be found."""

import asyncio
import json
import subprocess

from comparison import Comparison
from gallery import scenarios
from gallery_check import play
from journals import Journal
from report import Check

SCENARIO = "one-byte-close"


def check(program, folder, _):
    result = Check("canaries")
    trace, journal = folder / "right.pcapng", folder / "right.jsonl"
    with result.at("a scenario"):
        scenario = next(one for one in scenarios() if one.name == SCENARIO)
        asyncio.run(play(program, scenario, "--trace", trace, "--journal", journal, "--frames"))
        result.expect("as it is", Comparison(trace, Journal(journal)).differences, [])
        for name, make in CANARIES.items():
            wrong = make(folder, trace, journal)
            result.figures["canaries"] += 1
            differences = Comparison(wrong[0], Journal(wrong[1])).differences
            if not any(name in words for words in differences):
                result.fail(f"{make.__name__}: {name!r} is not among {differences}")
    return result


def without_packet(folder, trace, journal):
    # The first with a frame in it, behind two handshakes of TCP and one of HTTP on both sides.
    lost = folder / "lost.pcapng"
    subprocess.run(["editcap", trace, lost, "11"], check=True, capture_output=True)
    return lost, journal


def changed_byte(folder, trace, journal):
    data = trace.read_bytes()
    changed = folder / "changed.pcapng"
    changed.write_bytes(data.replace(b"message 1", b"message 7", 1))
    return changed, journal


def other_length(folder, trace, journal):
    return trace, altered(folder, journal, "frame", lambda entry: entry.update(length=entry["length"] + 1))


def other_code(folder, trace, journal):
    return trace, altered(folder, journal, "session.end", lambda entry: entry["client"].update(code=1001))


def altered(folder, journal, kind, alter):
    """The same journal, but for the last line of a kind."""
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    alter([line for line in lines if line["event"] == kind][-1])
    altered = folder / f"altered-{kind}.jsonl"
    altered.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return altered


# What is to be said of each.
CANARIES = {
    "lost_segment": without_packet,
    "checksums are not right": changed_byte,
    " frames, in the journal ": other_length,
    "the last packet says": other_code,
}
