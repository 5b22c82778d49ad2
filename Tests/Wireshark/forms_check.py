"""The options of --trace, and the addresses that there are: the trace says what the journal says."""

import asyncio
import dataclasses
import pathlib

from comparison import compared
from gallery import Scenario, serving, visit
from journals import Journal
from proxies import proxy
from report import Check
from tshark import fields

SNAP = 96


@dataclasses.dataclass
class Form:
    name: str
    options: list = dataclasses.field(default_factory=list)
    listen: str = "127.0.0.1:0"
    host: str = "127.0.0.1"
    ending: str = "pcapng"
    # Classic pcap says nothing of who belongs together.
    sessions: int = 6


FORMS = [
    Form("IPv6", listen="[::1]:0", host="::1"),
    Form("IPv6 and IPv4", listen="[::1]:0"),
    Form("a Unix socket", host="/"),
    Form("microseconds", ["--trace-times", "us"]),
    Form("lossless", ["--trace-lossless"]),
    Form("redacted", ["--redact"]),
    Form("classic", ending="pcap", sessions=1),
    Form("classic in nanoseconds", ["--trace-times", "ns"], ending="pcap", sessions=1),
    Form("snapped", ["--trace-snap", str(SNAP)]),
]

PLAY = {
    "compress": True,
    "path": "/secret?token=1",
    "client": [
        {"send": "naïve"}, {"ping": "are you there"}, {"fragments": ["one ", "two ", "three"]},
        {"send": {"binary": {"repeat": "0123456789", "times": 20_000}}}, {"receive": 3},
        {"close": {"code": 4999, "reason": "that is all"}}],
}


def check(program, folder, _):
    result = Check("forms")
    for form in FORMS:
        with result.at(form.name):
            trace, journal = folder / f"{form.name}.{form.ending}", folder / f"{form.name}.jsonl"
            asyncio.run(play(program, folder, form, "--trace", trace, "--journal", journal, "--frames"))
            result.figures["forms"] += 1
            judge(result, form, trace, Journal(journal))
    return result


async def play(program, folder, form, *options):
    scenario = Scenario("", "", pathlib.Path(), PLAY)
    host = f"{folder}/socket" if form.host == "/" else form.host
    async with serving(scenario, host=host) as upstream:
        options = ["--threads", "2", "--quiet", *options, *form.options]
        async with proxy(program, upstream, *options, listen=form.listen) as url:
            await asyncio.gather(*(visit(scenario, url) for _ in range(form.sessions)))


def judge(result, form, trace, journal):
    result.expect(f"{form.name}: sessions", len(journal.ends), form.sessions)
    codes = {end["client"]["code"] for end in journal.ends.values()}
    result.expect(f"{form.name}: codes", codes, {4999})
    if form.name == "snapped":
        judge_snapped(result, form, trace, journal)
    else:
        result.take(form.name, compared(trace, journal, has_notes=form.ending == "pcapng"))
    if form.name == "redacted":
        data = trace.read_bytes()
        found = [word for word in (b"token=1", b"that is all", b"na\xc3\xafve") if word in data]
        result.expect("what is to be covered and is not", found, [])


def judge_snapped(result, form, trace, journal):
    """Of packets that were cut off, the headers are there."""
    rows = fields(trace, ["frame.cap_len", "frame.len", "tcp.stream", "tcp.len", "tcp.analysis.flags"])
    kept = {(int(caught), min(int(length), SNAP)) for caught, length, *_ in rows}
    result.expect(f"{form.name}: what is kept", [pair for pair in kept if pair[0] != pair[1]], [])
    result.expect(f"{form.name}: complaints", [row for row in rows if row[4]], [])
    result.expect(f"{form.name}: streams", len({row[2] for row in rows}), 2 * form.sessions)
    came = sum(int(row[3]) for row in rows)
    # What came left unchanged.
    told = 2 * sum(sum(end["bytes"].values()) for end in journal.ends.values())
    result.expect(f"{form.name}: bytes", came, told)
