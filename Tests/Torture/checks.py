"""What a proxy must stand, each check with its figures and their bounds."""

import concurrent.futures
import contextlib
import json
import multiprocessing
import os
import random
import socket
import tempfile
import time

import clients
from proxy import Proxy

MIB = 1024
# What other sessions may cost on top of what is measured, such as buffers that all share.
SHARED_KIB = 4 * MIB


class Context:
    """What all checks have in common."""

    def __init__(self, program, upstream_port, seed, sessions):
        self.program, self.upstream_port, self.seed, self.sessions = program, upstream_port, seed, sessions

    def proxy(self, *options, **keywords):
        proxy = Proxy(self.program, self.upstream_port, *options, **keywords)
        for _ in range(50):
            warm = clients.open_session(proxy.port)
            clients.echo(warm)
            clients.close_politely(warm)
        settle(proxy)
        return proxy


def settle(proxy, descriptors=None, seconds=5):
    """Waits until ended sessions have left, at most for so long."""
    deadline = time.monotonic() + seconds
    last = -1
    while time.monotonic() < deadline:
        now = proxy.descriptors()
        if now == descriptors or (descriptors is None and now == last):
            return
        last = now
        time.sleep(0.1)


def idle_cpu(proxy, seconds=2.0):
    """CPU time in milliseconds while nothing is asked of it."""
    before = proxy.cpu()
    time.sleep(seconds)
    return proxy.cpu() - before


def slowest_echo(proxy, count=50):
    """The longest of some echoes of a well-behaved session, in milliseconds."""
    client = clients.open_session(proxy.port)
    slowest = 0
    for _ in range(count):
        start = time.perf_counter()
        clients.echo(client)
        slowest = max(slowest, time.perf_counter() - start)
    clients.close_politely(client)
    return slowest * 1000


def never_read(context):
    """Twenty clients that never read from servers that never stop sending, and as many the other way round."""
    with context.proxy() as proxy:
        before = proxy.resident()
        held = [clients.open_session(proxy.port, "/flood") for _ in range(20)]
        for _ in range(20):
            client = clients.open_session(proxy.port, "/deaf")
            client.setblocking(False)
            held.append(client)
        fill(held[20:])
        yield "resident memory of 40 stuck sessions (KiB)", proxy.resident() - before, 40 * 256 + SHARED_KIB
        yield "slowest echo beside them (ms)", slowest_echo(proxy), 500
        yield "CPU in 2 s while they are stuck (ms)", idle_cpu(proxy), 20
        for client in held:
            clients.reset(client)


def fill(held):
    """Writes until nobody takes anything any more."""
    frame = b"\x82\xff" + (1 << 40).to_bytes(8, "big") + bytes(4)
    for client in held:
        client.send(frame)
    zeros = bytes(256 * 1024)
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < 0.5:
        for client in held:
            try:
                client.send(zeros)
                quiet_since = time.monotonic()
            except BlockingIOError:
                pass
        time.sleep(0.005)


def slowloris(context):
    """Two hundred clients that send one byte a second."""
    with context.proxy("--handshake-timeout", "3s") as proxy:
        before = proxy.resident()
        slow = [clients.connect(proxy.port) for _ in range(200)]
        head = clients.request("/echo")
        for number in range(3):
            for client in slow:
                client.sendall(head[number:number + 1])
            time.sleep(1)
        yield "resident memory of 200 slow clients (KiB)", proxy.resident() - before, 200 * 16 + SHARED_KIB
        yield "slowest echo beside them (ms)", slowest_echo(proxy), 500
        answers = [clients.status(client) for client in slow]
        yield "slow clients without a 408", sum(answer != 408 for answer in answers), 0


