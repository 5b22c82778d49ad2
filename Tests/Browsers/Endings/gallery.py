"""The scenarios of the gallery's closing and frames folders, and what their play makes of client and server.

A page cannot do all that a play's client does (it sends no pings, and does not come back); it does the rest.
"""

import dataclasses
import pathlib
import re
import time

import yaml

from raw_server import CLOSE

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "Scenarios"
FOLDERS = ["closing", "frames"]
PING, PONG = 9, 10
# Both sides of a play end it before this.
PATIENCE_SECONDS = 8


@dataclasses.dataclass
class Scenario:
    folder: str
    name: str
    file: pathlib.Path
    client: list
    server: list
    # What its `expect` says of the client.
    expected: dict


def scenarios():
    for folder in FOLDERS:
        for file in sorted(FOLDER.joinpath(folder).glob("*.yaml")):
            scenario = yaml.safe_load(file.read_text())
            play = scenario.get("play", {})
            client = list(steps(play["client"]) if "client" in play else usual_steps())
            server = list(steps(play.get("server", [])))
            yield Scenario(folder, file.stem, file, client, server, scenario["expect"]["client"])


def usual_steps():
    """What Play has without a word."""
    for number in range(1, 6):
        yield from [["text", f"message {number}"], ["receive", number]]
    yield ["close", 1000]


def steps(play):
    sent = 0
    for step in play:
        (verb, value), = step.items()
        if verb == "send":
            for message in messages(value):
                sent += 1
                yield [message[0], numbered(message[1], sent)]
        elif verb == "ping":
            yield ["ping", list(str(value).encode())]
        elif verb == "wait":
            yield ["wait", milliseconds(value)]
        elif verb == "receive":
            yield ["receive", value]
        elif verb == "close":
            code = value if isinstance(value, int) else value["code"]
            reason = [] if isinstance(value, int) else [value["reason"]]
            yield ["close", code, *reason]
        else:
            raise ValueError(f"no step of a play that is known here: {step!r}")


def messages(value):
    if not isinstance(value, dict):
        return [("text", str(value))]
    if "binary" in value:
        return [("binary", list(bytes.fromhex(value["binary"]["hex"])))]
    if "repeat" in value:
        return [("text", value["repeat"] * value["times"])]
    return [("text", value["text"])] * value["times"]


def numbered(data, number):
    return data.replace("{n}", str(number)) if isinstance(data, str) else data


def milliseconds(time):
    return int(re.fullmatch(r"(\d+)ms", time)[1])


def playing_scenarios(scenarios):
    """Plays the server of the scenario that the path names: an echo server that does its steps besides."""

    def play(visitor, _):
        visitor.read_head()
        scenario = scenarios[visitor.name]
        visitor.send(visitor.answer_101())
        Player(visitor, scenario.server).play()

    return play


class Player:
    def __init__(self, visitor, steps):
        self.visitor = visitor
        self.steps = list(steps)
        self.messages = 0
        self.has_closed = False

    def play(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        self.advance()
        while frame := self.visitor.next_frame(deadline):
            opcode, payload = frame
            if opcode == CLOSE:
                if not self.has_closed:
                    self.send(CLOSE, payload)
                break
            if opcode == PING:
                self.send(PONG, payload)
            elif opcode != PONG and not self.has_closed:
                self.send(opcode, payload)
                self.messages += 1
                self.advance()
        self.visitor.finish()
        self.visitor.read_to_the_end(3)

    def advance(self):
        while self.steps and not (self.steps[0][0] == "receive" and self.messages < self.steps[0][1]):
            verb, *words = self.steps.pop(0)
            if verb == "close":
                code, reason = words[0], "".join(words[1:])
                self.send(CLOSE, code.to_bytes(2, "big") + reason.encode())
                self.has_closed = True

    def send(self, opcode, payload):
        length = bytes([len(payload)]) if len(payload) < 126 else b"\x7e" + len(payload).to_bytes(2, "big")
        self.visitor.send(bytes([0x80 | opcode]) + length + payload)
