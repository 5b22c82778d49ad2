"""A page of the documentation as steps: commands with the output shown, files, quotations."""

import json
import re
from dataclasses import dataclass, field


@dataclass
class Command:
    line: int
    text: str
    # Lines of output that the page shows; None where it shows none.
    shown: list | None = None
    # What it shows behind ^C.
    behind_interrupt: list | None = None


@dataclass
class File:
    """A file of the reader's own: its name stands in the first line, as a comment."""

    line: int
    name: str
    text: str


@dataclass
class Quotation:
    """Lines of a file of the repository, whose path stands in the first line."""

    line: int
    path: str
    lines: list = field(default_factory=list)


@dataclass
class Said:
    """What programs in the background say of the command before: a console without a command."""

    line: int
    shown: list


@dataclass
class Stop:
    """The reader ends a program of his with Ctrl-C."""

    line: int
    program: str


@dataclass
class Mention:
    """A command within a sentence: `closecall check FILE`, `make test`."""

    line: int
    text: str


@dataclass
class Mistake:
    line: int
    message: str


FENCE = re.compile(r"^(\s*)```(\S*)\s*$")
HIDDEN = re.compile(r"^\s*<!-- (run|stop): (.*?) -->\s*$")
MENTION = re.compile(r"`((?:closecall|make) [^`]+)`")
NAMED = re.compile(r"^(?:#|//|<!--) ?([\w./+-]+\.\w+)(?: -->)?$")


def read_page(path):
    return list(steps(path.read_text().split("\n")))


def steps(lines):
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if hidden := HIDDEN.match(line):
            kind, text = hidden.groups()
            yield Command(number, text) if kind == "run" else Stop(number, text)
        elif fence := FENCE.match(line):
            indent, language = fence.groups()
            first = number
            while number < len(lines) and lines[number].strip() != "```":
                number += 1
            block = [text.removeprefix(indent) for text in lines[first:number]]
            number += 1
            yield from block_steps(language, block, first + 1)
        else:
            yield from (Mention(number, text) for text in MENTION.findall(line))


def block_steps(language, block, first):
    if language in ("sh", "bash", "shell"):
        yield from typed(block, first)
    elif language == "console":
        yield from session(block, first)
    elif language == "json":
        # One object, or one a line.
        if not is_json("\n".join(block)) and not all(map(is_json, block)):
            yield Mistake(first, "this is no JSON")
    elif language in ("yaml", "swift", "python", "js", "java"):
        named = NAMED.match(block[0]) if block else None
        if named is None:
            yield Mistake(first, f"the first line of this {language} does not name its file, as a comment")
        elif "/" in named[1]:
            yield Quotation(first, named[1], block[1:])
        else:
            yield File(first, named[1], "\n".join(block) + "\n")
    elif language != "text":
        yield Mistake(first, f"nobody knows what to do with \"```{language}\": sh, console, yaml, swift, python or text")


def is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def typed(block, first):
    """A block of commands alone, one a line; a backslash at the end goes on in the next."""
    text, began = "", first
    for offset, line in enumerate(block):
        if not text:
            began = first + offset
        if line.endswith("\\"):
            text += line[:-1]
            continue
        text += line
        if text.strip() and not text.lstrip().startswith("#"):
            yield Command(began, text.strip())
        text = ""


def session(block, first):
    """A terminal's contents: commands behind "$ ", and what they said."""
    if not any(line.startswith("$ ") for line in block):
        yield Said(first, block)
        return
    command = None
    for offset, line in enumerate(block):
        if line.startswith("$ "):
            if command:
                yield command
            command = Command(first + offset, line[2:].strip(), shown=[])
        elif command is None:
            yield Mistake(first + offset, "in a console with commands, the first line is one, behind \"$ \"")
            return
        elif command.text.endswith("\\"):
            command.text = command.text[:-1] + line.strip().removeprefix("> ")
        elif line.strip() == "^C":
            command.behind_interrupt = []
        elif command.behind_interrupt is not None:
            command.behind_interrupt.append(line)
        else:
            command.shown.append(line)
    if command:
        yield command
