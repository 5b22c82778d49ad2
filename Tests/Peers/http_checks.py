"""What goes through `closecall proxy` and is no WebSocket, or is not one yet.

A check takes nothing, and a way to a server (ways.py), whose URLs are ws:// and wss:// throughout.
"""

import asyncio
import contextlib
import http.client
import shutil
import socket
import ssl
import subprocess
import urllib.parse

import aiohttp

from closecall import Failed, PATIENCE_SECONDS, Proxy, Skipped, expect
from http_servers import FRAMES, HINTS, PAGE, GuardedServer, HintingServer, PlainServer, switching
from serve_checks import some_bytes

# RFC 6455 §1.3.
KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
# RFC 9113 §3.4, and an empty SETTINGS frame.
HTTP2_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"


def http_url(url, path=""):
    return "http" + url.removeprefix("ws").rstrip("/") + "/" + path


def plain_connection(url):
    """TCP, or TLS where the URL says so."""
    parts = urllib.parse.urlsplit(url)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_SECONDS)
    if parts.scheme == "wss":
        return ssl.create_default_context().wrap_socket(connection, server_hostname=parts.hostname)
    return connection


def curl(*arguments, given=b""):
    program = shutil.which("curl")
    if not program:
        raise Skipped("there is no curl on PATH")
    command = [program, "--silent", "--show-error", "--max-time", str(PATIENCE_SECONDS), *arguments]
    return subprocess.run(command, input=given, capture_output=True)


def receive(connection, count):
    data = b""
    while len(data) < count and (part := connection.recv(count - len(data))):
        data += part
    return data


def keep_alive(_, way):
    requests = [
        ("GET", "/one", None), ("HEAD", "/one", None), ("POST", "/two", some_bytes(0)),
        ("POST", "/two", some_bytes(300_000)), ("GET", "/nothing", None), ("GET", "/three?four", None),
    ]
    with PlainServer() as server, way.front(server.url) as url:
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "wss" else http.client.HTTPConnection
        with contextlib.closing(kind(parts.hostname, parts.port, timeout=PATIENCE_SECONDS)) as client:
            for method, path, body in requests:
                client.request(method, path, body)
                answer = client.getresponse()
                text = body if method == "POST" else f"this is {path}\n".encode()
                status = 404 if path == "/nothing" else 200
                found = answer.status, answer.getheader("Content-Length"), answer.getheader("X-Method")
                expect(f"the answer to {method} {path}", found, (status, str(len(text)), method))
                expect(f"the body for {method} {path}", answer.read(), b"" if method == "HEAD" else text)
        expect("connections at the server", server.connections, 1)


def keep_alive_by_curl(_, way):
    with PlainServer() as server, way.front(server.url) as url:
        wanted = "%{http_code} %{http_version} %{num_connects}\n"
        done = curl("--write-out", wanted, http_url(url, "a"), http_url(url, "b"))
        expect("curl", done.stdout, b"this is /a\n200 1.1 1\nthis is /b\n200 1.1 0\n")


def expecting_100(_, way):
    body = some_bytes(200_000)
    with PlainServer() as server, way.front(server.url) as url:
        asking = ["--header", "Expect: 100-continue", "--data-binary", "@-"]
        done = curl("--include", *asking, http_url(url), given=body)
        first, second, answer = done.stdout.split(b"\r\n\r\n", 2)
        expect("the first status", first.split(b"\r\n")[0], b"HTTP/1.1 100 Continue")
        expect("the second status", second.split(b"\r\n")[0], b"HTTP/1.1 200 OK")
        expect("the body is the same", answer == body, True)


def chunks(_, way):
    body = some_bytes(1 << 20)
    with GuardedServer(way.tls()) as server, way.front(server.url) as url:
        sending = ["--http1.1", "--upload-file", "-", *trusting(server, way)]
        done = curl(*sending, http_url(url, "chunks"), given=body)
        expect("curl's complaint", done.stderr, b"")
        expect("the body is the same", done.stdout == body, True)


def trusting(server, way):
    """Without a proxy there is the server's own certificate to trust."""
    return ["--cacert", way.known.server_certificate] if server.tls and not way.is_proxy else []


