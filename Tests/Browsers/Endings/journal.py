"""What the proxies' journals say of sessions."""

import json
import time

# What a session's two ends may still take when the client has reported, and what the journal's writer takes.
PATIENCE_SECONDS = 6


class Journals:
    """Several files, read again and again."""

    def __init__(self, files):
        self.files = files

    def of(self, paths):
        """What ended, by path; waits until there is something for each of these paths."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            found = {}
            for end in self.ends():
                found.setdefault(end.get("path"), []).append(end)
            if all(path in found for path in paths) or time.monotonic() > deadline:
                return found
            time.sleep(0.25)

    def ends(self):
        for file in self.files:
            with open(file, encoding="utf-8") as lines:
                for line in lines:
                    # The last one may be under way.
                    if line.endswith("\n"):
                        entry = json.loads(line)
                        if entry["event"] == "session.end":
                            yield entry


def verdict(end):
    """What the client's API reports, as the journal has it."""
    saw, event = end.get("clientSaw") or {}, end.get("client") or {}
    return {
        "opened": saw.get("opened"), "error": saw.get("error"), "code": event.get("code"),
        "reason": event.get("reason"), "wasClean": event.get("wasClean"), "profile": saw.get("profile"),
    }
