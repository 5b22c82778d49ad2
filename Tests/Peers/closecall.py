"""Runs `closecall serve`, `closecall proxy` and `closecall connect`, and reads what they say with --json."""

import json
import os
import queue
import re
import signal
import subprocess
import threading

PATIENCE_SECONDS = 20


class Failed(Exception):
    """A check that did not hold, in words."""


class Skipped(Exception):
    """A check that this peer cannot make, and why."""


# What the checks found so far, in order: it must be the same on every way between client and server.
observations = []


def saw(what, value):
    observations.append((what, value))
    return value


def expect(what, found, expected):
    saw(what, found)
    if found != expected:
        raise Failed(f"{what}: expected {short(expected)}, found {short(found)}")


def short(value):
    words = repr(value)
    return words if len(words) < 200 else f"{words[:160]}... ({len(words)} characters)"


class Lines:
    """A child process that is talked to line by line; gone when the block ends."""

    def __init__(self, command, environment=None):
        self.name = " ".join(str(word) for word in command[:2])
        self.child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=environment)
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def write(self, line):
        try:
            self.child.stdin.write(line + "\n")
            self.child.stdin.flush()
        except BrokenPipeError:
            raise Failed(f"{self.name} has ended") from None

    def next(self):
        try:
            line = self.lines.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            raise Failed(f"{self.name} said nothing for {PATIENCE_SECONDS} s") from None
        if line is None:
            # Whoever asks once more must not wait for what cannot come.
            self.lines.put(None)
            raise Failed(f"{self.name} ended with status {self.child.wait()}")
        return line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.terminate()
        try:
            self.child.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.reader.join()
        self.child.stdin.close()
        self.child.stdout.close()


class Listener(Lines):
    """A verb that listens, on a free port."""

    def __init__(self, program, verb, *options, environment=None, listen="127.0.0.1:0"):
        command = [program, verb, "--listen", listen, "--json", *options]
        super().__init__(command, environment)
        self.verb = verb
        first = self.next()
        found = re.search(r'wss?://[^\s"]+', first)
        if not found:
            self.__exit__()
            raise Failed(f"closecall {verb} said {first!r} where its URL was expected")
        self.url = found.group()

    def ended_session(self):
        """The next session that has ended."""
        while True:
            line = json.loads(self.next())
            if line["event"] == "session.end":
                return line

    def stop(self):
        self.child.send_signal(signal.SIGTERM)

    def expect_ending(self, code, reason, was_clean):
        session = self.ended_session()
        found = (session.get("code"), session.get("reason"), session.get("wasClean"))
        expect(f"closecall {self.verb} reports", found, (code, reason, was_clean))


class Server(Listener):
    """`closecall serve`."""

    def __init__(self, program, *options):
        super().__init__(program, "serve", *options)


class Proxy(Listener):
    """`closecall proxy` in front of a URL; it must end in peace when the block ends."""

    def __init__(self, program, upstream, *options, environment=None, **more):
        # What is trusted is to be what the options say.
        environment = {**(environment or os.environ)}
        environment.pop("SSL_CERT_FILE", None)
        super().__init__(program, "proxy", "--upstream", upstream, *options, environment=environment, **more)

    def __exit__(self, *problem):
        super().__exit__(*problem)
        if self.child.returncode != 0:
            raise Failed(f"closecall proxy ended with status {self.child.returncode}")


class Connection:
    """What one run of `closecall connect URL OPTIONS` said."""

    def __init__(self, program, url, *options, typed=None):
        command = [program, "connect", url, "--json", *options]
        try:
            done = subprocess.run(
                command, input=typed, stdin=subprocess.DEVNULL if typed is None else None,
                capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            raise Failed(f"closecall connect had not ended after {PATIENCE_SECONDS} s") from None
        self.status = done.returncode
        self.complaint = done.stderr.strip()
        self.events = [json.loads(line) for line in done.stdout.splitlines()]

    def of_kind(self, kind):
        return [event for event in self.events if event.get("event") == kind]

    def expect_ending(self, code, reason, was_clean):
        endings = [(e["code"], e["reason"], e["wasClean"]) for e in self.of_kind("close")]
        expect("closecall connect reports", endings, [(code, reason, was_clean)])


def program_argument(parser, words):
    """The path of the program, made absolute and checked."""
    path = os.path.abspath(words)
    if not os.access(path, os.X_OK):
        parser.error(f"{path} is no program that can be run")
    return path
