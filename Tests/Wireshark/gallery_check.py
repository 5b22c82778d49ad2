"""Every scenario of the gallery between Python's websockets: the trace says what the journal says."""

import asyncio
import fnmatch

from comparison import compared
from gallery import scenarios, serving, visit
from journals import Journal
from proxies import proxy
from report import Check

PLAYED_AT_ONCE = 12
READ_AT_ONCE = 2

BYTE_BY_BYTE = (
    "a request that arrives byte by byte: tshark knows HTTP on an unknown port by how a segment looks, and "
    "one byte looks like nothing; told -d tcp.port==PORT,http it reads the same as the journal")
# What a person would tell tshark, where it does not find out by itself.
TOLD = {"byte-by-byte": BYTE_BY_BYTE}


def check(program, folder, pattern):
    result = Check("gallery")
    chosen = [one for one in scenarios() if fnmatch.fnmatch(one.name, pattern)]
    asyncio.run(play_all(program, folder, chosen, result))
    result.figures["scenarios"] = len(chosen)
    return result


async def play_all(program, folder, chosen, result):
    players, readers = asyncio.Semaphore(PLAYED_AT_ONCE), asyncio.Semaphore(READ_AT_ONCE)

    async def play_and_read(scenario):
        trace, journal = (folder / f"{scenario.name}.{ending}" for ending in ("pcapng", "jsonl"))
        async with players:
            await play(program, scenario, "--trace", trace, "--journal", journal, "--frames")
        async with readers:
            await asyncio.to_thread(compare, scenario, trace, journal, result)

    async with asyncio.TaskGroup() as group:
        for scenario in chosen:
            group.create_task(play_and_read(scenario))


async def play(program, scenario, *options):
    async with serving(scenario) as upstream:
        options = ["--scenario", scenario.file, "--threads", "1", "--drain", "1s", "--quiet", *options]
        async with proxy(program, upstream, *options) as url:
            await asyncio.gather(*(visit(scenario, url) for _ in range(scenario.clients)))


def compare(scenario, trace, journal, result):
    journal = Journal(journal)
    with result.at(scenario.name):
        comparison = compared(trace, journal)
        if comparison.differences and scenario.name in TOLD:
            comparison = compared(trace, journal, *decoding(journal))
            comparison.known[TOLD[scenario.name]] += 1
        result.take(scenario.name, comparison)


def decoding(journal):
    ports = {end["serverAddress"].rpartition(":")[2] for end in journal.ends.values()}
    return [word for port in ports for word in ("-d", f"tcp.port=={port},http")]
