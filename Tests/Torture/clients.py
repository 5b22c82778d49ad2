"""Clients, polite and otherwise."""

import contextlib
import json
import socket
import ssl
import struct
import urllib.request

HELLO = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
ECHO = b"\x81\x05Hello"
CLOSE = b"\x88\x82\x01\x02\x03\x04\x02\xea"
PATIENCE_SECONDS = 30


def request(target):
    return (
        f"GET {target} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").encode()


def connect(port):
    client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    return tls.wrap_socket(client, server_hostname="localhost") if tls else client


# What every client speaks TLS with, if they are to.
tls = None


@contextlib.contextmanager
def secured():
    """Lets all clients speak TLS, and trust whom they meet, while the block lasts."""
    global tls
    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE
    try:
        yield
    finally:
        tls = None


def read(client, count):
    data = b""
    while len(data) < count:
        more = client.recv(count - len(data))
        if not more:
            raise ConnectionError(f"the connection ended after {data!r}")
        data += more
    return data


def read_head(client):
    head = b""
    while b"\r\n\r\n" not in head:
        more = client.recv(1)
        if not more:
            raise ConnectionError(f"the connection ended after {head!r}")
        head += more
    return head


def status(client):
    return int(read_head(client).split(b" ", 2)[1])


def answers(client, count):
    """Reads so many answers to requests that were sent together; answers how many."""
    found, rest = 0, b""
    while found < count:
        more = client.recv(65536)
        if not more:
            raise ConnectionError(f"the connection ended after {found} of {count} answers")
        rest += more
        found += rest.count(b"HTTP/1.1 ")
        # A status line may come in two pieces.
        rest = rest[-8:]
    return found


def ask(port, path):
    """What a control API says, as JSON."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE_SECONDS) as answer:
        return json.load(answer)


def open_session(port, target="/echo"):
    client = connect(port)
    client.sendall(request(target))
    answer = status(client)
    if answer != 101:
        raise ConnectionError(f"answered with {answer}")
    return client


def echo(client):
    client.sendall(HELLO)
    if read(client, len(ECHO)) != ECHO:
        raise ConnectionError("something else came back")


def close_politely(client):
    client.sendall(CLOSE)
    read(client, 4)
    client.close()


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def drain(client):
    """Reads up to the end, whatever that is."""
    try:
        while client.recv(65536):
            pass
    except OSError:
        pass


def short_session(port, random):
    """One of the short lives that sessions have."""
    kind = random.randrange(10)
    if kind < 4:
        client = open_session(port)
        echo(client)
        return close_politely(client)
    if kind == 4:
        client = connect(port)
        client.sendall(request("/echo")[:random.randrange(100)])
        return reset(client) if random.random() < 0.5 else client.close()
    if kind == 5:
        client = connect(port)
        client.sendall(b"GET /plain HTTP/1.1\r\nHost: test\r\n\r\n")
        status(client)
        read(client, 2)
        return client.close()
    if kind == 6:
        client = open_session(port)
        client.sendall(HELLO[:random.randrange(12)])
        return reset(client)
    if kind == 7:
        client = open_session(port)
        client.shutdown(socket.SHUT_WR)
    elif kind == 8:
        client = open_session(port, "/reset")
        client.sendall(HELLO)
    else:
        client = connect(port)
        client.sendall(request("/drop"))
    drain(client)
    client.close()