def refused_then_upgraded(_, way):
    with GuardedServer(way.tls()) as server, way.front(server.url) as url:
        asyncio.run(asyncio.wait_for(ask_twice(url), PATIENCE_SECONDS))
        expect("requests at the server", len(server.peers), 3)
        expect("the page and the upgrade come on one connection", server.peers[1] == server.peers[2], True)


async def ask_twice(url):
    async with aiohttp.ClientSession() as session:
        try:
            await session.ws_connect(url)
            raise Failed("it was let in without a word")
        except aiohttp.WSServerHandshakeError as refusal:
            expect("the first answer", refusal.status, 401)
        # aiohttp drops the connection of a refused upgrade, not that of a page.
        async with session.get(http_url(url)) as page:
            expect("the second answer", (page.status, await page.text()), (401, "who are you?"))
        async with session.ws_connect(url, headers={"Authorization": "Basic bWU6"}) as connection:
            await connection.send_str("it is me")
            expect("the echo", await connection.receive_str(timeout=PATIENCE_SECONDS), "it is me")
            await connection.close(code=4001, message=b"bye")
            # aiohttp answers every Close with 1000.
            expect("the close code", connection.close_code, 1000)


def early_hints(_, way):
    upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    exchanges = [
        (b"", PAGE), (upgrade + b"Sec-WebSocket-Key: " + KEY + b"\r\n", switching(KEY) + FRAMES)]
    with HintingServer(KEY) as server, way.front(server.url) as url, plain_connection(url) as client:
        for headers, answer in exchanges:
            client.sendall(b"GET / HTTP/1.1\r\nHost: anyone\r\n" + headers + b"\r\n")
            expect("the hints", receive(client, len(HINTS)), HINTS)
            server.hints_arrived.release()
            expect("what follows them", receive(client, len(answer)), answer)


def http2_preface(_, way):
    needs_proxy(way)
    with PlainServer() as server, way.proxy(server.url) as proxy, plain_connection(proxy.url) as client:
        client.sendall(HTTP2_PREFACE)
        answer = b""
        while part := client.recv(4096):
            answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        expect("the status", head.split(b"\r\n")[0], b"HTTP/1.1 505 HTTP Version Not Supported")
        expect("the reason", b"the client speaks HTTP/2" in body, True)
        expect("closecall proxy reports", proxy.ended_session()["answered"], 505)


def http2_by_curl(_, way):
    needs_proxy(way)
    if way.is_tls:
        raise Skipped("by TLS curl asks first (ALPN), whatever it knows")
    with PlainServer() as server, way.proxy(server.url) as proxy:
        done = curl("--http2-prior-knowledge", http_url(proxy.url))
        expect("curl gives up", done.returncode != 0, True)
        expect("closecall proxy reports", proxy.ended_session()["answered"], 505)


def http2_by_alpn(_, way):
    if not way.is_tls:
        raise Skipped("there is no ALPN without TLS")
    with PlainServer() as server, way.front(server.url) as url:
        done = curl("--http2", "--write-out", "%{http_code} %{http_version}", http_url(url, "x"))
        expect("curl", done.stdout, b"this is /x\n200 1.1")


def unknown_upstream(_, way):
    """A wss:// upstream whose certificate nobody vouches for."""
    needs_proxy(way)
    with GuardedServer(way.known.server_context()) as server, Proxy(way.program, server.url) as proxy:
        done = curl("--write-out", "%{http_code}", http_url(proxy.url))
        expect("the status", done.stdout[-3:], b"502")
        expect("the reason", b"certificate" in done.stdout, True)
        expect("requests at the server", server.peers, [])


def needs_proxy(way):
    if not way.is_proxy:
        raise Skipped("this is about the proxy")


CHECKS = {
    "GET, HEAD, POST on one connection": keep_alive,
    "the same by curl": keep_alive_by_curl,
    "Expect: 100-continue": expecting_100,
    "chunks, both ways": chunks,
    "401, 401, then an upgrade": refused_then_upgraded,
    "early hints, also before the 101": early_hints,
    "HTTP/2: 505": http2_preface,
    "HTTP/2 by curl: 505": http2_by_curl,
    "HTTP/2 wanted by ALPN": http2_by_alpn,
    "unknown wss:// upstream: 502": unknown_upstream,
}
