"""Pages with one mistake each, which must be seen: a check that complains about nothing proves nothing."""

from page import steps
from reader import Reader

PAGES = [
    ("a verb that there is not", "```sh\nclosecall conect ws://127.0.0.1:9000/\n```", "exit status 2"),
    ("an option that there is not", "```sh\nclosecall serve --lisen 127.0.0.1:9000 &\n```", "it does not begin"),
    ("an exit status that does not come", "```sh\ntrue  # exit status 1\n```", "exit status 0, expected 1"),
    ("an output that does not come", "```console\n$ echo one\ntwo\n```", "expected 'two', found 'one'"),
    ("an output cut short", "```console\n$ echo one\n```", "which the page does not show"),
    ("a line of a server that does not come",
     "```console\n$ closecall serve --listen 127.0.0.1:9000 &\nlistening on ws://127.0.0.1:9009/\n```", "expected"),
    ("a line of a server behind a command, that does not come",
     "```sh\nclosecall serve --listen 127.0.0.1:9000 &\n```\n```console\n#1 /  1000\n```", "expected"),
    ("a target that there is not", "```sh\nmake nothing-of-the-kind\n```", "nothing-of-the-kind"),
    ("a file that was not written", "```sh\nwireshark nothing.pcapng\n```", "there is no nothing.pcapng"),
    ("a scenario that is broken",
     "```yaml\n# a.yaml\nrulez: []\n```\n```sh\nclosecall check a.yaml\n```", "exit status 1"),
    ("code that stands nowhere", "```swift\n// Package.swift\nimport Nothing\n```".replace("Package", "./Package"),
     "does not have these lines"),
    ("code of a file that there is not", "```python\n# Examples/nothing.py\nimport nothing\n```", "there is no file"),
    ("a block of a kind that nobody runs", "```zsh\ntrue\n```", "nobody knows"),
    ("a mentioned verb that there is not", "See `closecall chek FILE`.", "no verb 'chek'"),
    ("a mentioned option that there is not", "See `closecall run --junitt FILE`.", "has no option --junitt"),
    ("a mentioned option of another verb", "See `closecall fuzz peer --junit FILE`.", "fuzz peer has no option"),
    ("a mentioned target that there is not", "See `make tests`.", "no target 'tests'"),
    ("JSON that is none", "```json\n{\"a\":}\n```", "this is no JSON"),
    ("a folder that is left", "```sh\ncd Examples\n```", "is run in the page's folder"),
    ("a commit that there is not", "```sh\ngit show 0123456789ab\n```", "there is no commit"),
]


def planted_mistakes(program, root):
    """A complaint for each mistake that was not seen, and for what is right and was complained about."""
    complaints = []
    for name, text, expected in PAGES:
        found = Reader(program, root).follow(steps(text.split("\n")))
        if len(found) != 1 or expected not in found[0]:
            complaints.append(f"planted: {name}: expected one complaint with {expected!r}, found {found}")
    right = "```console\n$ closecall serve --listen 127.0.0.1:9000 &\nlistening on ws://127.0.0.1:9000/\n```\n"
    if found := Reader(program, root).follow(steps(right.split("\n"))):
        complaints.append(f"planted: a page that is right: {found}")
    return complaints