def endless_headers(context):
    """A client that sends 100 MB of headers, to be passed on and to be rewritten."""
    line = b"X-Padding: " + b"x" * 1000 + b"\r\n"
    block = line * 256
    for options in [], ["--header", "X-Who: closecall"]:
        with context.proxy(*options) as proxy:
            before, most = proxy.resident(), 0
            client = clients.connect(proxy.port)
            client.sendall(b"GET /echo HTTP/1.1\r\nHost: test\r\n")
            try:
                for _ in range(100_000_000 // len(block)):
                    client.sendall(block)
                    most = max(most, proxy.resident() - before)
            except OSError:
                pass
            how = "rewritten" if options else "passed on"
            yield f"resident memory of 100 MB of headers, {how} (KiB)", most, SHARED_KIB
            yield "slowest echo after them (ms)", slowest_echo(proxy), 500
            client.close()


def vanishing(context):
    """Two thousand connections opened and dropped at random points."""
    with context.proxy() as proxy:
        before, descriptors = proxy.resident(), proxy.descriptors()
        chance = random.Random(context.seed)
        held = []
        for _ in range(2000):
            client = clients.connect(proxy.port)
            client.sendall(clients.request("/echo")[:chance.randrange(300)])
            held.append(client)
            if chance.random() < 0.8:
                gone = held.pop(chance.randrange(len(held)))
                clients.reset(gone) if chance.random() < 0.5 else gone.close()
        yield "resident memory with some hundred of 2,000 left (KiB)", proxy.resident() - before, 16 * MIB
        for client in held:
            client.close()
        settle(proxy, descriptors, seconds=10)
        yield "descriptors left open", proxy.descriptors() - descriptors, 0
        yield "slowest echo after them (ms)", slowest_echo(proxy), 500


def few_descriptors(context):
    """ulimit -n 64, and 150 clients at once."""
    with context.proxy(most_descriptors=64) as proxy:
        descriptors = proxy.descriptors()
        held = []
        for _ in range(150):
            client = clients.connect(proxy.port)
            client.sendall(clients.request("/echo"))
            held.append(client)
        time.sleep(0.5)
        yield "CPU in 2 s while clients wait for descriptors (ms)", idle_cpu(proxy), 50
        answers = []
        for client in held:
            answers.append(clients.status(client))
            client.close()
        yield "clients answered neither with 101 nor 502", sum(a not in (101, 502) for a in answers), 0
        yield "clients that got no 101 at all", int(101 not in answers), 0
        settle(proxy, descriptors)
        yield "descriptors left open", proxy.descriptors() - descriptors, 0
        yield "slowest echo when there are descriptors again (ms)", slowest_echo(proxy), 500
        yield "exit status", proxy.stop(), 0


def at_rest(context):
    """Sessions in which nothing happens."""
    with context.proxy() as proxy:
        held = [clients.open_session(proxy.port) for _ in range(100)]
        yield "CPU in 2 s of 100 idle sessions (ms)", idle_cpu(proxy), 10
        held = [clients.open_session(proxy.port, "/finish") for _ in range(20)]
        for client in held:
            clients.drain(client)
        yield "CPU in 2 s of 20 half-closed by their server (ms)", idle_cpu(proxy), 10
        stuck = [clients.open_session(proxy.port, "/deaf") for _ in range(20)]
        for client in stuck:
            client.setblocking(False)
        fill(stuck)
        for client in stuck:
            client.shutdown(1)
        yield "CPU in 2 s of 20 that finished at a deaf server (ms)", idle_cpu(proxy), 10


def broken_off(context):
    """Twenty clients that reset while their servers never read."""
    with context.proxy() as proxy:
        sockets = proxy.sockets()
        stuck = [clients.open_session(proxy.port, "/deaf") for _ in range(20)]
        for client in stuck:
            client.setblocking(False)
        fill(stuck)
        for client in stuck:
            clients.reset(client)
        yield "CPU in 8 s afterwards (ms)", idle_cpu(proxy, 8), 100
        yield "sockets of theirs left open", proxy.sockets() - sockets, 0


def leaks(context):
    """Short sessions of all kinds."""
    with context.proxy() as proxy:
        descriptors = proxy.descriptors()
        first = context.sessions // 10
        problems = many_sessions(proxy.port, context.seed, first)
        settle(proxy, descriptors)
        before = proxy.resident()
        start = time.monotonic()
        problems += many_sessions(proxy.port, context.seed + 1000, context.sessions - first)
        rate = (context.sessions - first) / (time.monotonic() - start)
        settle(proxy, descriptors)
        what = f"{context.sessions:,} short sessions, {rate:,.0f} a second"
        yield f"growth after {what} (KiB)", proxy.resident() - before, 2 * MIB
        yield "descriptors left open", proxy.descriptors() - descriptors, 0
        yield "sessions that went wrong", problems, 0
        yield "exit status", proxy.stop(), 0


def over_tls(context):
    """Over TLS: clients that never read, that say half a hello, and short sessions of all kinds."""
    with tempfile.TemporaryDirectory() as home, clients.secured():
        with context.proxy("--tls-self-signed", home=home) as proxy:
            before, sockets = proxy.resident(), proxy.sockets()
            held = [clients.open_session(proxy.port, "/flood") for _ in range(20)]
            time.sleep(0.5)
            yield "resident memory of 20 stuck sessions (KiB)", proxy.resident() - before, 20 * 384 + SHARED_KIB
            half = [socket.create_connection(("127.0.0.1", proxy.port)) for _ in range(20)]
            for client in half:
                client.sendall(b"\x16\x03\x01\x02\x00\x01")
            yield "CPU in 2 s while nobody goes on (ms)", idle_cpu(proxy), 20
            for client in held + half:
                clients.reset(client)
            settle(proxy)
            many_sessions(proxy.port, context.seed, 1000)
            settle(proxy)
            before = proxy.resident()
            count = context.sessions // 20
            problems = many_sessions(proxy.port, context.seed + 1000, count)
            settle(proxy)
            yield f"growth after {count:,} short sessions (KiB)", proxy.resident() - before, 2 * MIB
            yield "sessions that went wrong", problems, 0
            time.sleep(3)
            yield "sockets left open", proxy.sockets() - sockets, 0


def killed(context):
    """Twenty proxies killed under load: their journals."""
    chance = random.Random(context.seed)
    broken = missing = idle = sessions = 0
    for number in range(20):
        with tempfile.TemporaryDirectory() as folder:
            ended, at = load_and_kill(context, folder, 1.2 + chance.random() * 1.5)
            due = {path for path, moment in ended.items() if moment < at - 1}
            wrong, paths = read_back(os.path.join(folder, "run.jsonl"))
            broken += wrong
            missing += len(due - paths)
            idle += not due
            sessions += len(due)
    yield "kills before which no session had ended for a second", idle, 0
    yield "lines that cannot be read, but for the last", broken, 0
    yield f"of {sessions:,} sessions that had ended a second before, missing", missing, 0


def load_and_kill(context, folder, seconds):
    """When each session ended, by its path, and when the proxy was killed."""
    proxy = Proxy(context.program, context.upstream_port, "--frames", "--journal", f"{folder}/run.jsonl")
    with proxy:
        fork = multiprocessing.get_context("fork")
        logs = [f"{folder}/lane-{number}" for number in range(3)]
        lanes = [fork.Process(target=note_sessions, args=(proxy.port, log)) for log in logs]
        for process in lanes:
            process.start()
        time.sleep(seconds)
        at = time.monotonic()
        proxy.child.kill()
        for process in lanes:
            process.join()
    ended = {}
    for log in logs:
        with open(log) as lines:
            ended.update((path, float(moment)) for path, moment in map(str.split, lines))
    return ended, at


def note_sessions(port, log):
    """Short sessions until there is no proxy any more; writes down when each had ended."""
    with open(log, "w", buffering=1) as lines:
        for number in range(1_000_000):
            path = f"/echo?{os.path.basename(log)}-{number}"
            try:
                client = clients.open_session(port, path)
                clients.echo(client)
                clients.close_politely(client)
            except OSError:
                return
            lines.write(f"{path} {time.monotonic()}\n")


def read_back(journal):
    """How many lines but the last are broken, and the paths of sessions that ended."""
    broken, paths = 0, set()
    with open(journal, "rb") as file:
        lines = file.read().split(b"\n")
    for line in lines[:-1]:
        try:
            entry = json.loads(line)
        except ValueError:
            broken += 1
            continue
        if entry["event"] == "session.end":
            paths.add(entry["path"])
    return broken, paths


def leaks_without_upstream(context):
    """Short sessions whose upstream refuses."""
    with Proxy(context.program, 1) as proxy:
        refused(proxy.port, context.sessions // 100)
        time.sleep(2.5)
        before, descriptors = proxy.resident(), proxy.descriptors()
        refused(proxy.port, context.sessions // 10)
        time.sleep(2.5)
        count = context.sessions // 10
        yield f"growth after {count:,} refused by the upstream (KiB)", proxy.resident() - before, 2 * MIB
        yield "descriptors left open", proxy.descriptors() - descriptors, 0


def refused(port, count):
    for _ in range(count):
        client = clients.connect(port)
        client.sendall(clients.request("/echo"))
        if clients.status(client) != 502:
            raise ConnectionError("no 502 although nobody listens upstream")
        client.close()


def junk_at_the_control_api(context):
    """Ten seconds of junk at the control API, as much as it answers, while the proxy relays."""
    seconds = 10
    with Proxy(context.program, context.upstream_port, "--control", "127.0.0.1:0") as proxy:
        port = proxy.control_port()
        with junk_lanes(port, context.seed, 3) as jobs:
            concurrent.futures.wait(jobs)
        settle(proxy)
        before, descriptors = proxy.resident(), proxy.descriptors()
        with junk_lanes(port, context.seed + 1000, seconds) as jobs:
            slowest, echoes = 0, 0
            while not all(job.done() for job in jobs):
                slowest, echoes = max(slowest, slowest_echo(proxy, 20)), echoes + 20
            answers = sum(job.result() for job in jobs)
        rate = answers / seconds
        yield f"requests a second short of 10,000, of {rate:,.0f} that were answered", max(0, 10_000 - rate), 0
        yield f"slowest of {echoes:,} echoes beside them (ms)", slowest, 500
        settle(proxy, descriptors)
        # With a control API, the last thousand endings are kept for who asks, 11 KiB each: then it grows no more.
        yield "growth (KiB)", proxy.resident() - before, SHARED_KIB + 1000 * 10
        yield "descriptors left open", proxy.descriptors() - descriptors, 0
        yield "proxies that it has afterwards, but for the one", len(clients.ask(port, "/proxies")) - 1, 0
        yield "exit status", proxy.stop(), 0


@contextlib.contextmanager
def junk_lanes(port, seed, seconds, lanes=3):
    """Clients that ask for junk, each in a process of its own: their jobs."""
    fork = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(lanes, mp_context=fork) as pool:
        yield [pool.submit(ask_junk, port, seed + number, seconds) for number in range(lanes)]


JUNK = [
    b"GET /%s HTTP/1.1\r\nHost: %s\r\n\r\n", b"BREW /proxies HTTP/1.1\r\nX: %s\r\nHost: %s\r\n\r\n",
    b"GET /proxies/%s/toxics HTTP/1.1\r\nHost: %s\r\n\r\n",
    b"DELETE /proxies/%s HTTP/1.1\r\nHost: %s\r\n\r\n",
    b"POST /proxies HTTP/1.1\r\nContent-Length: 12\r\nX: %s\r\nHost: %s\r\n\r\n{\"name\": tru",
    b"POST /proxies/default/toxics HTTP/1.1\r\nX: %s\r\nHost: %s\r\nContent-Length: 15\r\n\r\n{\"type\":\"none\"}",
    b"POST /populate HTTP/1.1\r\nX: %s\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[{}\r\n0\r\n\r\n",
]


def ask_junk(port, seed, seconds):
    """Answers how many answers came."""
    chance, answers, deadline = random.Random(seed), 0, time.monotonic() + seconds
    host = b"127.0.0.1:%d" % port
    while time.monotonic() < deadline:
        with clients.connect(port) as client:
            for _ in range(200):
                count = 64
                kinds = chance.choices(JUNK, k=count)
                client.sendall(b"".join(kind % (b"%x" % chance.getrandbits(64), host) for kind in kinds))
                answers += clients.answers(client, count)
                if time.monotonic() > deadline:
                    break
            # Bytes that are no request, and the connection is over.
            client.sendall(chance.randbytes(chance.randrange(1, 4000)))
            clients.reset(client) if chance.random() < 0.5 else client.close()
    return answers


def many_sessions(port, seed, count, lanes=4):
    """Answers how many went wrong."""
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(lanes, mp_context=context) as pool:
        jobs = [pool.submit(lane, port, seed + number, count // lanes) for number in range(lanes)]
        return sum(job.result() for job in jobs)


def lane(port, seed, count):
    chance = random.Random(seed)
    problems = 0
    for _ in range(count):
        try:
            clients.short_session(port, chance)
        except OSError:
            problems += 1
    return problems


ALL = [
    never_read, slowloris, endless_headers, vanishing, few_descriptors, at_rest, broken_off,
    leaks, leaks_without_upstream, over_tls, killed, junk_at_the_control_api]
