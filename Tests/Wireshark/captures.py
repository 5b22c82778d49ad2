"""Captures that tcpdump and dumpcap make of other people's clients and servers, no proxy between them."""

import asyncio
import contextlib
import dataclasses
import pathlib
import subprocess

from gallery import Scenario, serving_plays, visit

PATIENCE_SECONDS = 20

# With the usual buffer there is no room for more than a few packets of 64 KiB.
TCPDUMP = ["tcpdump", "-U", "--immediate-mode", "-B", "65536"]
# What tshark and Wireshark capture with.
DUMPCAP = ["dumpcap", "-q", "-B", "64"]


@dataclasses.dataclass
class Way:
    """How a capture is made, and where the server listens."""

    name: str
    host: str
    command: list

    @property
    def ending(self):
        return "pcapng" if "dumpcap" in self.command or "capture-lo" == self.name else "pcap"

    def writing(self, file, port):
        if "capture" in self.command:
            return [*self.command, "--port", str(port), "-o", file]
        filter = ["-f", f"tcp port {port}"] if "dumpcap" in self.command else ["tcp", "port", str(port)]
        return [*self.command, "-w", file, *filter]


def ways(program):
    ours = [program, "capture", "--buffer", "64MiB"]
    return [
        Way("tcpdump-lo", "127.0.0.1", [*TCPDUMP, "-i", "lo"]),
        Way("tcpdump-lo-ipv6", "::1", [*TCPDUMP, "-i", "lo"]),
        Way("tcpdump-any", "127.0.0.1", [*TCPDUMP, "-i", "any", "-y", "LINUX_SLL2"]),
        Way("tcpdump-any-ipv6", "::1", [*TCPDUMP, "-i", "any", "-y", "LINUX_SLL"]),
        Way("dumpcap-lo", "127.0.0.1", [*DUMPCAP, "-i", "lo"]),
        Way("dumpcap-any-ipv6", "::1", [*DUMPCAP, "-i", "any"]),
        Way("capture-lo", "127.0.0.1", [*ours, "-i", "lo"]),
        Way("capture-any-ipv6", "::1", ours),
    ]


class NoCapture(Exception):
    """Why nothing can be captured here."""


@contextlib.asynccontextmanager
async def captured(way, file, url):
    """Captures what goes to and from a server as long as the block lasts."""
    port = int(url.rpartition(":")[2])
    command = way.writing(file, port)
    said = file.with_suffix(".said")
    with said.open("wb") as errors:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        await knocked(way, port, file, child, said)
        yield
        # Whatever was before this stands in the file, too.
        await knocked(way, port, file, child, said)
    finally:
        child.terminate()
        await asyncio.to_thread(child.wait)


async def knocked(way, port, file, child, said):
    """Until a connection of our own stands in the file."""
    for _ in range(PATIENCE_SECONDS * 10):
        if child.poll() is not None:
            raise NoCapture(" ".join(said.read_text().splitlines()[-2:]))
        size = file.stat().st_size if file.exists() else 0
        _, writer = await asyncio.open_connection(way.host, port)
        writer.close()
        await asyncio.sleep(0.1)
        if size and file.stat().st_size > size:
            return
    raise NoCapture(f"nothing stands in {file}")


# --- What is captured

WORDS = "the quick brown fox jumps over the lazy dog " * 20

# Short and long lengths, compressed messages that refer to the ones before, fragments, every kind of end.
PLAYS = [
    {"client": [{"send": "hello"}, {"receive": 1}, {"close": 1000}]},
    {"client": [
        {"send": ""}, {"send": "héllo 🚇"}, {"receive": 2}, {"close": {"code": 4000, "reason": "über"}}]},
    {"client": [
        {"send": {"binary": {"hex": "00 ff 01 80"}}}, {"ping": "are you there"}, {"receive": 1},
        {"close": 1001}]},
    {"client": [
        {"send": {"repeat": "x", "times": 200}}, {"send": {"repeat": "y", "times": 70_000}}, {"receive": 2},
        {"close": 3999}]},
    {"compress": True, "client": [
        {"send": WORDS}, {"send": WORDS}, {"send": "short"}, {"receive": 3}, {"close": 1000}]},
    {"compress": True, "client": [
        {"send": {"repeat": "z", "times": 300_000}}, {"receive": 1}, {"close": 1000}]},
    {"server": [{"receive": 1}, {"close": {"code": 1011, "reason": "out of order"}}]},
    {"compress": True, "server": [
        {"ping": "1"}, {"send": "unasked"}, {"receive": 2}, {"close": 4321}]},
    {"client": [{"fragments": ["one ", "two ", "", "three"]}, {"receive": 1}, {"close": 1000}]},
    {"compress": True, "client": [{"fragments": [WORDS, WORDS, "end"]}, {"receive": 1}, {"close": 1000}]},
    {"client": [{"send": "gone at once"}, {"receive": 1}, {"reset": True}]},
    {"client": [{"send": "cut"}, {"receive": 1}, {"end": True}]},
]


# Those of all plays together.
FRAMES = 66


async def python_peers(way, file):
    """All plays at once, at one server."""
    scenarios = [
        Scenario("", "", pathlib.Path(), {**play, "path": f"/{number}"}) for number, play in enumerate(PLAYS)]
    by_path = {one.play["path"]: one.play for one in scenarios}
    async with serving_plays(by_path.get, way.host) as url, captured(way, file, url):
        await asyncio.gather(*(visit(one, url) for one in scenarios))


# As visit.js of Tests/Browsers/Endings has them.
PAGE_PLAYS = [
    [["text", "hello"], ["receive", 1], ["close", 1000]],
    [["text", WORDS], ["text", WORDS], ["receive", 2], ["close", 4000, "über"]],
    [["binary", [0, 255, 1, 128]], ["text", ""], ["receive", 2], ["close", 3000, "done"]],
    [["text", "x" * 70_000], ["receive", 1], ["close"]],
]


async def browser_and_python(client, way, file):
    """A page that visits our server with all of them; a browser compresses, if the server does."""
    async with serving_plays(lambda _: {}, way.host) as url:
        jobs = [
            {"name": str(number), "protocols": [], "close": None, "steps": steps, "limit": PATIENCE_SECONDS,
             "stalls": False, "way": "straight", "url": f"{url}/{number}"}
            for number, steps in enumerate(PAGE_PLAYS)]

        def visit_all():
            with client.visiting(jobs, len(jobs)) as seen:
                return seen

        async with captured(way, file, url):
            await asyncio.to_thread(visit_all)
