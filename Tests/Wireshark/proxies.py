"""Proxies, for those who must not wait."""

import asyncio
import contextlib

from closecall import Proxy


@contextlib.asynccontextmanager
async def proxy(program, upstream, *options, **more):
    """Starting and stopping one takes a moment, in which all others go on."""
    started = await asyncio.to_thread(Proxy, program, upstream, *options, **more)
    try:
        yield started.url.rstrip("/")
    finally:
        await asyncio.to_thread(started.__exit__)
