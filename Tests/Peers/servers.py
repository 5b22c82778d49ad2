"""Other people's WebSocket servers, for `closecall connect`.

The path says what the server does: /echo; /close, which sends Close 4002 "go"; /invalid, which sends invalid
UTF-8; /ping, which sends a ping and, once that is answered, Close 4003 "ponged"; /refuse, which answers 403;
/drop, which ends TCP without a Close. `expect_ending` holds the Close that came from the client to what it
should be.
"""

import asyncio
import http
import queue
import threading

import aiohttp
import aiohttp.web
import websockets
import websockets.asyncio.server

from closecall import PATIENCE_SECONDS, expect

SUBPROTOCOLS = ["chat.v2", "chat.v1"]


class ServerThread:
    """A server on a loop in a thread of its own; gone when the block ends."""

    def __init__(self, compresses, tls=None):
        self.compresses = compresses
        self.tls = tls
        self.endings = queue.Queue()
        self.pings = queue.Queue()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)

    def __enter__(self):
        self.thread.start()
        self.url = f"{'wss' if self.tls else 'ws'}://127.0.0.1:{self.run(self.start())}"
        return self

    def __exit__(self, *_):
        self.run(self.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE_SECONDS)

    def expect_ending(self, code, reason):
        expect(f"the {self.name} server got", self.endings.get(timeout=PATIENCE_SECONDS), (code, reason))


class WebsocketsServer(ServerThread):
    name = "websockets"
    has_no = {"pings": "it keeps the pings that it gets to itself"}
    version = websockets.__version__

    async def start(self):
        self.server = await websockets.asyncio.server.serve(
            self.handle, "127.0.0.1", 0, ssl=self.tls, subprotocols=SUBPROTOCOLS, max_size=None,
            ping_interval=None, select_subprotocol=self.choose, compression="deflate" if self.compresses else None,
            process_request=self.admit)
        return self.server.sockets[0].getsockname()[1]

    async def stop(self):
        self.server.close()
        await self.server.wait_closed()

    def choose(self, _, offered):
        return next((name for name in SUBPROTOCOLS if name in offered), None)

    def admit(self, connection, request):
        if request.path == "/refuse":
            return connection.respond(http.HTTPStatus.FORBIDDEN, "not you\n")
        return None

    async def handle(self, connection):
        match connection.request.path:
            case "/close": await connection.close(4002, "go")
            case "/invalid": await connection.send(b"\xff", text=True)
            case "/ping":
                await (await connection.ping(b"p"))
                await connection.close(4003, "ponged")
            case "/drop": connection.transport.abort()
        try:
            while True:
                await connection.send(await connection.recv())
        except websockets.ConnectionClosed:
            received = connection.protocol.close_rcvd
            self.endings.put((received.code, received.reason) if received else None)


class AiohttpServer(ServerThread):
    name = "aiohttp"
    version = aiohttp.__version__

    async def start(self):
        application = aiohttp.web.Application()
        application.router.add_get("/{deed}", self.handle)
        self.runner = aiohttp.web.AppRunner(application)
        await self.runner.setup()
        site = aiohttp.web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=self.tls)
        await site.start()
        return self.runner.addresses[0][1]

    async def stop(self):
        await self.runner.cleanup()

    async def handle(self, request):
        deed = request.match_info["deed"]
        if deed == "refuse":
            raise aiohttp.web.HTTPForbidden()
        connection = aiohttp.web.WebSocketResponse(
            protocols=SUBPROTOCOLS, compress=self.compresses, max_msg_size=0, autoping=False)
        await connection.prepare(request)
        match deed:
            case "close":
                await connection.close(code=4002, message=b"go")
                self.endings.put((connection.close_code, None))
                return connection
            case "invalid": await connection.send_frame(b"\xff", aiohttp.WSMsgType.TEXT)
            case "ping":
                await connection.ping(b"p")
                await connection.receive()
                await connection.close(code=4003, message=b"ponged")
                return connection
            case "drop": request.transport.abort()
        await self.echo(connection)
        return connection

    async def echo(self, connection):
        while True:
            message = await connection.receive()
            match message.type:
                case aiohttp.WSMsgType.TEXT: await connection.send_str(message.data)
                case aiohttp.WSMsgType.BINARY: await connection.send_bytes(message.data)
                case aiohttp.WSMsgType.PING:
                    self.pings.put(bytes(message.data))
                    await connection.pong(message.data)
                case aiohttp.WSMsgType.CLOSE: return self.endings.put((message.data, message.extra or ""))
                case _: return self.endings.put(None)


SERVERS = [WebsocketsServer, AiohttpServer]
