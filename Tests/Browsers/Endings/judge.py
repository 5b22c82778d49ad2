"""Who agrees with whom, as a table."""

import json
import sys

from journal import verdict
from known import KNOWN, RACES

REPORTED = ("opened", "error", "code", "reason", "wasClean")
KINDS = {
    "journal": "the journal says what the client says",
    "proxy": "the same without a proxy",
    "measured": "as it was measured",
}


class Table:
    """What one client saw and was said to see."""

    def __init__(self, client, is_verbose):
        self.client = client
        self.is_verbose = is_verbose
        self.counts = {kind: [0, 0] for kind in KINDS}
        self.lines = []
        self.has_failed = False

    def fail(self, words):
        self.has_failed = True
        self.lines.append(f"FAILED: {words}")

    def judge(self, visit, seen, ends):
        proxied = seen["proxied"]
        told = [verdict(end) for end in ends]
        if self.is_verbose:
            self.lines.append(f"{visit['name']}: {show(proxied)}; {stories(ends)}")
        profiles = {(end.get("clientSaw") or {}).get("profile") for end in ends}
        if profiles != {self.client.profile}:
            self.differ(visit, "journal", f"it was taken for {profiles or 'nobody'}", ends)
        if visit["isRacy"]:
            return self.judge_race(visit, seen, told, ends)
        same = told == [reported(proxied)]
        self.count(visit, "journal", same, lambda: [
            f"the client:  {show(proxied)}", *[f"the journal: {show(one)}" for one in told]], ends)
        if "straight" in seen:
            straight = seen["straight"]
            same = {**straight, "way": ""} == {**proxied, "way": ""}
            self.count(visit, "proxy", same, lambda: [
                f"straight: {show(straight)}", f"proxied:  {show(proxied)}"], ends)
        if visit["measured"]:
            measured = visit["measured"][self.client.measured]
            same = all(measured[key] == proxied[key] for key in (*REPORTED, "messages"))
            self.count(visit, "measured", same, lambda: [
                f"measured: {show(measured)}", f"now:      {show(proxied)}",
                f"straight: {show(seen['straight'])}"], ends)

    def judge_race(self, visit, seen, told, ends):
        allowed = RACES[visit["name"]]

        def lines():
            return [f"{who}: {show(one)}" for who, one in [*seen.items(), *[("journal", one) for one in told]]]

        def is_among(one):
            return (one["code"], one["wasClean"]) in allowed

        self.count(visit, "journal", len(told) == 1 and is_among(told[0]), lines, ends)
        self.count(visit, "proxy", is_among(seen["proxied"]) and is_among(seen["straight"]), lines, ends)
        if self.is_verbose or told != [reported(seen["proxied"])]:
            self.lines += [f"a race, {visit['name']}", *[f"    {line}" for line in lines()]]

    def count(self, visit, kind, is_same, lines, ends):
        self.counts[kind][1] += 1
        self.counts[kind][0] += is_same
        if not is_same:
            self.differ(visit, kind, "", ends, lines())

    def differ(self, visit, kind, words, ends, lines=()):
        reason = KNOWN.get((self.client.name, visit["name"], kind))
        if reason:
            self.lines.append(f"known, {visit['name']}, {kind}: {reason}")
            return
        self.has_failed = True
        self.lines.append(f"DIFFERS {visit['name']}, not {KINDS[kind]}{': ' * bool(words)}{words}")
        self.lines += [f"    {line}" for line in lines]
        self.lines.append(f"    {stories(ends)}")

    def print(self):
        print(f"\n{self.client.name}")
        for kind, words in KINDS.items():
            same, of = self.counts[kind]
            print(f"  {same:4d} of {of:4d}  {words}")
        for line in self.lines:
            print(f"  {line}")
        sys.stdout.flush()


def reported(seen):
    return {key: seen[key] for key in REPORTED}


def show(one):
    words = [word for word in ("opened", "error") if one.get(word)]
    if one.get("messages"):
        words.append(f"{one['messages']} messages")
    if one.get("code") is None:
        words.append("no close event")
    else:
        words.append(f"{one['code']} {json.dumps(one['reason'], ensure_ascii=False)}")
        words.append("clean" if one["wasClean"] else "unclean")
    return ", ".join(words)


def stories(ends):
    if not ends:
        return "the journal has no end of it"
    return " | ".join(f"{end.get('cause')} by {end.get('by')}: {end.get('story')}" for end in ends)
