"""The Python libraries of requirements.txt, in an environment of their own below .build."""

import os
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
LIBRARIES = HERE.parents[1] / ".build" / "peers" / "python"


def use_libraries():
    """Starts this script again under the environment that has the libraries, making that first if need be."""
    if pathlib.Path(sys.prefix) == LIBRARIES:
        return
    wanted = (HERE / "requirements.txt").read_text()
    done = LIBRARIES / "installed.txt"
    if not done.exists() or done.read_text() != wanted:
        print(f"installing from PyPI into {LIBRARIES}: {', '.join(wanted.split())}", file=sys.stderr)
        install(wanted, done)
    python = str(LIBRARIES / "bin" / "python")
    os.execv(python, [python, *sys.argv])


def install(wanted, done):
    venv.create(LIBRARIES, clear=True, with_pip=True)
    command = [LIBRARIES / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--requirement", HERE / "requirements.txt"]
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        words = " ".join(map(str, command))
        print(f"error: pip could not install the peers; to see why, run: {words}", file=sys.stderr)
        sys.exit(2)
    done.write_text(wanted)
