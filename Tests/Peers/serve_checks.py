"""What every client is made to do with `closecall serve`.

A check takes a way to a server (ways.py), and a client's class.
"""

import random

from closecall import Failed, Server, Skipped, expect, saw

SIZES = [0, 1, 125, 126, 65535, 65536, 1 << 20]
SEED = 20250607


def some_bytes(size):
    return random.Random(SEED + size).randbytes(size)


def some_text(size):
    """Exactly `size` bytes of UTF-8, with characters of every length where they fit."""
    start = "aé€😀"[: 4 if size >= 10 else 1 if size else 0]
    alphabet = "abcdefghijklmnopqrstuvwxyz 0123456789"
    rest = random.Random(SEED + size).choices(alphabet, k=size - len(start.encode()))
    return start + "".join(rest)


def needs(client, ability):
    """Skips the check for a client that says of itself what it has not."""
    reason = getattr(client, "has_no", {}).get(ability)
    if reason:
        raise Skipped(reason)


class Meeting:
    """A server and a client on it, both gone when the block ends."""

    def __init__(self, way, client, *options, subprotocols=()):
        self.server = way.server(*options)
        try:
            self.client = client(self.server.url, list(subprotocols))
        except BaseException:
            self.server.__exit__()
            raise

    def __enter__(self):
        return self.server, self.client

    def __exit__(self, *_):
        self.client.drop()
        self.server.__exit__()


def subprotocol(way, client):
    choice = ["--subprotocol", "chat.v2", "--subprotocol", "chat.v1"]
    with Meeting(way, client, *choice, subprotocols=["other", "chat.v1", "chat.v2"]) as (_, peer):
        expect("subprotocol", peer.subprotocol, "chat.v2")


def compression_agreed(way, client):
    needs(client, "compression")
    with Meeting(way, client) as (_, peer):
        expect("extension", peer.extensions.split(";")[0], "permessage-deflate")
    with Meeting(way, client, "--no-deflate") as (_, peer):
        expect("extension with --no-deflate", peer.extensions, "")


def echo(way, client, *options):
    with Meeting(way, client, *options) as (server, peer):
        for size in SIZES:
            for message in (some_text(size), some_bytes(size)):
                peer.send(message)
                answer = peer.receive()
                if answer != message or type(answer) is not type(message):
                    raise Failed(f"{size} bytes of {type(message).__name__} came back as something else")
        peer.close(1000, "")
        server.expect_ending(1000, "", True)


def echo_plain(way, client):
    echo(way, client, "--no-deflate")


def echo_compressed(way, client):
    needs(client, "compression")
    echo(way, client)


def ping(way, client):
    needs(client, "ping")
    with Meeting(way, client) as (_, peer):
        for payload in (b"once", some_bytes(125)):
            peer.ping(payload)


def close_by_client(way, client):
    for code, reason in [(1000, "done"), (4321, "à bientôt"), (3000, "r" * 123)]:
        with Meeting(way, client) as (server, peer):
            answer_code, answer_reason, *_ = saw("the answer", peer.close(code, reason))
            expect("code of the answer", answer_code, code)
            if answer_reason is not None:
                expect("reason of the answer", answer_reason, reason)
            server.expect_ending(code, reason, True)


def close_by_server(way, client):
    with Meeting(way, client) as (server, peer):
        server.stop()
        expect("code of the Close", saw("the Close", peer.received_close())[0], 1001)
        session = server.ended_session()
        expect("clean", session.get("wasClean"), True)


def too_big(way, client):
    with Meeting(way, client, "--no-deflate", "--max-message", "1000") as (server, peer):
        peer.send(some_bytes(1000))
        expect("a message of the allowed size", peer.receive(), some_bytes(1000))
        peer.send(some_bytes(1001))
        expect("code of the Close", peer.received_close()[0], 1009)
        server.expect_ending(1006, "", False)


def just_small_enough(way, client):
    """Bytes without a pattern grow by deflating; the limit is on what they are once inflated."""
    needs(client, "compression")
    with Meeting(way, client, "--max-message", "1000") as (_, peer):
        peer.send(some_bytes(1000))
        expect("a message of the allowed size", peer.receive(), some_bytes(1000))


def too_big_once_inflated(way, client):
    needs(client, "compression")
    with Meeting(way, client, "--max-message", "1000") as (server, peer):
        peer.send("z" * 100_000)
        expect("code of the Close", peer.received_close()[0], 1009)
        server.expect_ending(1006, "", False)


def invalid_text(way, client):
    if not hasattr(client, "send_invalid_text"):
        raise Skipped("it sends no invalid UTF-8")
    with Meeting(way, client) as (server, peer):
        peer.send_invalid_text()
        expect("code of the Close", peer.received_close()[0], 1007)
        server.expect_ending(1006, "", False)


def reserved_bit(way, client):
    if not hasattr(client, "send_reserved_bit"):
        raise Skipped("it sets no reserved bit")
    with Meeting(way, client) as (server, peer):
        peer.send_reserved_bit()
        expect("code of the Close", peer.received_close()[0], 1002)
        server.expect_ending(1006, "", False)


def vanishing(way, client):
    server = way.server()
    with server:
        client(server.url, []).drop()
        server.expect_ending(1006, "", False)


def untrusted(way, client):
    if not way.is_tls:
        raise Skipped("no TLS, nobody to trust")
    with Server(way.program) as server, way.untrusted_proxy(server.url) as proxy:
        try:
            client(proxy.url, []).drop()
        except Exception:
            problem = proxy.ended_session()["ends"][0]["detail"]
            if "TLS" not in (problem or ""):
                raise Failed(f"closecall proxy reports {problem!r}, where TLS was refused")
            return
        raise Failed("the certificate of an authority that it cannot know is taken")


CHECKS = {
    "subprotocol": subprotocol,
    "compression agreed": compression_agreed,
    "echo, 0 B to 1 MiB, plain": echo_plain,
    "echo, 0 B to 1 MiB, deflated": echo_compressed,
    "ping": ping,
    "close by the client": close_by_client,
    "close by the server: 1001": close_by_server,
    "message too big: 1009": too_big,
    "just small enough, deflated": just_small_enough,
    "too big once inflated: 1009": too_big_once_inflated,
    "invalid UTF-8: 1007": invalid_text,
    "reserved bit: 1002": reserved_bit,
    "vanishing": vanishing,
    "unknown authority": untrusted,
}
