"""Runs `closecall proxy`, and measures it from outside, by what /proc says."""

import os
import re
import resource
import signal
import subprocess
import tempfile
import time

PATIENCE_SECONDS = 30


class Proxy:
    """`closecall proxy` with one thread on a free port; gone when the block ends."""

    def __init__(self, program, upstream_port, *options, most_descriptors=None, home=None):
        self.complaints = tempfile.TemporaryFile("w+")
        limit = most_descriptors and (lambda: resource.setrlimit(
            resource.RLIMIT_NOFILE, (most_descriptors, most_descriptors)))
        self.child = subprocess.Popen(
            [program, "proxy", "--listen", "127.0.0.1:0", "--upstream", f"ws://127.0.0.1:{upstream_port}",
             "--threads", "1", "--quiet", *options],
            stdout=subprocess.PIPE, stderr=self.complaints, text=True, preexec_fn=limit,
            env={**os.environ, "XDG_CONFIG_HOME": home} if home else None)
        first = self.child.stdout.readline()
        found = re.search(r"listening on wss?://127\.0\.0\.1:(\d+)", first)
        if not found:
            self.__exit__()
            self.complaints.seek(0)
            raise SystemExit(f"closecall proxy said {first!r} and {self.complaints.read()!r}")
        self.port = int(found.group(1))
        self.folder = f"/proc/{self.child.pid}"

    def control_port(self):
        """Where its control API listens; it says so behind its first line."""
        return int(re.search(r"control API on http://127\.0\.0\.1:(\d+)", self.child.stdout.readline()).group(1))

    def resident(self):
        """Resident memory in KiB."""
        with open(f"{self.folder}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1))

    def cpu(self):
        """CPU time in milliseconds, that of threads which have ended included."""
        # The kernel's MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED).
        return time.clock_gettime((~self.child.pid << 3) | 2) * 1000

    def descriptors(self):
        return len(os.listdir(f"{self.folder}/fd"))

    def sockets(self):
        """Descriptors that are sockets: a pipe may be kept for the next large message."""
        links = (os.readlink(f"{self.folder}/fd/{number}") for number in os.listdir(f"{self.folder}/fd"))
        return sum(link.startswith("socket:") for link in links)

    def is_alive(self):
        return self.child.poll() is None

    def stop(self):
        """Ends it as an administrator does, and answers its exit status."""
        self.child.send_signal(signal.SIGTERM)
        self.child.stdout.read()
        return self.child.wait(timeout=PATIENCE_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_alive():
            self.child.kill()
        self.child.wait()
        self.child.stdout.close()
