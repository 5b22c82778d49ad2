"""Other people's WebSocket clients, behind one face: connect, send, receive, ping, close, misbehave.

`close` and `received_close` give (code, reason) of the Close frame that came from the server; a part that a
library keeps to itself is None.
"""

import asyncio

import aiohttp
import websocket
import websockets
import websockets.asyncio.client
import websockets.sync.client

from closecall import Failed, PATIENCE_SECONDS, Skipped


class WebsocketsSync:
    name = "websockets sync"
    version = websockets.__version__

    def __init__(self, url, subprotocols):
        self.connection = websockets.sync.client.connect(
            url, subprotocols=subprotocols or None, compression="deflate", max_size=None, ping_interval=None)
        self.subprotocol = self.connection.subprotocol or ""
        self.extensions = self.connection.response.headers.get("Sec-WebSocket-Extensions", "")

    def send(self, message):
        self.connection.send(message)

    def receive(self):
        return self.connection.recv(timeout=PATIENCE_SECONDS)

    def ping(self, payload):
        if not self.connection.ping(payload).wait(PATIENCE_SECONDS):
            raise Failed("no pong came")

    def send_invalid_text(self):
        self.connection.send(b"\xff", text=True)

    def close(self, code, reason):
        self.connection.close(code, reason)
        return self.connection.close_code, self.connection.close_reason

    def received_close(self):
        try:
            message = self.connection.recv(timeout=PATIENCE_SECONDS)
        except websockets.ConnectionClosed:
            return self.connection.close_code, self.connection.close_reason
        raise Failed(f"a message of {len(message)} came instead of a Close")

    def drop(self):
        self.connection.close_socket()


class OnLoop:
    """A client that needs an event loop, which runs only while something is asked of it."""

    def __init__(self, url, subprotocols):
        self.loop = asyncio.new_event_loop()
        self.run(self.open(url, subprotocols))

    def run(self, work):
        return self.loop.run_until_complete(asyncio.wait_for(work, PATIENCE_SECONDS))


class WebsocketsAsyncio(OnLoop):
    name = "websockets asyncio"
    version = websockets.__version__

    async def open(self, url, subprotocols):
        self.connection = await websockets.asyncio.client.connect(
            url, subprotocols=subprotocols or None, compression="deflate", max_size=None, ping_interval=None)
        self.subprotocol = self.connection.subprotocol or ""
        self.extensions = self.connection.response.headers.get("Sec-WebSocket-Extensions", "")

    def send(self, message):
        self.run(self.connection.send(message))

    def receive(self):
        return self.run(self.connection.recv())

    def ping(self, payload):
        async def exchange():
            await (await self.connection.ping(payload))

        self.run(exchange())

    def send_invalid_text(self):
        self.run(self.connection.send(b"\xff", text=True))

    def close(self, code, reason):
        self.run(self.connection.close(code, reason))
        return self.connection.close_code, self.connection.close_reason

    def received_close(self):
        self.run(self.connection.wait_closed())
        return self.connection.close_code, self.connection.close_reason

    def drop(self):
        async def abort():
            self.connection.transport.abort()
            await self.connection.wait_closed()

        self.run(abort())
        self.loop.close()


class Aiohttp(OnLoop):
    name = "aiohttp"
    version = aiohttp.__version__

    async def open(self, url, subprotocols):
        self.session = aiohttp.ClientSession()
        try:
            # Without autoping=False it keeps pongs to itself.
            self.connection = await self.session.ws_connect(
                url, protocols=subprotocols, compress=15, max_msg_size=0, autoping=False)
        except BaseException:
            await self.session.close()
            raise
        self.subprotocol = self.connection.protocol or ""
        self.extensions = self.connection._response.headers.get("Sec-WebSocket-Extensions", "")

    def send(self, message):
        send = self.connection.send_str if isinstance(message, str) else self.connection.send_bytes
        self.run(send(message))

    def receive(self):
        return self.run(self.connection.receive()).data

    def ping(self, payload):
        self.run(self.connection.ping(payload))
        answer = self.run(self.connection.receive())
        if (answer.type, bytes(answer.data)) != (aiohttp.WSMsgType.PONG, payload):
            raise Failed(f"{answer} came instead of the pong")

    def send_invalid_text(self):
        self.run(self.connection.send_frame(b"\xff", aiohttp.WSMsgType.TEXT))

    def close(self, code, reason):
        self.run(self.connection.close(code=code, message=reason.encode()))
        return self.connection.close_code, None

    def received_close(self):
        message = self.run(self.connection.receive())
        if message.type != aiohttp.WSMsgType.CLOSE:
            raise Failed(f"{message} came instead of a Close")
        return message.data, message.extra

    def drop(self):
        if not self.connection.closed:
            self.connection._response.connection.transport.abort()
        self.run(self.session.close())
        self.loop.close()


class WebsocketClient:
    name = "websocket-client"
    version = websocket.__version__
    has_no = {"compression": "it has no permessage-deflate"}

    def __init__(self, url, subprotocols):
        self.connection = websocket.create_connection(
            url, subprotocols=subprotocols, timeout=PATIENCE_SECONDS)
        self.subprotocol = self.connection.getsubprotocol() or ""
        self.extensions = self.connection.getheaders().get("sec-websocket-extensions", "")

    def send(self, message):
        send = self.connection.send if isinstance(message, str) else self.connection.send_binary
        send(message)

    def receive(self):
        return self.connection.recv()

    def ping(self, payload):
        self.connection.ping(payload)
        self.expect_frame(websocket.ABNF.OPCODE_PONG, payload)

    def expect_frame(self, opcode, payload=None):
        # Not recv_data_frame(): that would answer a Close behind our back.
        frame = self.connection.recv_frame()
        if frame.opcode != opcode or payload not in (None, frame.data):
            raise Failed(f"frame {frame.opcode} {frame.data!r} came instead of {opcode} {payload!r}")
        return frame.data

    def send_invalid_text(self):
        self.connection.send(b"\xff", websocket.ABNF.OPCODE_TEXT)

    def send_reserved_bit(self):
        self.connection.send_frame(websocket.ABNF(1, 0, 1, 0, websocket.ABNF.OPCODE_TEXT, 1, b"x"))

    def close(self, code, reason):
        self.connection.send_close(code, reason.encode())
        answer = self.read_close()
        self.connection.shutdown()
        return answer

    def received_close(self):
        answer = self.read_close()
        self.connection.send_close(answer[0])
        self.connection.shutdown()
        return answer

    def read_close(self):
        payload = self.expect_frame(websocket.ABNF.OPCODE_CLOSE)
        return int.from_bytes(payload[:2], "big") if payload else 1005, payload[2:].decode()

    def drop(self):
        self.connection.shutdown()


PYTHON_CLIENTS = [WebsocketsSync, WebsocketsAsyncio, Aiohttp, WebsocketClient]
