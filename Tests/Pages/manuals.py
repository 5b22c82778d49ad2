"""The manual pages, as those who show and index them read them."""

import pathlib
import re
import subprocess
import tempfile

SHOWN_WITHOUT_A_WORD = [
    ["mandoc", "-T", "lint", "-W", "style"],
    # The macros are checked by groff, and nothing is shown.
    ["man", "--warnings", "--encoding=UTF-8", "--local-file", "--troff-device=utf8", "--ditroff"],
]


def checks(program):
    folder = tempfile.TemporaryDirectory(prefix="closecall-pages-")
    subprocess.run([program, "man", "--all", folder.name], check=True)
    pages = sorted(pathlib.Path(folder.name).iterdir())
    return [
        ("every verb has a page", lambda: have_all(program, folder, pages)),
        ("mandoc has nothing to say against a page", lambda: is_silent(SHOWN_WITHOUT_A_WORD[0], pages)),
        ("nor has groff", lambda: is_silent(SHOWN_WITHOUT_A_WORD[1], pages)),
        ("whatis and apropos find each page", lambda: are_indexed(pages)),
        ("options can be searched for and copied", lambda: can_be_copied(pages)),
    ]


def have_all(program, folder, pages):
    # The folder is gone with the last who knows it.
    assert pathlib.Path(folder.name).exists()
    names = {page.name for page in pages}
    listed = re.findall(r"^  (\w+)  ", subprocess.check_output([program, "--help"], text=True), re.MULTILINE)
    missing = {f"closecall-{verb}.1" for verb in listed if verb != "help"} - names
    assert not missing and "closecall.1" in names, f"there is no {missing or 'closecall.1'}"
    return f"{len(pages)} pages"


def is_silent(command, pages):
    for page in pages:
        run = subprocess.run(command + [page], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        # What is shown by --ditroff is for a printer; mandoc's lint goes to the standard output.
        said = run.stderr if command[0] == "man" else run.stdout + run.stderr
        assert run.returncode == 0 and not said, f"{page.name}: {said.decode()[:500] or run.returncode}"


def are_indexed(pages):
    for page in pages:
        entry = subprocess.check_output(["lexgrog", page], text=True)
        assert re.search(rf': "{page.stem} - .+"', entry), f"{page.name}: {entry}"


def can_be_copied(pages):
    [page] = [page for page in pages if page.stem == "closecall-connect"]
    command = ["man", "--encoding=UTF-8", "--local-file", page]
    text = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, text=True, env={"PATH": "/usr/bin:/bin", "MANWIDTH": "200"}
    ).stdout
    for words in ["--send TEXT", "--header 'NAME: VALUE'", "--close [CODE[:REASON]]"]:
        assert words in text, f"{words} is not there in ASCII"
