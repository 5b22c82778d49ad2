"""What is visited: the cases, and the scenarios of the gallery, each straight and through a proxy."""

import contextlib
import fnmatch

from closecall import Proxy, Server
from gallery import playing_scenarios, scenarios
from headless import held_port
from journal import Journals
from raw_server import RawServer, playing
from wire import FOLDER, all_cases

# What a visit may take beyond what the server does.
MARGIN_SECONDS = 6
# Ends what neither side would end, as node waits for ever. The longest patience that was measured is 60 s.
IDLE_SECONDS = 8
SLOW_IDLE_SECONDS = 65

# What a client is told of a visit.
JOB = ("name", "protocols", "close", "steps", "limit", "stalls")


class Stage:
    """Visits by name, and the journals that tell of those through a proxy."""

    def __init__(self, visits, journals):
        self.visits = visits
        self.journals = journals

    def jobs(self, mark):
        for visit in self.visits:
            for way, url in visit["ways"].items():
                yield {**{key: visit[key] for key in JOB}, "way": way, "url": url + visit["path"] + mark}

    def wait(self, mark):
        """Until all sessions have ended, or nobody would end them."""
        return self.journals.of([visit["path"] + mark for visit in self.visits])

    def judge(self, mark, all_seen, table):
        ends = self.wait(mark)
        seen = {(one["name"], one["way"]): one for one in all_seen}
        for visit in self.visits:
            by_way = {way: seen[visit["name"], way] for way in visit["ways"]}
            table.judge(visit, by_way, ends.get(visit["path"] + mark, []))


@contextlib.contextmanager
def cases_stage(program, folder, arguments):
    files = [*sorted(FOLDER.glob("*.json")), *arguments.also]
    cases = {
        case.name: case for case in all_cases(files)
        if fnmatch.fnmatch(case.name, arguments.cases) and (arguments.slow or not case.is_slow)
    }
    journals = []

    def fronted(upstream):
        journals.append(folder / f"cases-{len(journals)}.jsonl")
        proxy = stack.enter_context(Proxy(program, upstream, "--journal", journals[-1], "--quiet"))
        return {"straight": upstream, "proxied": proxy.url.rstrip("/")}

    with contextlib.ExitStack() as stack:
        usual = fronted(stack.enter_context(RawServer(playing(cases))).url)
        visits = []
        for case in cases.values():
            ways = usual
            if case.opening[0] == "nobody":
                ways = fronted(f"ws://127.0.0.1:{stack.enter_context(held_port())}")
            elif case.opening[0] == "nothing read":
                # What happens before there is a request cannot go by its path.
                ways = fronted(stack.enter_context(RawServer(playing(cases), alone=case)).url)
            visits.append(visit_of(case, ways))
        yield Stage(visits, Journals(journals))


def visit_of(case, ways):
    return {
        "name": case.name, "path": case.path, "ways": ways, "protocols": case.protocols, "close": case.close,
        "steps": None, "limit": case.seconds + MARGIN_SECONDS, "stalls": case.stalls, "source": case.source,
        "measured": case.measured, "isRacy": case.is_racy, "isSlow": case.is_slow,
        "serverSeconds": case.seconds, "endsUnasked": case.opening[0] == "nothing read",
    }


@contextlib.contextmanager
def gallery_stage(program, folder, arguments):
    chosen = [scenario for scenario in scenarios() if fnmatch.fnmatch(scenario.name, arguments.cases)]
    idle = SLOW_IDLE_SECONDS if arguments.slow else IDLE_SECONDS
    with contextlib.ExitStack() as stack:
        # As the embedded server is.
        echo = stack.enter_context(Server(program, "--no-deflate", "--max-message", "1MiB"))
        playing = stack.enter_context(RawServer(playing_scenarios({one.name: one for one in chosen})))
        journals, visits = [], []
        for scenario in chosen:
            upstream = playing.url if scenario.server else echo.url
            journals.append(folder / f"{scenario.name}.jsonl")
            options = ["--scenario", scenario.file, "--journal", journals[-1], "--idle-timeout", f"{idle}s"]
            proxy = stack.enter_context(Proxy(program, upstream, *options, "--quiet", "--threads", "1"))
            visits.append({
                "name": scenario.name, "path": f"/gallery/{scenario.name}", "protocols": [], "close": None,
                "ways": {"proxied": proxy.url.rstrip("/")}, "steps": scenario.client,
                "limit": idle + MARGIN_SECONDS, "stalls": False, "source": f"gallery, {scenario.folder}",
                "measured": {}, "isRacy": False, "endsUnasked": False, "expected": scenario.expected,
            })
        yield Stage(visits, Journals(journals))
