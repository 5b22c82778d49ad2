"""What is visited: the cases, and the scenarios of the gallery, each straight and through a proxy."""

import contextlib
import fnmatch

from closecall import Proxy, Server
from gallery import playing_scenarios, scenarios
from headless import held_port
from journal import Journals
from raw_server import RawServer, playing
from wire import all_cases

# What a visit may take beyond what the server does.
MARGIN_SECONDS = 6
# Ends what neither side would end: node waits for ever.
IDLE_SECONDS = 8


class Stage:
    """Visits by name, and the journals that tell of those through a proxy."""

    def __init__(self, visits, journals):
        self.visits = visits
        self.journals = journals

    def jobs(self, mark):
        for visit in self.visits:
            for way, url in visit["ways"].items():
                yield {
                    **{key: visit[key] for key in ("name", "protocols", "close", "steps", "limit", "stalls")},
                    "way": way, "url": url + visit["path"] + mark,
                }

    def wait(self, mark):
        """Until all sessions have ended, or nobody would end them."""
        return self.journals.of([visit["path"] + mark for visit in self.visits])

    def judge(self, mark, all_seen, table):
        ends = self.wait(mark)
        seen = {(one["name"], one["way"]): one for one in all_seen}
        for visit in self.visits:
            table.judge(
                visit, {way: seen[visit["name"], way] for way in visit["ways"]}, ends.get(visit["path"] + mark, []))


@contextlib.contextmanager
def cases_stage(program, folder, arguments):
    cases = {
        case.name: case for case in all_cases()
        if fnmatch.fnmatch(case.name, arguments.cases) and (arguments.slow or not case.is_slow)
    }
    with contextlib.ExitStack() as stack:
        files = []

        def fronted(upstream):
            files.append(folder / f"cases-{len(files)}.jsonl")
            return stack.enter_context(Proxy(program, upstream, "--journal", files[-1], "--quiet")).url.rstrip("/")

        server = stack.enter_context(RawServer(playing(cases)))
        usual = {"straight": server.url, "proxied": fronted(server.url)}
        visits = []
        for case in cases.values():
            ways = usual
            if case.opening[0] == "nobody":
                url = f"ws://127.0.0.1:{stack.enter_context(held_port())}"
                ways = {"straight": url, "proxied": fronted(url)}
            elif case.needs_own_port:
                url = stack.enter_context(RawServer(playing(cases), alone=case)).url
                ways = {"straight": url, "proxied": fronted(url)}
            visits.append({
                "name": case.name, "path": case.path, "ways": ways, "protocols": case.protocols,
                "close": case.close, "steps": None, "limit": case.seconds + MARGIN_SECONDS,
                "stalls": case.opening[0] == "no answer" or case.opening[:2] == ("altered 101", 2.0),
                "measured": case.measured, "isRacy": case.is_racy,
            })
        yield Stage(visits, Journals(files))


@contextlib.contextmanager
def gallery_stage(program, folder, arguments):
    chosen = [scenario for scenario in scenarios() if fnmatch.fnmatch(scenario.name, arguments.cases)]
    with contextlib.ExitStack() as stack:
        # As the embedded server is.
        echo = stack.enter_context(Server(program, "--no-deflate", "--max-message", "1MiB"))
        playing = stack.enter_context(RawServer(playing_scenarios({one.name: one for one in chosen})))
        files, visits = [], []
        for scenario in chosen:
            upstream = playing.url if scenario.server else echo.url
            files.append(folder / f"{scenario.name}.jsonl")
            options = ["--scenario", scenario.file, "--journal", files[-1], "--quiet", "--threads", "1"]
            if not arguments.slow:
                options += ["--idle-timeout", f"{IDLE_SECONDS}s"]
            proxy = stack.enter_context(Proxy(program, upstream, *options))
            visits.append({
                "name": scenario.name, "path": f"/gallery/{scenario.name}", "ways": {"proxied": proxy.url.rstrip("/")},
                "protocols": [], "close": None, "steps": scenario.client, "stalls": False,
                "limit": 75 if arguments.slow else IDLE_SECONDS + MARGIN_SECONDS, "measured": None, "isRacy": False,
            })
        yield Stage(visits, Journals(files))
