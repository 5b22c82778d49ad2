"""Many sessions at once, and a proxy that is killed while it writes."""

import asyncio
import contextlib
import pathlib
import random
import re
import subprocess
import time

from closecall import Failed, Proxy
from gallery import Scenario, serving, visit
from inspected import Inspected
from journals import Journal
from proxies import proxy
from report import Check
from tshark import FOREIGN, HEURISTICS_FIRST, complaint, fields, foreign_ports
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

SESSIONS = 500
KILLS = 10
CONNECTIONS = 16
TORN = "appears to have been cut short in the middle of a packet"

PLAY = {
    "client": [{"send": {"text": "message {n}", "times": 3}}, {"receive": 3}, {"close": 1000}],
    "timeout": "60s",
}


def check_many(program, folder, _):
    result = Check("many")
    trace, journal = folder / "many.pcapng", folder / "many.jsonl"
    with result.at(f"{SESSIONS} sessions"):
        asyncio.run(play_many(program, "--trace", trace, "--journal", journal, "--frames"))
        judge_many(result, trace, Journal(journal))
    return result


async def play_many(program, *options):
    scenario = Scenario("", "", pathlib.Path(), PLAY)
    async with serving(scenario, backlog=SESSIONS) as upstream:
        async with proxy(program, upstream, "--threads", "2", "--quiet", *options) as url:
            await asyncio.gather(*(visit(scenario, url) for _ in range(SESSIONS)))


NAMES = [
    "tcp.stream", "frame.time_epoch", "tcp.analysis.flags", "_ws.malformed", "websocket.opcode",
    "frame.comment", "tcp.port"]


def judge_many(result, trace, journal):
    told = sum(map(len, journal.frames.values()))
    streams, times, flags, malformed, opcodes, comments, ports = zip(*fields(trace, NAMES, "-Y", "tcp"))
    taken = {int(port) for pair in ports for port in pair.split(",")}
    if count(opcodes) != told and taken & foreign_ports():
        result.know(FOREIGN, "many")
        _, _, flags, malformed, opcodes, _, _ = zip(*fields(trace, NAMES, "-Y", "tcp", *HEURISTICS_FIRST))
    result.figures["packets"] += len(streams)
    result.figures["streams"] += len(set(streams))
    result.expect("streams", len(set(streams)), 2 * SESSIONS)
    result.expect("complaints", [one for one in (*flags, *malformed) if one], [])
    result.expect("whether times are in order", list(times) == sorted(times), True)
    result.figures["frames"] += count(opcodes)
    result.expect("frames", count(opcodes), told)
    endings = re.findall(r"closecall session (\d+) ended: ", "\n".join(comments))
    result.expect("sessions whose ending is noted", sorted(map(int, endings)), sorted(journal.ends))
    said = subprocess.run(["capinfos", "-o", trace], capture_output=True, text=True).stdout
    result.expect("capinfos", re.findall(r"Strict time order:\s+(\w+)", said), ["True"])


def count(opcodes):
    return sum(len(one.split(",")) for one in opcodes if one)


# --- Killed


def check_killed(program, folder, _):
    result = Check("killed")
    chance = random.Random(1)
    for number in range(KILLS):
        trace = folder / f"{number}.pcapng"
        with result.at(f"run {number}"):
            killed = asyncio.run(play_killed(program, trace, 0.3 + chance.random()))
            judge_killed(result, program, number, trace, killed)
    return result


async def play_killed(program, trace, after):
    """Kills the proxy that long after it began, and answers when that was."""
    async with serving(Scenario("", "", pathlib.Path(), {})) as upstream:
        started = await asyncio.to_thread(
            Proxy, program, upstream, "--threads", "2", "--quiet", "--trace", trace)
        talks = [asyncio.create_task(talk(started.url)) for _ in range(CONNECTIONS)]
        await asyncio.sleep(after)
        started.child.kill()
        killed = time.time()
        await asyncio.gather(*talks)
        # It complains of the status, which is right.
        with contextlib.suppress(Failed):
            await asyncio.to_thread(started.__exit__)
    return killed


async def talk(url):
    with contextlib.suppress(OSError, WebSocketException, EOFError):
        async with connect(url, compression=None, ping_interval=None, proxy=None) as connection:
            while True:
                await connection.send("x" * 1000)
                await connection.recv()


def judge_killed(result, program, number, trace, killed):
    command = [
        "tshark", "-n", "-r", trace, "-T", "fields", "-e", "frame.time_epoch", "-e", "tcp.analysis.flags",
        "-e", "_ws.malformed"]
    done = subprocess.run(command, capture_output=True, text=True)
    is_torn = TORN in complaint(done)
    if not is_torn:
        result.expect(f"run {number}: what tshark says", (done.returncode, complaint(done)), (0, ""))
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    result.expect(f"run {number}: complaints", [row for row in rows if row[1] or row[2]], [])
    info = subprocess.run(["capinfos", "-c", "-M", "-T", "-r", trace], capture_output=True, text=True)
    counted = info.stdout.strip().split("\t")[-1]
    result.expect(f"run {number}: packets that capinfos counts", counted, str(len(rows)))
    result.figures["packets"] += len(rows)
    result.figures["torn tails"] += is_torn
    inspected = Inspected(program, trace)
    read = inspected.of_kind("summary")[0]["packets"]
    result.expect(f"run {number}: packets that inspect reads", read, len(rows))
    missing = round((killed - float(rows[-1][0])) * 1000)
    result.figures["ms lost at most"] = max(result.figures["ms lost at most"], missing)
    if missing > 2000:
        result.fail(f"run {number}: the last packet is {missing} ms older than the kill")
