"""Python's websockets: jobs come on stdin as JSON, what each visit saw goes out as a line."""

import asyncio
import contextlib
import json
import sys
import time

import websockets
import websockets.asyncio.client

IDLE_SECONDS = 1


async def main():
    asked = json.load(sys.stdin)
    rest = list(reversed(asked["jobs"]))

    async def work():
        while rest:
            job = rest.pop()
            print(json.dumps(await visit(job)), flush=True)

    await asyncio.gather(*(work() for _ in range(asked["atOnce"])))
    print("null", flush=True)
    # Who has seen the last line ends this, when the sessions have ended too.
    await asyncio.sleep(3600)


async def visit(job):
    seen = {
        "name": job["name"], "way": job["way"], "opened": False, "error": False, "messages": 0, "code": None,
        "reason": None, "wasClean": None, "ms": None,
    }
    began = time.monotonic()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(open_and_play(job, seen), job["limit"])
        seen["ms"] = (time.monotonic() - began) * 1000
    return seen


async def open_and_play(job, seen):
    try:
        # As it was measured, and without a proxy that the environment names.
        connection = await websockets.asyncio.client.connect(
            job["url"], subprotocols=job["protocols"] or None, open_timeout=60, ping_interval=None,
            proxy=None)
    except (OSError, websockets.WebSocketException, EOFError):
        seen.update(error=True, code=1006, reason="", wasClean=False)
        return
    seen["opened"] = True
    if job["close"] is not None:
        await connection.close(*(job["close"] or [None]))
    heard = asyncio.Event()
    acting = asyncio.create_task(act(job["steps"], connection, seen, heard))
    try:
        while True:
            await connection.recv()
            seen["messages"] += 1
            heard.set()
    except websockets.ConnectionClosed as end:
        heard.set()
        seen.update(
            error=not isinstance(end, websockets.ConnectionClosedOK), code=connection.close_code,
            reason=connection.close_reason, wasClean=end.rcvd is not None and end.sent is not None)
    await asyncio.wait([acting])


async def act(steps, connection, seen, heard):
    with contextlib.suppress(websockets.ConnectionClosed):
        if steps is not None:
            await play(steps, connection, seen, heard)


async def play(steps, connection, seen, heard):
    for verb, *words in steps:
        match verb:
            case "text":
                await connection.send(words[0])
            case "binary":
                await connection.send(bytes(words[0]))
            case "ping":
                await connection.ping(bytes(words[0]))
            case "wait":
                await asyncio.sleep(words[0] / 1000)
            case "close":
                await connection.close(*words)
            case "receive":
                while seen["messages"] < words[0] and seen["code"] is None:
                    heard.clear()
                    await heard.wait()
    await asyncio.sleep(IDLE_SECONDS)
    await connection.close(1000)


asyncio.run(main())
