"""Commands that are not run as they stand, why, and what is checked in their place."""

import os
import re
import shlex
import shutil
import subprocess


def check(command, reader):
    """None for what is run as it stands; otherwise the reason, and a complaint or None."""
    for expression, reason, instead in TABLE:
        if re.match(expression, command):
            return reason, instead(command, reader)
    return None


def dry_make(command, reader):
    """What is joined by && is more than one."""
    for part in re.sub(r"\s#.*", "", command).split("&&"):
        words = shlex.split(part.replace("sudo ", ""))
        if words[:1] != ["make"]:
            return f"{part.strip()} is no make"
        found = subprocess.run(["make", "-n", *words[1:]], cwd=reader.root, capture_output=True, text=True)
        if found.returncode != 0:
            return found.stderr.strip()
    return None


def dissected(command, reader):
    """The file is one that Wireshark's own engine reads, or where there is none, a pcapng."""
    file = reader.folder / shlex.split(command, comments=True)[1]
    if not file.exists():
        return f"there is no {file.name} to open"
    if shutil.which("tshark"):
        found = subprocess.run(["tshark", "-r", file, "-Y", "websocket"], capture_output=True, text=True)
        return None if found.returncode == 0 and found.stdout else f"tshark sees no WebSocket in it: {found.stderr}"
    return None if file.read_bytes()[:4] == b"\x0a\x0d\x0d\x0a" else "it is no pcapng"


def is_script(command, reader):
    """What it runs is there, and may be run."""
    script = reader.root / shlex.split(command, comments=True)[0]
    return None if os.access(script, os.X_OK) else f"there is no script {script.relative_to(reader.root)}"


def known_commit(command, reader):
    """The commit is one of the repository's; a clone without history cannot say."""
    commit = re.search(r"\b[0-9a-f]{7,40}\b", command)
    if commit is None:
        return "it names no commit"
    is_shallow = subprocess.run(["git", "rev-parse", "--is-shallow-repository"], cwd=reader.root,
                                capture_output=True, text=True).stdout.strip() != "false"
    found = subprocess.run(["git", "cat-file", "-e", commit[0] + "^{commit}"], cwd=reader.root, capture_output=True)
    return None if found.returncode == 0 or is_shallow else f"there is no commit {commit[0]}"


def known_tests(command, reader):
    """Each name behind --filter is that of a test."""
    for name in re.findall(r"--filter ['\"]?(\w+)", command):
        if not any(reader.root.glob(f"Tests/**/{name}*")):
            return f"no test is called {name}"
    return None


def known_target(command, reader):
    """`closecall fuzz list` has the target, and the verb's help its options."""
    words = shlex.split(command, comments=True)
    listed = subprocess.run([reader.program, "fuzz", "list", "--tree", reader.root], capture_output=True, text=True)
    if words[3:] and words[3] not in [line.split()[0] for line in listed.stdout.split("\n") if line]:
        return f"closecall fuzz list has no {words[3]}: {listed.stderr}"
    told = subprocess.run([reader.program, *words[1:3], "--help"], capture_output=True, text=True).stdout
    unknown = set(re.findall(r"^--[\w-]+", "\n".join(words), re.M)) - set(re.findall(r"--[\w-]+", told))
    return f"closecall {words[1]} {words[2]} has no {min(unknown)}" if unknown else None


def only_where_it_is(command, reader):
    """A tool that nobody has to have."""
    tool = command.split()[0]
    if shutil.which(tool) is None:
        return None
    done = subprocess.run(["bash", "-c", command], cwd=reader.folder, env=reader.environment, capture_output=True,
                          text=True)
    return None if done.returncode == 0 else f"exit status {done.returncode}: {done.stderr.strip()}"


def nothing(command, reader):
    return None


TABLE = [
    (r"(sudo )?make \w", "make's own recipes run in every check: make -n says that the target is there", dry_make),
    (r"closecall fuzz (run|coverage|merge|minimise)",
     "it builds the fuzz targets, which takes minutes: make fuzz does; the target is in the list", known_target),
    (r"wireshark ", "a window that nobody looks at here: tshark reads the file", dissected),
    (r"(\S*/)?\.ci/run", "it would run this: the script is there", is_script),
    (r"(jq|tshark) ", "a tool that nobody has to have: it is run where it is", only_where_it_is),
    (r"git show ", "history, which a shallow clone has not: the commit is there", known_commit),
    (r"(UPDATE_SNAPSHOTS=1 )?swift test", "it builds all: the tests of that name are there", known_tests),
    (r"swift package documentation", "it builds the library's pages, which takes minutes", nothing),
    (r"(sudo )?apt(-get)? install", "it would change this machine", nothing),
]
