"""What `closecall inspect --json` says of a capture, as a journal has it."""

import json
import subprocess

from journals import Journal

PATIENCE_SECONDS = 60


class Inspected(Journal):
    """Its sessions by their numbers; with --frames, their frames and messages."""

    def __init__(self, program, file, *options):
        command = [program, "inspect", file, "--json", *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        if done.returncode == 2:
            raise ValueError(f"closecall inspect {file}: {done.stderr.strip()}")
        self.complaint = done.stderr.strip()
        self.entries = [json.loads(line) for line in done.stdout.splitlines()]
        self.ends = {one["session"]: one for one in self.of_kind("session")}
        self.frames = self.by_side("frame")
        self.messages = self.by_side("message")
