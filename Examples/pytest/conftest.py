import os
import shutil
import subprocess

import pytest


class Closecall:
    """A closecall that listens: `serve` or `proxy`."""

    def __init__(self, *arguments):
        program = os.environ.get("CLOSECALL") or shutil.which("closecall")
        assert program, "closecall is not in the PATH: put it there, or name it with CLOSECALL=/path/to/closecall"
        self.process = subprocess.Popen(
            [program, *arguments, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), f"closecall said {line!r}"
        self.url = line.split()[2]

    def stop(self):
        self.process.terminate()
        self.said = self.process.communicate()[0]


@pytest.fixture
def echo_server():
    server = Closecall("serve")
    yield server.url
    server.stop()


@pytest.fixture
def proxy(echo_server):
    """A function that starts a proxy with a scenario before the echo server, and gives its URL."""
    running = []

    def start(scenario):
        path = os.path.join(os.path.dirname(__file__), "..", "scenarios", scenario)
        running.append(Closecall("proxy", echo_server, "--scenario", path))
        return running[-1].url

    yield start
    for one in running:
        one.stop()
