"""How long the command takes to start, and how large it is: both have a bound."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
from statistics import median

MOST_MILLISECONDS = 20
MOST_MEGABYTES = 20
# By the clock, a busy machine is slow. On an idle one both are the same.
REPETITIONS = 50

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
    runs = [cost(program, line) for _ in range(REPETITIONS)]
    processor, clock = (median(column) for column in zip(*runs))
    assert processor < MOST_MILLISECONDS, f"{processor:.1f} ms of CPU time"
    return f"{processor:.1f} ms of CPU time, {clock:.1f} ms by the clock"


def cost(program, line):
    """Milliseconds of CPU time, the kernel's for it among them, and by the clock."""
    nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    start = time.perf_counter()
    child = os.posix_spawn(program, [program, *line], os.environ, file_actions=[nowhere])
    _, status, usage = os.wait4(child, 0)
    assert status == 0, f"it ended with {os.waitstatus_to_exitcode(status)}"
    return (usage.ru_utime + usage.ru_stime) * 1000, (time.perf_counter() - start) * 1000


def is_small(program):
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copy(program, place)
        subprocess.run(["strip", copy], check=True)
        megabytes = pathlib.Path(copy).stat().st_size / 1e6
    assert megabytes < MOST_MEGABYTES, f"{megabytes:.1f} MB"
    return f"{megabytes:.1f} MB"
