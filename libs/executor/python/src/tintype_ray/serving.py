"""Takes in one run after the other, or several at a time, until none has come for a while."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from .cluster import alive_nodes, is_joined
from .door import PATIENCE_S, Door
from .driver import Driver, Tasks
from .messages import Cancel, Order, parse_message

REPLY_S = 5
LONGEST_LINE = 1 << 30


async def serve(door: Door, tasks: Tasks, linger_s: float) -> None:
    came = asyncio.Event()
    inside: set[asyncio.Task[None]] = set()

    def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        run = asyncio.create_task(attend(reader, writer, door, tasks))
        inside.add(run)
        run.add_done_callback(inside.discard)
        came.set()

    server = await asyncio.start_unix_server(let_in, sock=door.socket, limit=LONGEST_LINE)
    patience = PATIENCE_S
    while inside or await comes(came, patience):
        came.clear()
        await asyncio.gather(*inside)
        patience = linger_s
    door.close()
    server.close()


async def comes(came: asyncio.Event, patience_s: float) -> bool:
    with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
        return await asyncio.wait_for(came.wait(), patience_s)
    return False


async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door, tasks: Tasks) -> None:
    def send(message: dict[str, Any]) -> None:
        writer.write(json.dumps(message).encode() + b"\n")

    with contextlib.suppress(ConnectionError):  # a run that was killed: its tasks are cancelled
        if await is_still_joined():
            nodes = alive_nodes()
            send({"type": "ready", "nodes": len(nodes), "cpus": sum(node.cpus for node in nodes)})
            await Driver(send, tasks).run(read_messages(reader))
        else:
            door.close()  # it starts another process, for the cluster that is there now
        writer.close()
        await writer.wait_closed()


async def is_still_joined() -> bool:
    """The cluster may be gone, or another one be in its place, since the last run."""
    with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
        return await asyncio.wait_for(asyncio.to_thread(is_joined), REPLY_S)
    return False


async def read_messages(reader: asyncio.StreamReader) -> AsyncIterator[Order | Cancel]:
    with contextlib.suppress(ConnectionError):
        async for line in reader:
            yield parse_message(line.decode())
