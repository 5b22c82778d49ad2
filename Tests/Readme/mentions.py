"""Commands within sentences: nobody runs them, but their verbs, options and targets must be there."""

import functools
import re
import shlex
import subprocess


class Mentions:
    def __init__(self, program, root):
        self.program, self.root = program, root

    def complaint(self, text):
        """What is wrong with a command, or None."""
        try:
            words = shlex.split(text, comments=True)
        except ValueError:
            words = text.split()
        return self.of_make(words[1:]) if words[0] == "make" else self.of_program(words[1:])

    def of_make(self, words):
        names = [word for word in words if re.fullmatch(r"[a-z]+", word)]
        unknown = [name for name in names if name not in self.targets]
        return f"there is no target {unknown[0]!r} in the Makefile" if unknown else None

    def of_program(self, words):
        verb = []
        while words[len(verb):] and words[len(verb)] in self.verbs(tuple(verb)):
            verb.append(words[len(verb)])
        rest = words[len(verb):]
        if not verb and rest and re.fullmatch(r"[a-z]+", rest[0]):
            return f"there is no verb {rest[0]!r}"
        help_text = self.help(tuple(verb))
        for option in re.findall(r"(?<!\S)--[a-z][\w-]*", " ".join(rest)):
            if not re.search(rf"{option}(?![\w-])", help_text):
                return f"closecall {' '.join(verb)} has no option {option}"
        return None

    def verbs(self, verb):
        """Those that the help lists, behind this one."""
        listed = re.search(r"^Verbs:\n(.*?)\n\n", self.help(verb), re.M | re.S)
        names = re.findall(r"^  (\S.*?)(?:  |$)", listed[1], re.M) if listed else []
        return {name.split()[len(verb) if name.split()[:len(verb)] == list(verb) else 0] for name in names}

    @functools.cached_property
    def targets(self):
        return set(re.findall(r"^([a-z-]+):", (self.root / "Makefile").read_text(), re.M))

    @functools.cache  # noqa: B019, it lives as long as the script
    def help(self, verb):
        return subprocess.run([self.program, *verb, "--help"], capture_output=True, text=True).stdout
