"""How long the command takes to start, and how large it is: both have a bound."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import time
from statistics import median

MOST_MILLISECONDS = 20
MOST_MEGABYTES = 20
REPETITIONS = 50
# Other programs on the machine make a round slow, never quick.
ROUNDS = 3

GALLERY = pathlib.Path(__file__).resolve().parents[2] / "Scenarios"


def checks(program):
    lines = [["--version"], ["--help"], ["explain", "1006"], ["faults"], ["faults", "truncate"]]
    lines += [["check", str(GALLERY / "closing/one-byte-close.yaml")], ["completions", "bash"], ["man", "proxy"]]
    lines += [[*verb.split(), "--help"] for verb in verbs(program)]
    return [
        (f"{words(line)} starts in {MOST_MILLISECONDS} ms", lambda line=line: is_quick(program, line)) for line in lines
    ] + [(f"stripped, it is smaller than {MOST_MEGABYTES} MB", lambda: is_small(program))]


def words(line):
    return "closecall " + " ".join(pathlib.Path(word).name if "/" in word else word for word in line)


def verbs(program):
    for name in rows(program, "--help"):
        if name != "help":
            yield name
            yield from (f"{name} {word}" for word in rows(program, name, "--help"))


def rows(program, *line):
    """What stands under "Verbs:", without the name of the verb that gathers them."""
    page = subprocess.check_output([program, *line], text=True)
    part = re.search(r"^Verbs:\n((?:  .*\n)+)", page, re.MULTILINE)
    if not part:
        return []
    names = re.findall(r"^  (\S+(?: \S+)?)  ", part.group(1), re.MULTILINE)
    return [name.split()[-1] if name.split()[0] != "help" else "help" for name in names]


def is_quick(program, line):
    medians = []
    while len(medians) < ROUNDS and not (medians and medians[-1] < MOST_MILLISECONDS):
        medians.append(median([milliseconds(program, line) for _ in range(REPETITIONS)]))
    assert min(medians) < MOST_MILLISECONDS, f"{min(medians):.1f} ms"
    return f"{min(medians):.1f} ms"


def milliseconds(program, line):
    start = time.perf_counter()
    subprocess.run([program, *line], stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def is_small(program):
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copy(program, place)
        subprocess.run(["strip", copy], check=True)
        megabytes = pathlib.Path(copy).stat().st_size / 1e6
    assert megabytes < MOST_MEGABYTES, f"{megabytes:.1f} MB"
    return f"{megabytes:.1f} MB"
