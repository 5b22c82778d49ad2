"""The cases of closings.json: what a server did on the wire, read back from the sentence that describes it.

A case's `wire` is its story, a bar, and steps with semicolons between them: `S` and hexadecimal digits are
bytes behind the answer of the handshake. What was shortened there is made whole again here.
"""

import ast
import dataclasses
import json
import pathlib
import re
import urllib.parse

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "ObserverTests" / "Closings"

# Above this a case is about a browser's patience, and takes the patience of whoever runs it.
SLOW_SECONDS = 30


@dataclasses.dataclass
class Case:
    # The file it is from.
    source: str
    name: str
    opening: tuple
    steps: list
    close: list | None
    protocols: list
    is_racy: bool
    measured: dict

    @property
    def path(self):
        """Some names have what a URL has no place for."""
        return f"/case/{urllib.parse.quote(self.name)}"

    @property
    def seconds(self):
        """As long as it may last by what the server does."""
        waits = {"sleep", "wait for Close", "read to the end"}
        return sum(step[1] for step in [self.opening, *self.steps] if step[0] in waits | {"altered 101"})

    @property
    def is_slow(self):
        return self.seconds > SLOW_SECONDS

    @property
    def stalls(self):
        """Whether it keeps a handshake waiting, and with it what a browser is still to connect."""
        return self.opening[0] == "no answer" or self.opening[0] == "altered 101" and self.opening[1] > 0


def all_cases(files):
    for file in map(pathlib.Path, files):
        yield from (read(entry, file.name) for entry in json.loads(file.read_text())["cases"])


def read(entry, source):
    story, _, script = entry["wire"].partition(" | ")
    # A header field has semicolons of its own.
    words = [word.removeprefix(" ") for word in re.findall(r"(?:='[^']*'|[^;])+", script)]
    opening = opening_of(words[0])
    rest = words if words[0].startswith("nobody") else words[1:]
    if opening[0] == "nothing read":
        rest = [words[0].removeprefix("right after accept(): "), *rest]
    return Case(
        source=source, name=entry["case"], opening=opening, steps=steps_of(rest),
        close=entry.get("clientAction", {}).get("on_open_close"), protocols=offered(story),
        is_racy=entry.get("racy", False), measured=entry.get("clients", {}))


def opening_of(words):
    if words == "101" or words.startswith("101 (+ Sec-WebSocket-Extensions: permessage-deflate"):
        return ("101", "deflate" if "(+" in words else None)
    if words == "101 glued to next send":
        return ("glued 101",)
    if words == "no handshake response":
        return ("no answer",)
    if words == "nobody listens":
        return ("nobody",)
    if words.startswith("right after accept(): "):
        return ("nothing read",)
    if answer := re.fullmatch(r"handshake response bytes ([0-9a-f]+)", words):
        return ("answer", bytes.fromhex(answer[1]))
    words = words.removeprefix("handshake altered: ")
    changes = {key: ast.literal_eval(value) for key, value in re.findall(r"(\w+)=('[^']*'|[\w.]+)", words)}
    if changes.get("extra", "").startswith("X-Big: "):
        changes["extra"] = "X-Big: " + "a" * 300000 + "\r\n"
    return ("altered 101", changes.pop("delay", 0), changes)


def steps_of(words):
    steps = [step for word in words if (step := step_of(word))]
    for index, step in enumerate(steps):
        if step[0] == "and so on":
            # Two of the pairs are listed, and neither the wait before them nor the FIN behind is in one.
            steps[index:index + 1] = steps[index - 2:index] * ((step[1] - 2) // 2 - 2)
            break
    return steps


def step_of(word):
    if sent := re.fullmatch(r"S ([0-9a-f]+)", word):
        return ("send", bytes.fromhex(sent[1]))
    if sent := re.fullmatch(r"S ([0-9a-f]+)\.\.\.([0-9a-f]+) \((\d+) bytes\)", word):
        first, last = bytes.fromhex(sent[1]), bytes.fromhex(sent[2])
        return ("send", first.ljust(int(sent[3]) - len(last), last[:1]) + last)
    if time := re.fullmatch(r"sleep (\d+) ms", word):
        return ("sleep", int(time[1]) / 1000)
    if time := re.fullmatch(r"wait client Close <= (\d+) ms", word):
        return ("wait for Close", int(time[1]) / 1000)
    if time := re.fullmatch(r"read until client ends TCP, <= ([\d.]+) s", word):
        return ("read to the end", float(time[1]))
    if count := re.fullmatch(r"\.\.\. \((\d+) steps in all\)", word):
        return ("and so on", int(count[1]))
    if word in ("FIN", "RST", "close()", "echo client's Close unmasked"):
        return (word,)
    if word == "nobody listens":
        return None
    raise ValueError(f"no step of a case: {word!r}")


def offered(story):
    names = re.search(r"client offers (?:'(\w+)'|([\w, ]+))", story)
    return (names[1] or names[2]).split(", ") if names else []
