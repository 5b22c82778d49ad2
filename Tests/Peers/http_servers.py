"""Servers of plain HTTP, and one that upgrades once it knows who asks, for `closecall proxy`."""

import base64
import contextlib
import hashlib
import http.server
import socket
import threading

import aiohttp.web

from closecall import PATIENCE_SECONDS
from servers import ServerThread


class PlainServer:
    """Python's http.server, with keep-alive: GET gives the path, POST gives back its body."""

    def __init__(self):
        self.connections = 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        # A connection that is reset is no news.
        self.server.handle_error = lambda *_: None
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.url = f"ws://127.0.0.1:{self.server.server_address[1]}/"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def handler(server):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                server.connections += 1

            def do_GET(self):
                self.answer(f"this is {self.path}\n".encode())

            do_HEAD = do_GET

            def do_POST(self):
                self.answer(self.rfile.read(int(self.headers["Content-Length"])))

            def answer(self, body):
                self.send_response(404 if self.path == "/nothing" else 200)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("X-Method", self.command)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


class GuardedServer(ServerThread):
    """aiohttp: 401 for who does not say who it is, else an echo; also one of bodies, both ways in chunks."""

    name = "guarded"

    def __init__(self, tls=None):
        super().__init__(compresses=False, tls=tls)
        self.peers = []

    async def start(self):
        application = aiohttp.web.Application()
        application.router.add_get("/", self.handle)
        application.router.add_put("/chunks", self.chunks)
        self.runner = aiohttp.web.AppRunner(application)
        await self.runner.setup()
        await aiohttp.web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=self.tls).start()
        return self.runner.addresses[0][1]

    async def stop(self):
        await self.runner.cleanup()

    async def handle(self, request):
        self.peers.append(request.transport.get_extra_info("peername"))
        if "Authorization" not in request.headers:
            return aiohttp.web.Response(status=401, text="who are you?", headers={"WWW-Authenticate": "Basic"})
        connection = aiohttp.web.WebSocketResponse()
        await connection.prepare(request)
        async for message in connection:
            await connection.send_str(message.data)
        return connection

    async def chunks(self, request):
        answer = aiohttp.web.StreamResponse()
        answer.enable_chunked_encoding()
        await answer.prepare(request)
        async for part in request.content.iter_any():
            await answer.write(part)
        return answer


HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
# A text message and a Close without a code.
FRAMES = b"\x81\x02hi\x88\x00"


def switching(key):
    """The 101 to this key (RFC 6455 §4.2.2)."""
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"


class HintingServer:
    """Early hints before a page, then on the same connection before a 101 with frames behind it.

    It goes on after hints once it is told that they have arrived.
    """

    def __init__(self, key):
        self.answers = [PAGE, switching(key) + FRAMES]
        self.hints_arrived = threading.Semaphore(0)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE_SECONDS)
        self.url = f"ws://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.thread.join()
        self.listener.close()

    def serve(self):
        # A failure is the client's to tell: it misses what does not come.
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            connection.settimeout(PATIENCE_SECONDS)
            with connection:
                for answer in self.answers:
                    read_head(connection)
                    connection.sendall(HINTS)
                    self.hints_arrived.acquire(timeout=PATIENCE_SECONDS)
                    connection.sendall(answer)
                # The client's end.
                while connection.recv(4096):
                    pass


def read_head(connection):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = connection.recv(1)
        if not part:
            raise ConnectionError("the connection ended inside a head")
        head += part
    return head
