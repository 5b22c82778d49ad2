"""Does what a page says, as a reader with a terminal would."""

import collections
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time

import excuses
from mentions import Mentions
from outputs import compare
from page import Command, File, Mention, Mistake, Quotation, Said, Stop

# They go on until they are stopped, with or without an ampersand.
SERVERS = re.compile(r"(?:sudo )?closecall (?:serve|proxy|server|capture|fuzz client)\b(?!.*(?:--help|--interfaces))")
PORT = re.compile(r"((?:127\.0\.0\.1|0\.0\.0\.0|localhost):|--port )(\d{4,5})\b")
# Where they listen when nothing is said.
STANDARD_PLACES = {"serve": "127.0.0.1:9001", "proxy": "127.0.0.1:9000", "server": "127.0.0.1:8474"}
ASSIGNMENT = re.compile(r"(?:export )?(\w+)=(?:\"[^\"]*\"|\$\(.*\)|[^\s\"$]\S*)\s*(?:#.*)?$")
EXPECTED_STATUS = re.compile(r"#.*\bexit status (\d)")
# Until a program listens, until a line comes, until a command ends.
PATIENCE = 60


class Reader:
    def __init__(self, program, root, verbose=False):
        self.program, self.root, self.verbose = program, root, verbose
        self.ports = {}
        self.running = []
        self.lacks_capture = False
        self.mentions = Mentions(program, root)
        self.excused = collections.Counter()
        self.counts = collections.Counter()

    @property
    def tally(self):
        kinds = ("commands run", "outputs compared", "mentions checked", "files written", "quotations found")
        return ", ".join(f"{self.counts[kind]} {kind}" for kind in kinds)

    def follow(self, steps):
        """All complaints; a command that fails does not hide those behind it."""
        with tempfile.TemporaryDirectory(prefix="closecall-readme-") as folder:
            self.folder = pathlib.Path(folder).resolve()
            self.prepare()
            complaints = []
            try:
                for step in steps:
                    if self.verbose:
                        print("   ", step, flush=True)
                    if complaint := self.take(step):
                        complaints.append(f"line {step.line}: {complaint}")
            finally:
                complaints += [complaint for one in list(self.running) if (complaint := self.stop(one))]
            return complaints

    def prepare(self):
        """The repository's files beside the reader's own, and the program where a shell finds it."""
        for entry in self.root.iterdir():
            if entry.name not in (".git", ".build"):
                (self.folder / entry.name).symlink_to(entry)
        tools = self.folder / ".tools"
        tools.mkdir()
        (tools / "closecall").symlink_to(self.program)
        self.environment = {
            "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tools), "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
            "SWIFT_BACKTRACE": "enable=no",
        }

    def take(self, step):
        match step:
            case Mistake():
                return step.message
            case File():
                (self.folder / step.name).write_text(self.with_ports(step.text))
                self.counts["files written"] += 1
            case Quotation():
                return self.find(step)
            case Said():
                return self.listen(step.shown)
            case Mention():
                self.counts["mentions checked"] += 1
                return self.mentions.complaint(step.text)
            case Stop():
                return self.stop_named(step.program)
            case Command():
                return self.run(step)

    def find(self, quotation):
        path = self.root / quotation.path
        if not path.is_file():
            return f"there is no file {quotation.path}"
        text = [line.strip() for line in path.read_text().split("\n")]
        position = 0
        for part in passages(quotation.lines):
            places = [at for at in range(position, len(text)) if text[at:at + len(part)] == part]
            if not places:
                return f"{quotation.path} does not have these lines: {part[0]!r} and {len(part) - 1} more"
            position = places[0] + len(part)
        self.counts["quotations found"] += 1
        return None

    def run(self, command):
        if command.text.startswith("cd "):
            return "each command is run in the page's folder: write the path into the command"
        settled(self.folder, command.text)
        if (excuse := excuses.check(command.text, self)) is not None:
            reason, complaint = excuse
            self.excused[reason] += 1
            return complaint and f"{command.text}: {complaint}"
        self.counts["commands run"] += 1
        if assignment := ASSIGNMENT.match(command.text):
            return self.remember(assignment[1], command)
        is_server = SERVERS.match(command.text) and not EXPECTED_STATUS.search(command.text)
        is_server = is_server or command.behind_interrupt is not None
        if complaint := self.serve(command) if is_server else self.finish(command):
            return f"{command.text}: {complaint}"
        return None

    def remember(self, name, command):
        """What a shell would know from here on."""
        done = subprocess.run(
            ["bash", "-c", f'{self.with_ports(command.text)}\nprintf %s "${name}"'], cwd=self.folder,
            env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        # The program that is built elsewhere stays the first.
        self.environment[name] = done.stdout if name != "PATH" else self.environment[name]
        return None if done.returncode == 0 else f"{command.text}: exit status {done.returncode}: {done.stderr.strip()}"

    def finish(self, command):
        for one in self.running:
            one.forget()
        process = subprocess.Popen(
            ["bash", "-c", self.with_ports(command.text)], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        try:
            said = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            # Whatever it started is in its group, too.
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return f"it did not end in {PATIENCE} s"
        output, error = (self.without_ports(text.decode(errors="replace")) for text in said)
        expected = int(found[1]) if (found := EXPECTED_STATUS.search(command.text)) else 0
        if process.returncode != expected:
            return f"exit status {process.returncode}, expected {expected}: {(error or output).strip()[-400:]}"
        if command.shown is None:
            return None
        self.counts["outputs compared"] += 1
        return compare(command.shown, (output + error).split("\n"), self.background_line)

    def serve(self, command):
        """Who listens where an earlier program of the page does takes its place: a reader stops that first."""
        text = with_place(re.sub(r"\s*&\s*$", "", re.sub(r"\s+#.*$", "", command.text)))
        for one in list(self.running):
            if places(one.text) & places(text) and (complaint := self.stop(one)):
                return complaint
        text = text.removeprefix("sudo ")
        if text.startswith("closecall capture") and not may_capture():
            self.excused["it needs a privilege that this user has not"] += 1
            self.lacks_capture = True
            return None
        one = Background(text, self)
        if not one.has_begun():
            one.process.kill()
            return f"it does not begin: {one.error()}"
        self.running.append(one)
        if command.shown:
            self.counts["outputs compared"] += 1
            if complaint := compare(command.shown, [], self.background_line):
                return complaint
        if command.behind_interrupt is None:
            return None
        if complaint := self.stop(one):
            return complaint
        return compare(command.behind_interrupt, [], lambda expected: one.says(expected, 1))

    def listen(self, shown):
        """What a program in the background says, also behind a Ctrl-C for the last of them."""
        self.counts["outputs compared"] += 1
        if shown[0].strip() != "^C":
            return compare(shown, [], self.background_line)
        if self.lacks_capture:
            return None
        if not self.running:
            return "nothing runs that a ^C could end"
        one = self.running[-1]
        return self.stop(one) or compare(shown[1:], [], lambda expected: one.says(expected, 1))

    def background_line(self, expected):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if any(one.says(expected, 0) for one in self.running):
                return True
            time.sleep(0.02)
        return False

    def stop_named(self, program):
        chosen = [one for one in self.running if one.text.startswith(program)]
        if not chosen:
            return f"nothing runs that is called {program!r}"
        return next((complaint for one in chosen if (complaint := self.stop(one))), None)

    def stop(self, one):
        self.running.remove(one)
        return one.stop()

    def with_ports(self, text):
        return PORT.sub(lambda match: match[1] + str(self.ports.setdefault(match[2], free_port())), text)

    def without_ports(self, text):
        for shown, real in self.ports.items():
            text = re.sub(rf"(?<!\d){real}(?!\d)", shown, text)
        return text


class Background:
    """A program that goes on while the page goes on."""

    def __init__(self, text, reader):
        self.text, self.reader = text, reader
        self.position = 0
        self.output = tempfile.TemporaryFile()
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            ["bash", "-c", "exec " + reader.with_ports(text)], cwd=reader.folder, env=reader.environment,
            stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.errors, start_new_session=True)

    def has_begun(self):
        """All of ours say first where they listen, or what they capture."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not read(self.output, self.reader):
            if self.process.poll() is not None:
                return False
            time.sleep(0.02)
        return self.process.poll() is None

    def lines(self):
        return read(self.output, self.reader) + read(self.errors, self.reader)

    def error(self):
        return read(self.errors, self.reader)[-1:] or "nor why"

    def says(self, expected, patience=PATIENCE):
        """Whether a line like this comes that was not asked for before."""
        deadline = time.monotonic() + patience
        while True:
            has_ended = self.process.poll() is not None
            lines = self.lines()
            for index in range(self.position, len(lines)):
                if expected.match(lines[index].strip()):
                    self.position = index + 1
                    return True
            if has_ended or time.monotonic() >= deadline:
                return False
            time.sleep(0.02)

    def forget(self):
        """What it said before the next command is not the next command's."""
        self.position = len(self.lines())

    def stop(self):
        if self.process.poll() is not None:
            return f"{self.text}: it ended by itself, with {self.process.returncode}: {self.error()}"
        self.forget()
        self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return f"{self.text}: it did not end for a SIGINT"
        return None if status == 0 else f"{self.text}: SIGINT ended it with {status}: {self.error()}"


def read(file, reader):
    """What a program has written so far, in whole lines."""
    size = os.fstat(file.fileno()).st_size
    text = reader.without_ports(os.pread(file.fileno(), size, 0).decode(errors="replace"))
    return text.split("\n")[:-1]


def may_capture():
    """CAP_NET_RAW is the bit 13; root in a container need not have it."""
    status = pathlib.Path("/proc/self/status").read_text()
    return bool(int(re.search(r"^CapEff:\s*(\w+)", status, re.M)[1], 16) >> 13 & 1)


def with_place(text):
    verb = text.split()[1]
    is_said = re.search(r"--listen|--port", text) or verb not in STANDARD_PLACES
    return text if is_said else f"{text} --listen {STANDARD_PLACES[verb]}"


def places(text):
    return set(re.findall(r"--(?:listen|control) \S*?(\w+)(?=\s|$)", text))


def settled(folder, text):
    """Waits until nobody adds to the files that a command names: people type more slowly than proxies write."""
    files = [folder / name for name in re.findall(r"[\w./-]+\.(?:pcapng|jsonl)\b", text)]
    sizes, since = None, time.monotonic()
    while files and time.monotonic() < since + 0.3:
        now = [file.stat().st_size if file.exists() else 0 for file in files]
        if now != sizes:
            sizes, since = now, time.monotonic()
        time.sleep(0.02)


def passages(lines):
    """The parts between lines that stand for any others: "…", also behind a comment's sign."""
    part = []
    for line in [*lines, "…"]:
        if re.fullmatch(r"(//|#)?\s*…", line.strip()):
            if part:
                yield part
            part = []
        else:
            part.append(line.strip())


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
