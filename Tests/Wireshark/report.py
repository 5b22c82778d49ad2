"""What the checks found, in a table."""

import collections
import contextlib
import pathlib
import traceback


class Check:
    """One part of the whole: what it looked at, what was wrong, and what is known to differ."""

    def __init__(self, name):
        self.name = name
        self.figures = collections.Counter()
        self.failures = []
        self.known = {}
        self.skipped = None

    def take(self, place, comparison):
        self.figures += comparison.figures
        self.failures += [f"{place}: {words}" for words in comparison.differences]
        for words, count in comparison.known.items():
            self.know(words, place, count)

    def expect(self, what, found, expected):
        if found != expected:
            # Of long things, where they begin to differ.
            found, expected = repr(found), repr(expected)
            same = next((at for at, (one, other) in enumerate(zip(found, expected)) if one != other), 0)
            begin = max(0, same - 40)
            self.fail(f"{what}: expected {expected[begin:begin + 160]}, found {found[begin:begin + 160]}")

    def know(self, words, place, count=1):
        """A difference that has a reason."""
        self.known.setdefault(words, collections.Counter())[place] += count

    def fail(self, words):
        self.failures.append(words)

    @contextlib.contextmanager
    def at(self, place):
        """Whatever goes wrong in the block is a failure of the check, and stops nobody else."""
        try:
            yield
        except Exception as problem:
            last = traceback.extract_tb(problem.__traceback__)[-1]
            where = f"{pathlib.Path(last.filename).name}:{last.lineno}"
            self.failures.append(f"{place}: {type(problem).__name__}: {problem!s:.300} ({where})")

    def print(self, most=40):
        state = "FAILED" if self.failures else "skipped" if self.skipped else "ok"
        figures = ", ".join(f"{count:,} {words}" for words, count in self.figures.items())
        print(f"{self.name:14}{state:9}{self.skipped or figures}", flush=True)
        for words in self.failures[:most]:
            print(f"    FAILED {words}")
        if len(self.failures) > most:
            print(f"    ... and {len(self.failures) - most} more")
        for words, places in self.known.items():
            print(f"    known: {', '.join(places)}: {words}", flush=True)
