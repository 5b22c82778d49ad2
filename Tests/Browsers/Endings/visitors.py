"""The clients that are visited with: each makes its visits, and tells of each what its API reported."""

import contextlib
import json
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from closecall import Failed
from headless import BROWSERS, Page, running

HERE = pathlib.Path(__file__).resolve().parent


class Client:
    """`profile` is what the journal calls it, `measured` what closings.json does."""

    def __init__(self, name, profile, measured, visits):
        self.name = name
        self.profile = profile
        self.measured = measured
        self.visits = visits

    @contextlib.contextmanager
    def visiting(self, jobs, at_once):
        """Gives a list of what was seen, all of it; the client lives until the block ends."""
        with self.visits({"jobs": jobs, "atOnce": at_once}) as results:
            yield list(gathered(results, jobs))


def gathered(results, jobs):
    # Each takes its own time at most, and no more stands in its way than all the others.
    deadline = time.monotonic() + 60 + sum(job["limit"] for job in jobs)
    for done in range(len(jobs) + 1):
        try:
            seen = results.get(timeout=deadline - time.monotonic())
        except queue.Empty:
            raise Failed(f"only {done} of {len(jobs)} visits have ended") from None
        if seen is None:
            if done < len(jobs):
                raise Failed(f"it ended after {done} of {len(jobs)} visits")
            return
        yield seen


@contextlib.contextmanager
def by_browser(path, browser, work):
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="closecall-browser-", ignore_cleanup_errors=True))
        page = stack.enter_context(Page(HERE, {"/jobs.json": work}))
        stack.enter_context(running(browser.command(path, home, page.url), home))
        yield page.results


@contextlib.contextmanager
def by_program(command, work):
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    results = queue.Queue()

    def read():
        for line in child.stdout:
            results.put(json.loads(line))
        results.put(None)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        child.stdin.write(json.dumps(work))
        child.stdin.close()
        yield results
    finally:
        child.kill()
        child.wait()
        reader.join()
        child.stdout.close()


def clients(only):
    """Those that are here, of those with `only` in their names."""
    for name, find in FINDERS.items():
        if only in name:
            try:
                yield find()
            except NotHere as problem:
                print(f"skipped {name}: {problem}", file=sys.stderr)


class NotHere(Exception):
    """A client that is not on this machine, and what to do about it."""


def node():
    path = shutil.which("node")
    if not path:
        raise NotHere("there is no node on PATH")
    said = subprocess.run(
        [path, "--experimental-websocket", "-p", "typeof WebSocket"], capture_output=True, text=True).stdout
    if said.strip() != "function":
        raise NotHere(f"{path} has no WebSocket; that of 20.10 has")
    command = [path, "--experimental-websocket", HERE / "node_visits.js"]
    return Client("node", "node", "node", lambda work: by_program(command, work))


def python():
    command = [sys.executable, HERE / "python_visits.py"]
    return Client("websockets", "python-websockets", "websockets", lambda work: by_program(command, work))


def browser(name, profile):
    def find():
        path = shutil.which(name)
        if not path:
            raise NotHere(f"it is not on PATH; on Debian: apt-get install {name}")
        return Client(name, profile, profile, lambda work: by_browser(path, BROWSERS[name], work))

    return find


FINDERS = {
    "node": node, "websockets": python, "chromium": browser("chromium", "chromium"),
    "firefox-esr": browser("firefox-esr", "firefox"),
}
