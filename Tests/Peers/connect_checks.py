"""What `closecall connect` is made to do with every server.

A check takes the way to run `closecall connect`, and the way to run a server.
"""

from closecall import Failed, PATIENCE_SECONDS, expect
from serve_checks import needs, some_bytes, some_text

# A word of the command line holds at most 128 KiB.
SIZES = [0, 1, 125, 126, 65535, 65536]

# Longer than any server here takes to end what it was asked to end.
LISTENING = ["--wait", "1m"]


def echo(connect, server):
    url = f"{server.url}/echo"
    for size in SIZES:
        text = some_text(size)
        run = connect(url, "--send", text, "--close", "1000")
        expect("text", [event.get("data") for event in run.of_kind("message")], [text])
        run.expect_ending(1000, "", True)
        server.expect_ending(1000, "")
    for size in SIZES[:4] + [60000]:
        data = some_bytes(size)
        run = connect(url, "--send-binary", data.hex(), "--close", "1000")
        expect("binary", [event.get("hex") for event in run.of_kind("message")], [data.hex()])
        run.expect_ending(1000, "", True)
        server.expect_ending(1000, "")


def echo_plain(connect, serve):
    with serve(compresses=False) as server:
        expect("extensions", opening(connect, server)["extensions"], "")
        echo(connect, server)


def echo_compressed(connect, serve):
    with serve(compresses=True) as server:
        agreed = opening(connect, server)["extensions"]
        expect("extensions", agreed.split(";")[0], "permessage-deflate")
        echo(connect, server)


def compression_not_offered(connect, serve):
    with serve(compresses=True) as server:
        expect("extensions with --no-deflate", opening(connect, server, "--no-deflate")["extensions"], "")


def opening(connect, server, *options):
    """The open event of a connection that does nothing else."""
    run = connect(f"{server.url}/echo", *options, "--close", "1000")
    run.expect_ending(1000, "", True)
    server.expect_ending(1000, "")
    events = run.of_kind("open")
    expect("number of open events", len(events), 1)
    return events[0]


def subprotocol(connect, serve):
    with serve(compresses=False) as server:
        options = ["--subprotocol", "other", "--subprotocol", "chat.v1", "--subprotocol", "chat.v2"]
        # aiohttp takes the client's order of preference, websockets is told to take the server's.
        expected = "chat.v2" if server.name == "websockets" else "chat.v1"
        expect("subprotocol", opening(connect, server, *options)["protocol"], expected)


def ping(connect, serve):
    needs(serve, "pings")
    with serve(compresses=False) as server:
        connect(f"{server.url}/echo", "--ping=once", "--close", "1000").expect_ending(1000, "", True)
        expect("the server got a ping with", server.pings.get(timeout=PATIENCE_SECONDS), b"once")


def ping_by_server(connect, serve):
    with serve(compresses=False) as server:
        # It closes once its ping is answered.
        connect(f"{server.url}/ping", *LISTENING).expect_ending(4003, "ponged", True)


def close_by_client(connect, serve):
    with serve(compresses=False) as server:
        for code, reason in [(4001, "bye"), (3000, "à bientôt"), (4999, "r" * 123)]:
            run = connect(f"{server.url}/echo", "--close", f"{code}:{reason}")
            server.expect_ending(code, reason)
            # aiohttp answers every Close with 1000.
            answer = (code, reason) if server.name == "websockets" else (1000, "")
            run.expect_ending(*answer, True)


def close_by_server(connect, serve):
    with serve(compresses=False) as server:
        connect(f"{server.url}/close", *LISTENING).expect_ending(4002, "go", True)
        server.expect_ending(4002, "go" if server.name == "websockets" else None)


def refused(connect, serve):
    with serve(compresses=False) as server:
        run = connect(f"{server.url}/refuse")
        expect("exit status", run.status, 2)
        expect("open events", run.of_kind("open"), [])
        run.expect_ending(1006, "", False)
        if "403" not in run.complaint:
            raise Failed(f"no word of the 403 in {run.complaint!r}")


def dropped(connect, serve):
    with serve(compresses=False) as server:
        run = connect(f"{server.url}/drop", *LISTENING)
        expect("number of open events", len(run.of_kind("open")), 1)
        run.expect_ending(1006, "", False)


def invalid_text(connect, serve):
    with serve(compresses=False) as server:
        run = connect(f"{server.url}/invalid", *LISTENING)
        run.expect_ending(1006, "", False)
        got = server.endings.get(timeout=PATIENCE_SECONDS) or [None]
        expect("code of the Close that the server got", got[0], 1007)


CHECKS = {
    "subprotocol": subprotocol,
    "echo, 0 B to 64 KiB, plain": echo_plain,
    "echo, 0 B to 64 KiB, deflated": echo_compressed,
    "compression not offered": compression_not_offered,
    "ping from us": ping,
    "ping from the server": ping_by_server,
    "close by the client": close_by_client,
    "close by the server": close_by_server,
    "refused with 403": refused,
    "TCP dropped: 1006": dropped,
    "invalid UTF-8: 1007": invalid_text,
}
