"""Who agrees with whom, as a table."""

import json
import sys

from journal import verdict
from known import RACES, reason

REPORTED = ("opened", "error", "code", "reason", "wasClean")
DELIVERED = (*REPORTED, "messages")
# What is compared, and how the table calls it.
KINDS = {"journal": "the journal", "proxy": "without proxy", "measured": "as expected"}


class Table:
    """What one client saw and was said to see, a row for each source of visits."""

    def __init__(self, client, is_verbose):
        self.client = client
        self.is_verbose = is_verbose
        self.rows = {}
        self.known = 0
        self.lines = []
        self.has_failed = False

    def fail(self, words):
        self.has_failed = True
        self.lines.append(f"FAILED: {words}")

    def judge(self, visit, seen, ends):
        """`seen` is by way; `ends` are the journal's lines of it, of which there should be one."""
        judgement = Judgement(self, visit, seen, ends)
        if self.is_verbose:
            self.lines.append(f"{visit['name']}: {show(seen['proxied'])}; {stories(ends)}")
        if visit["isRacy"] or visit["name"] in RACES:
            judgement.of_a_race()
        else:
            judgement.of_a_sure_thing()

    def count(self, source, kind, is_same):
        cell = self.rows.setdefault(source, {}).setdefault(kind, [0, 0])
        cell[0] += is_same
        cell[1] += 1

    def print(self):
        print(f"\n{self.client.name:24}" + "".join(f"{words:>18}" for words in KINDS.values()))
        for source, cells in self.rows.items():
            words = ["{} of {}".format(*cells[kind]) if kind in cells else "" for kind in KINDS]
            print(f"  {source:22}" + "".join(f"{word:>18}" for word in words))
        for line in self.lines:
            print(f"  {line}")
        sys.stdout.flush()


class Judgement:
    """What is to be said of one visit."""

    def __init__(self, table, visit, seen, ends):
        self.table = table
        self.visit = visit
        self.proxied = seen["proxied"]
        self.straight = seen.get("straight")
        self.ends = ends
        self.told = [verdict(end) for end in ends]
        self.measured = visit["measured"].get(table.client.measured)

    def of_a_sure_thing(self):
        profile = self.table.client.profile
        if self.visit["endsUnasked"] and not self.told:
            # The end was faster than the request: no journal can tell that one was to come.
            self.table.count("never asked", "journal", True)
        else:
            self.say("journal", self.told == [{**only(REPORTED, self.proxied), "profile": profile}])
        if self.straight:
            self.say("proxy", only(DELIVERED, self.straight) == only(DELIVERED, self.proxied))
        if self.measured:
            self.say("measured", self.is_as_measured)
        # What a scenario says without a name is of the embedded client.
        if expected := self.visit.get("expected", {}).get(profile):
            self.say("measured", only(expected, self.proxied) == expected)

    @property
    def is_as_measured(self):
        if self.measured["code"] is None and self.visit["isSlow"]:
            # Nobody ended it as long as the measurement went on, which was as long as the server did.
            return self.straight["ms"] > self.visit["serverSeconds"] * 1000 - 2000
        return only(DELIVERED, self.measured) == only(DELIVERED, self.proxied)

    def of_a_race(self):
        allowed = {*RACES.get(self.visit["name"], ())}
        if self.measured:
            allowed.add((self.measured["code"], self.measured["wasClean"]))

        def are_allowed(several):
            return all((one["code"], one["wasClean"]) in allowed for one in several)

        self.say("journal", len(self.told) == 1 and are_allowed(self.told), of="races")
        self.say("proxy", are_allowed([self.straight, self.proxied]), of="races")

    def say(self, kind, is_same, of=None):
        why = not is_same and reason(self.table.client, self.visit["name"], kind)
        self.table.count("known to differ" if why else of or self.visit["source"], kind, is_same)
        if why:
            self.table.lines.append(f"known: {self.visit['name']}: {why}")
        elif not is_same:
            self.table.has_failed = True
            self.table.lines.append(f"DIFFERS: {self.visit['name']}, {KINDS[kind]}")
            self.table.lines += [f"    {who:12} {show(one)}" for who, one in self.witnesses()]
            self.table.lines.append(f"    {stories(self.ends)}")

    def witnesses(self):
        yield "the client", self.proxied
        if self.straight:
            yield "straight", self.straight
        if self.measured:
            yield "measured", self.measured
        for one in self.told:
            yield "the journal", one


def only(keys, one):
    return {key: one[key] for key in keys}


def show(one):
    words = [one["profile"]] if "profile" in one else []
    words += [word for word in ("opened", "error") if one.get(word)]
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
