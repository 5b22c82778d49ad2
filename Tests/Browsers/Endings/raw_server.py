"""A server that plays cases to the byte: sockets, and the little of WebSocket that an answer takes."""

import base64
import contextlib
import hashlib
import socket
import struct
import threading
import time
import urllib.parse

CLOSE = 8


class Gone(Exception):
    """The client has ended the connection."""


class RawServer:
    """Plays the case that the path names, /case/NAME; `alone` is the one to play without looking."""

    def __init__(self, play, alone=None):
        self.play = play
        self.alone = alone
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"ws://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        with connection, contextlib.suppress(OSError, Gone):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.play(Visitor(connection), self.alone)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Only this wakes the thread that accepts.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Visitor:
    """A connection, and what came on it so far."""

    def __init__(self, connection):
        self.connection = connection
        self.bytes = b""
        self.head = b""
        # The payload of the Close that came.
        self.closed_with = None

    @property
    def name(self):
        """The last part of the path."""
        path = self.head.split(b" ")[1].decode().partition("?")[0]
        return urllib.parse.unquote(path.rpartition("/")[2])

    def field(self, name):
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode().lower() == name.lower():
                return value.strip().decode()
        return None

    def read_head(self):
        while b"\r\n\r\n" not in self.bytes:
            self.read_more(60)
        self.head, _, self.bytes = self.bytes.partition(b"\r\n\r\n")

    def answer_101(
            self, status="HTTP/1.1 101 Switching Protocols", upgrade="websocket", connection="Upgrade",
            accept="%ACCEPT%", extra="", lf=False, deflates=False, prefix="", cut=0, line=0, lines=0):
        """The answer, altered: `line` is the length of one more header, `lines` are so many of 1 kB."""
        extra += f"X-B: {'a' * line}\r\n" if line else ""
        extra += "".join(f"X-B{index}: {'a' * 1000}\r\n" for index in range(lines))
        if deflates and "permessage-deflate" in (self.field("Sec-WebSocket-Extensions") or ""):
            extra += "Sec-WebSocket-Extensions: permessage-deflate\r\n"
        fields = [("Upgrade", upgrade), ("Connection", connection), ("Sec-WebSocket-Accept", accept)]
        head = [status] + [f"{name}: {value}" for name, value in fields if value is not None]
        head = prefix + "\r\n".join(head) + "\r\n" + extra + "\r\n"
        head = head.replace("%ACCEPT%", self.accept).replace("\r\n", "\n" if lf else "\r\n").encode()
        return head[:len(head) - cut]

    @property
    def accept(self):
        key = self.field("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()

    def send(self, data):
        self.connection.sendall(data)

    def finish(self):
        self.connection.shutdown(socket.SHUT_WR)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def read_more(self, seconds):
        """False when nothing came in this time."""
        self.connection.settimeout(max(seconds, 0.001))
        try:
            data = self.connection.recv(65536)
        except TimeoutError:
            return False
        finally:
            self.connection.settimeout(None)
        if not data:
            raise Gone
        self.bytes += data
        return True

    def next_frame(self, deadline):
        """An opcode and a payload; None when no frame is complete in time."""
        while not (frame := self.parse()):
            if not self.read_more(deadline - time.monotonic()) and time.monotonic() >= deadline:
                return None
        return frame

    def parse(self):
        data = self.bytes
        if len(data) < 2:
            return None
        length, at = data[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            if len(data) < at + size:
                return None
            length, at = int.from_bytes(data[at:at + size], "big"), at + size
        mask = bytes(4)
        if data[1] & 0x80:
            mask, at = data[at:at + 4], at + 4
        if len(data) < at + length:
            return None
        payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data[at:at + length]))
        self.bytes = data[at + length:]
        return data[0] & 0x0F, payload

    def wait_for_close(self, seconds):
        deadline = time.monotonic() + seconds
        with contextlib.suppress(Gone, ConnectionError):
            while self.closed_with is None and (frame := self.next_frame(deadline)):
                if frame[0] == CLOSE:
                    self.closed_with = frame[1]

    def echo_close(self):
        if self.closed_with is not None:
            self.send(bytes([0x88, len(self.closed_with)]) + self.closed_with)

    def read_to_the_end(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read_more(deadline - time.monotonic())


def playing(cases):
    """Plays the case that the path names, of all there are by their names."""

    def play(visitor, alone):
        if alone:
            case = alone
        else:
            visitor.read_head()
            case = cases[visitor.name]
        glued = open_by(case.opening, visitor)
        for step in case.steps:
            glued = perform(step, visitor, glued)

    return play


def open_by(opening, visitor):
    """What is to leave with the first bytes behind it."""
    match opening:
        case ["101", deflates]:
            visitor.send(visitor.answer_101(deflates=bool(deflates)))
        case ["glued 101"]:
            return visitor.answer_101()
        case ["altered 101", delay, changes]:
            time.sleep(delay)
            visitor.send(visitor.answer_101(**changes))
        case ["answer", data]:
            visitor.send(data)
    return b""


def perform(step, visitor, glued):
    # A server that writes on does so whether or not the client has gone.
    gone = (BrokenPipeError, ConnectionResetError)
    match step:
        case ["send", data]:
            with contextlib.suppress(*gone):
                visitor.send(glued + data)
            return b""
        case _ if glued:
            visitor.send(glued)
    match step:
        case ["sleep", seconds]:
            time.sleep(seconds)
        case ["wait for Close", seconds]:
            visitor.wait_for_close(seconds)
        case ["read to the end", seconds]:
            visitor.read_to_the_end(seconds)
        case ["echo client's Close unmasked"]:
            visitor.echo_close()
        case ["FIN"]:
            with contextlib.suppress(OSError):
                visitor.finish()
        case ["RST"]:
            visitor.reset()
            raise Gone
        case ["close()"]:
            visitor.connection.close()
            raise Gone
    return b""
