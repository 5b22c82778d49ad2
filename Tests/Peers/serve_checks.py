"""What every client is made to do with `closecall serve`.

A check takes the way to run a server, and a client's class.
"""

import random

from closecall import Failed, Skipped, expect

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

    def __init__(self, serve, client, *options, subprotocols=()):
        self.server = serve(*options)
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


def subprotocol(serve, client):
    choice = ["--subprotocol", "chat.v2", "--subprotocol", "chat.v1"]
    with Meeting(serve, client, *choice, subprotocols=["other", "chat.v1", "chat.v2"]) as (_, peer):
        expect("subprotocol", peer.subprotocol, "chat.v2")


def compression_agreed(serve, client):
    needs(client, "compression")
    with Meeting(serve, client) as (_, peer):
        expect("extension", peer.extensions.split(";")[0], "permessage-deflate")
    with Meeting(serve, client, "--no-deflate") as (_, peer):
        expect("extension with --no-deflate", peer.extensions, "")


def echo(serve, client, *options):
    with Meeting(serve, client, *options) as (server, peer):
        for size in SIZES:
            for message in (some_text(size), some_bytes(size)):
                peer.send(message)
                answer = peer.receive()
                if answer != message or type(answer) is not type(message):
                    raise Failed(f"{size} bytes of {type(message).__name__} came back as something else")
        peer.close(1000, "")
        server.expect_ending(1000, "", True)


def echo_plain(serve, client):
    echo(serve, client, "--no-deflate")


def echo_compressed(serve, client):
    needs(client, "compression")
    echo(serve, client)


def ping(serve, client):
    needs(client, "ping")
    with Meeting(serve, client) as (_, peer):
        for payload in (b"once", some_bytes(125)):
            peer.ping(payload)


def close_by_client(serve, client):
    for code, reason in [(1000, "done"), (4321, "à bientôt"), (3000, "r" * 123)]:
        with Meeting(serve, client) as (server, peer):
            answer_code, answer_reason = peer.close(code, reason)
            expect("code of the answer", answer_code, code)
            if answer_reason is not None:
                expect("reason of the answer", answer_reason, reason)
            server.expect_ending(code, reason, True)


def close_by_server(serve, client):
    with Meeting(serve, client) as (server, peer):
        server.stop()
        expect("code of the Close", peer.received_close()[0], 1001)
        session = server.ended_session()
        expect("clean", session.get("wasClean"), True)


def too_big(serve, client):
    with Meeting(serve, client, "--no-deflate", "--max-message", "1000") as (server, peer):
        peer.send(some_bytes(1000))
        expect("a message of the allowed size", peer.receive(), some_bytes(1000))
        peer.send(some_bytes(1001))
        expect("code of the Close", peer.received_close()[0], 1009)
        server.expect_ending(1006, "", False)


def just_small_enough(serve, client):
    """Bytes without a pattern grow by deflating; the limit is on what they are once inflated."""
    needs(client, "compression")
    with Meeting(serve, client, "--max-message", "1000") as (_, peer):
        peer.send(some_bytes(1000))
        expect("a message of the allowed size", peer.receive(), some_bytes(1000))


def too_big_once_inflated(serve, client):
    needs(client, "compression")
    with Meeting(serve, client, "--max-message", "1000") as (server, peer):
        peer.send("z" * 100_000)
        expect("code of the Close", peer.received_close()[0], 1009)
        server.expect_ending(1006, "", False)


def invalid_text(serve, client):
    if not hasattr(client, "send_invalid_text"):
        raise Skipped("it sends no invalid UTF-8")
    with Meeting(serve, client) as (server, peer):
        peer.send_invalid_text()
        expect("code of the Close", peer.received_close()[0], 1007)
        server.expect_ending(1006, "", False)


def reserved_bit(serve, client):
    if not hasattr(client, "send_reserved_bit"):
        raise Skipped("it sets no reserved bit")
    with Meeting(serve, client) as (server, peer):
        peer.send_reserved_bit()
        expect("code of the Close", peer.received_close()[0], 1002)
        server.expect_ending(1006, "", False)


def vanishing(serve, client):
    server = serve()
    with server:
        client(server.url, []).drop()
        server.expect_ending(1006, "", False)


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
}
