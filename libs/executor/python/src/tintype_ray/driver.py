"""Gives orders to the cluster, tries them again where machines fail, and tells how they go."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Callable

import ray
from ray.exceptions import OutOfMemoryError, RayError, RayTaskError

from .cluster import alive_nodes, claim
from .messages import Cancel, Order, ShardsOrder
from .run_shards import run_shards
from .run_unit import run_unit

GRACE_S = 15
"""For a unit that is asked to end; a shard's process is killed."""


class Tasks:
    """What the cluster is asked to do, for all runs: Ray then keeps a worker for the next one."""

    def __init__(self, all_cpus: str | None) -> None:
        self._all_cpus = all_cpus
        self._shards, self._unit = (
            ray.remote(max_retries=0, num_returns="streaming")(run) for run in (run_shards, run_unit)
        )

    def begin(self, order: Order) -> Any:
        """→ the stream of what it tells"""
        task = self._shards if isinstance(order, ShardsOrder) else self._unit
        return task.options(**claim(order, alive_nodes, self._all_cpus)).remote(order)


@dataclass
class Running:
    order: Order
    stream: Any
    cancelled: bool = False


class Driver:
    """The orders of one run. All of it belongs to one event loop."""

    def __init__(self, send: Callable[[dict[str, Any]], None], tasks: Tasks) -> None:
        self._send = send
        self._tasks = tasks
        self._running: dict[str, Running] = {}

    async def run(self, messages: AsyncIterator[Order | Cancel]) -> None:
        """Until they end, as nobody waits any more: then what still runs is cancelled, and its end waited for."""
        following: set[asyncio.Task[None]] = set()
        async for message in messages:
            if isinstance(message, Cancel):
                self._cancel(message.id)
                continue
            self._begin(message)
            task = asyncio.create_task(self._follow(message))
            following.add(task)
            task.add_done_callback(following.discard)
        for id in self._running:
            self._cancel(id)
        if following:
            await asyncio.wait(following, timeout=GRACE_S)

    def _begin(self, order: Order) -> None:
        self._running[order.id] = Running(order, self._tasks.begin(order))

    def _cancel(self, id: str) -> None:
        running = self._running.get(id)
        if running is not None:
            running.cancelled = True
            ray.cancel(running.stream)

    async def _follow(self, order: Order) -> None:
        attempt = order.attempt
        while (end := await self._listen(self._running[order.id])).get("kind") == "lost" and attempt < order.attempts:
            text = f"{end['message']}; it is tried again ({attempt} of {order.attempts - 1})"
            self._send({"type": "note", "id": order.id, "text": text})
            self._begin(order)
            attempt += 1
        if end.get("kind") == "lost" and attempt > 1:
            end = {**end, "message": f"{end['message']}; it was tried {attempt} times"}
        del self._running[order.id]
        self._send({**end, "id": order.id})

    async def _listen(self, running: Running) -> dict[str, Any]:
        """→ how it ended: done, failed or cancelled"""
        try:
            async for told in running.stream:
                for answer in await told:
                    if answer["type"] in ("done", "failed"):
                        return answer
                    self._send({"type": "event", "id": running.order.id, "event": answer})
            raise RuntimeError("Internal error: expected the end of an order but its task told none")
        except Exception as error:
            return {"type": "cancelled"} if running.cancelled else describe_failure(error)


def describe_failure(error: Exception) -> dict[str, Any]:
    if isinstance(error, RayError) and not isinstance(error, RayTaskError):
        return {"type": "failed", "kind": "lost", "message": describe_loss(error)}
    return {"type": "failed", "kind": "failed", "message": f"{type(error).__name__}: {error}"}


def describe_loss(error: RayError) -> str:
    if isinstance(error, OutOfMemoryError):
        return "its node ran out of memory; give nodes more of it, fewer processors (ray start --num-cpus), or smaller shards"
    return f"its node or process was lost ({type(error).__name__})"
