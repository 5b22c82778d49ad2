"""Tab, pressed in bash, zsh and fish behind the same words."""

import contextlib
import fcntl
import os
import pathlib
import pty
import select
import struct
import subprocess
import tempfile
import termios
import time

# What is typed, and the words that are offered, in any order.
ANSWERS = {
    "closecall ex": ["explain"],
    "closecall re": ["replay", "report"],
    "closecall help re": ["replay", "report"],
    "closecall man fa": ["faults"],
    "closecall faults malform": ["malform-close"],
    "closecall explain --l": ["--lang"],
    "closecall explain --lang ": ["en", "fr"],
    "closecall explain 300": ["3000", "3003", "3008"],
    "closecall proxy --client-profile f": ["firefox"],
    "closecall report --cause closed-by-": ["closed-by-both", "closed-by-client", "closed-by-server"],
    "closecall fuzz m": ["merge", "minimise"],
    "closecall fuzz run --ti": ["--time"],
    "closecall run --ti": [],
    "closecall completions ": ["bash", "fish", "zsh"],
    "closecall check a-fi": ["a-file.yaml"],
    "closecall explain --journal a-fi": ["a-file.yaml"],
    "closecall fuzz merge frames a-fo": ["a-folder/"],
}


def checks(program):
    return [
        (f"{name} completes what it should", lambda name=name, shell=shell: completes(program, name, shell))
        for name, shell in [("bash", Bash), ("zsh", Zsh), ("fish", Fish)]
    ]


def completes(program, name, shell):
    with tempfile.TemporaryDirectory(prefix="closecall-pages-") as place:
        script = pathlib.Path(place) / f"completions.{name}"
        script.write_text(subprocess.check_output([program, "completions", name], text=True))
        subprocess.run([name, "-n", script], check=True)
        if name == "bash":
            subprocess.run(["shellcheck", "--shell=bash", script], check=True)
        pathlib.Path(place, "a-file.yaml").touch()
        pathlib.Path(place, "a-folder").mkdir()
        with contextlib.closing(shell(script)) as asked:
            for line, expected in ANSWERS.items():
                offered = sorted(set(asked.offers(line)))
                assert offered == expected, f"{line!r}: expected {expected}, found {offered[:20]}"
    return f"{len(ANSWERS)} lines"


class Bash:
    """The function that readline calls, called as readline does."""

    ASK = """
        . "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _closecall
        for word in "${COMPREPLY[@]}"; do
            # A slash is what `compopt -o filenames` adds.
            if [ -d "$word" ]; then echo "$word/"; else echo "$word"; fi
        done
        """

    def __init__(self, script):
        self.script = script

    def offers(self, line):
        command = ["bash", "--norc", "-c", self.ASK, self.script] + line.split(" ")
        return subprocess.check_output(command, cwd=self.script.parent, text=True).split()

    def close(self):
        pass


class Fish:
    """fish says by itself what it would offer."""

    def __init__(self, script):
        self.script = script

    def offers(self, line):
        command = f"source {self.script}; complete -C '{line}'"
        run = subprocess.run(
            ["fish", "-N", "-c", command], cwd=self.script.parent, capture_output=True, text=True, check=True)
        assert not run.stderr, run.stderr[:300]
        return [row.split("\t")[0] for row in run.stdout.splitlines()]

    def close(self):
        pass


class Zsh:
    """zsh completes in its line editor only, and that wants a terminal."""

    PROMPT = "ASK> "
    SETTINGS = """
        PROMPT='{prompt}'; unset zle_bracketed_paste; LISTMAX=0; unsetopt BEEP
        autoload -Uz compinit; compinit -D -u
        zstyle ':completion:*' verbose no
        bindkey '^I' list-choices; bindkey '^U' kill-whole-line
        cd {place}; source {script}; print SE''T
        """

    def __init__(self, script):
        self.unread = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], {"PATH": os.environ["PATH"], "TERM": "dumb"})
        # So wide that no list and no line is broken.
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 1000, 400, 0, 0))
        settings = self.SETTINGS.format(prompt=self.PROMPT, place=script.parent, script=script)
        self.type("; ".join(line.strip() for line in settings.strip().splitlines()) + "\n")
        self.read_until("SET\r\n")
        self.read_until(self.PROMPT)

    def offers(self, line):
        # Tab lists; the line is then taken back.
        self.type(f"{line}\t\x15print EN''D\n")
        shown = self.read_until("\nEND\r\n")
        self.read_until(self.PROMPT)
        rows = shown.replace("\r", "\n").split("\n")
        typed = next(index for index, row in enumerate(rows) if row.endswith(line))
        words = []
        for row in rows[typed + 1:]:
            if "print EN" in row or self.PROMPT in row:
                break
            words += row.split()
        return words

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read_until(self, mark, patience=20):
        end = time.monotonic() + patience
        while mark not in self.unread:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"zsh never said {mark!r}, but {self.unread[-300:]!r}"
            self.unread += os.read(self.terminal, 65536).decode()
        text, _, self.unread = self.unread.partition(mark)
        return text

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)
