"""A server in a process of its own that behaves as the request's target says, well or not."""

import multiprocessing
import resource
import selectors
import socket
import struct

SWITCHING = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
HELLO = b"\x81\x05Hello"
CLOSE = b"\x88\x02\x03\xe8"
ENDLESS = b"\x82\x7f" + struct.pack(">Q", 1 << 40)
ZEROS = bytes(256 * 1024)
LONGEST_HEAD = 8 * 1024
# Nobody else knows them any more, and forgotten sockets are closed.
DEAF = []


class Upstream:
    """The server process and its port."""

    def __enter__(self):
        listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.port = listener.getsockname()[1]
        self.process = multiprocessing.Process(target=serve, args=(listener,), daemon=True)
        self.process.start()
        listener.close()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()


def serve(listener):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener.setblocking(False)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, None)
    while True:
        for key, events in selector.select():
            if key.data is None:
                accept(listener, selector)
            else:
                try:
                    key.data.ready(events)
                except OSError:
                    key.data.close()


def accept(listener, selector):
    for _ in range(100):
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        Peer(connection, selector)


class Peer:
    """One client of the server."""

    def __init__(self, connection, selector):
        self.connection, self.selector = connection, selector
        self.head, self.target, self.rest = b"", None, b""
        selector.register(connection, selectors.EVENT_READ, self)

    def ready(self, events):
        if events & selectors.EVENT_WRITE:
            self.flood()
        if events & selectors.EVENT_READ:
            data = self.connection.recv(256 * 1024)
            if not data:
                self.close()
            elif self.target is None:
                self.read_head(data)
            else:
                self.converse(data)

    def read_head(self, data):
        # Somebody's endless header is heard out and forgotten.
        if len(self.head) < LONGEST_HEAD:
            self.head += data
        if b"\r\n\r\n" in self.head:
            # What stands behind the question mark is the client's own.
            self.target = self.head.split(b" ", 2)[1].decode().split("?")[0]
            self.head = b""
            self.answer()

    def answer(self):
        if self.target == "/silent":
            return
        if self.target == "/drop":
            return self.close()
        if self.target == "/plain":
            self.target = None
            return self.connection.sendall(PLAIN)
        self.connection.sendall(SWITCHING)
        if self.target == "/flood":
            self.connection.sendall(ENDLESS)
            self.selector.modify(self.connection, selectors.EVENT_READ | selectors.EVENT_WRITE, self)
        elif self.target == "/deaf":
            self.selector.unregister(self.connection)
            DEAF.append(self)
        elif self.target == "/finish":
            self.connection.shutdown(socket.SHUT_WR)

    def flood(self):
        try:
            self.connection.send(ZEROS)
        except BlockingIOError:
            pass

    def converse(self, data):
        if self.target == "/reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return self.close()
        if self.target != "/echo":
            return
        # Clients say Hello (11 bytes) any number of times, and then perhaps Close (8 bytes).
        self.rest += data
        while self.rest:
            length = 8 if self.rest[0] == 0x88 else 11
            if len(self.rest) < length:
                break
            self.rest = self.rest[length:]
            self.connection.sendall(CLOSE if length == 8 else HELLO)
            if length == 8:
                return self.close()

    def close(self):
        if self.connection.fileno() >= 0:
            try:
                self.selector.unregister(self.connection)
            except KeyError:
                pass
            self.connection.close()
