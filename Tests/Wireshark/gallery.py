"""The scenarios of the gallery, and what each makes of a client and a server: Python's websockets, both."""

import asyncio
import contextlib
import dataclasses
import logging
import pathlib
import re
import socket
import struct

import yaml
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import WebSocketException

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Scenarios"
LONGEST_MESSAGE = 1 << 20
# As long as a play of the gallery has, and as its peers wait for the other's Close.
PLAY_SECONDS = 5
CLOSE_SECONDS = 2

USUAL_STEPS = [
    step for number in range(1, 6) for step in ({"send": f"message {number}"}, {"receive": number})
] + [{"close": 1000}]


@dataclasses.dataclass
class Scenario:
    folder: str
    name: str
    file: pathlib.Path
    play: dict

    @property
    def clients(self):
        return self.play.get("clients", 1)

    @property
    def seconds(self):
        return seconds(self.play["timeout"]) if "timeout" in self.play else PLAY_SECONDS


def scenarios():
    for file in sorted(FOLDER.glob("*/*.yaml")):
        play = yaml.safe_load(file.read_text()).get("play", {})
        yield Scenario(file.parent.name, file.stem, file, play)


def seconds(words):
    number, unit = re.fullmatch(r"([\d.]+)(ms|s)", words).groups()
    return float(number) / (1000 if unit == "ms" else 1)


# --- What is played


async def visit(scenario, url, **options):
    """One client's part, with all its attempts to come back."""
    again = scenario.play.get("reconnect", {})
    pause = seconds(again["wait"]) if again else 0
    for attempt in range(again.get("attempts", 0) + 1):
        if attempt:
            await asyncio.sleep(pause)
            pause *= again["factor"]
        if await visit_once(scenario, url, options) == 1000:
            return


async def visit_once(scenario, url, options):
    play = scenario.play
    with contextlib.suppress(TimeoutError, OSError, WebSocketException, EOFError):
        async with asyncio.timeout(scenario.seconds):
            connection = await connect(
                url + play.get("path", "/"), additional_headers=play.get("headers"),
                compression="deflate" if play.get("compress") else None,
                subprotocols=play.get("subprotocols"), max_size=LONGEST_MESSAGE, open_timeout=None,
                ping_interval=None, proxy=None, close_timeout=CLOSE_SECONDS, **options)
        try:
            async with asyncio.timeout(scenario.seconds):
                await Player(connection, play.get("client", USUAL_STEPS), echoes=False).play()
        finally:
            connection.transport.abort()
        return connection.close_code


def serving(scenario, **options):
    """A scenario's server."""
    play = scenario.play
    return serving_plays(
        lambda _: play, compression="deflate" if play.get("compress") else None,
        subprotocols=play.get("subprotocols"), **options)


@contextlib.asynccontextmanager
async def serving_plays(play_of, host="127.0.0.1", **options):
    """A server that plays what belongs to the path that a client asks for."""

    async def handle(connection):
        play = play_of(connection.request.path)
        with contextlib.suppress(WebSocketException, OSError):
            await Player(connection, play.get("server", []), echoes=play.get("echo", True)).play()

    # What tests a handshake breaks it off, which is nothing to be told of.
    logger = logging.getLogger("websockets.server")
    logger.setLevel(logging.CRITICAL + 1)
    is_path = "/" in host
    place = {"unix": True, "path": host} if is_path else {"host": host, "port": 0}
    async with serve(
            handle, **place, max_size=LONGEST_MESSAGE, ping_interval=None, open_timeout=None,
            close_timeout=CLOSE_SECONDS, logger=logger, **options) as server:
        yield url_of(server.sockets[0].getsockname(), "wss" if "ssl" in options else "ws")


def url_of(place, scheme):
    if isinstance(place, str):
        return f"unix:{place}"
    host = f"[{place[0]}]" if ":" in place[0] else place[0]
    return f"{scheme}://{host}:{place[1]}"


class Player:
    """Does a side's steps, reading all the while."""

    def __init__(self, connection, steps, echoes):
        self.connection = connection
        self.steps = steps
        self.echoes = echoes
        self.sent = 0
        self.received = 0
        self.came = asyncio.Condition()

    async def play(self):
        """Until the connection ends."""
        steps = asyncio.create_task(self.do_steps())
        try:
            async for message in self.connection:
                if self.echoes:
                    await self.connection.send(message)
                async with self.came:
                    self.received += 1
                    self.came.notify_all()
        finally:
            steps.cancel()
            await asyncio.gather(steps, return_exceptions=True)

    async def do_steps(self):
        for step in self.steps:
            await self.perform(*next(iter(step.items())))

    async def perform(self, verb, value):
        match verb:
            case "send":
                for message in messages(value):
                    self.sent += 1
                    if isinstance(message, str):
                        message = message.replace("{n}", str(self.sent))
                    await self.connection.send(message)
                    await asyncio.sleep(pause_of(value))
            case "ping":
                await self.connection.ping(str(value))
            case "wait":
                await asyncio.sleep(seconds(value))
            case "receive":
                async with self.came:
                    await self.came.wait_for(lambda: self.received >= value)
            case "fragments":
                await self.connection.send(value)
            case "reset":
                linger = struct.pack("ii", 1, 0)
                self.connection.transport.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.transport.abort()
            case "end":
                self.connection.transport.close()
            case "close":
                code, reason = (value, "") if isinstance(value, int) else (value["code"], value["reason"])
                await self.connection.close(code, reason)
            case _:
                raise ValueError(f"no step of a play that is known here: {verb}")


def pause_of(value):
    return seconds(value["every"]) if isinstance(value, dict) and "every" in value else 0


def messages(value):
    if not isinstance(value, dict) or "repeat" in value:
        return [text_of(value)]
    if "binary" in value:
        return [bytes_of(value["binary"])]
    return [text_of(value["text"])] * value.get("times", 1)


def text_of(value):
    return value["repeat"] * value["times"] if isinstance(value, dict) else str(value)


def bytes_of(value):
    if isinstance(value, dict) and "hex" in value:
        return bytes.fromhex(value["hex"])
    return text_of(value).encode()
