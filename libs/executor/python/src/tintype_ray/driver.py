"""Gives orders to the cluster, tries them again where machines fail, and tells how they go."""

import asyncio
from typing import Any, Callable

import ray
from ray.exceptions import OutOfMemoryError, RayError, RayTaskError

from .cluster import alive_nodes, claim
from .messages import Cancel, Order, ShardsOrder
from .run_shards import run_shards
from .run_unit import run_unit

GRACE_S = 15
"""For a unit that is asked to end; a shard's process is killed."""


class Driver:
    """All of it belongs to one event loop."""

    def __init__(self, send: Callable[[dict[str, Any]], None], all_cpus: str | None) -> None:
        self._send = send
        self._all_cpus = all_cpus
        self._streams: dict[str, Any] = {}
        """What the tasks of the orders tell; None when an order is cancelled."""
        self._shards, self._unit = (
            ray.remote(max_retries=0, num_returns="streaming")(run) for run in (run_shards, run_unit)
        )

    async def run(self, inbox: "asyncio.Queue[Order | Cancel | None]") -> None:
        """Until None comes, as nobody waits any more: then what still runs is cancelled, and its end waited for."""
        following: set[asyncio.Task[None]] = set()
        while (message := await inbox.get()) is not None:
            if isinstance(message, Cancel):
                self._cancel(message.id)
                continue
            task = asyncio.create_task(self._follow(message))
            following.add(task)
            task.add_done_callback(following.discard)
        for id in list(self._streams):
            self._cancel(id)
        if following:
            await asyncio.wait(following, timeout=GRACE_S)

    def _cancel(self, id: str) -> None:
        stream = self._streams.get(id)
        if stream is not None:
            self._streams[id] = None
            ray.cancel(stream)

    async def _follow(self, order: Order) -> None:
        end = {"type": "cancelled"}
        for attempt in range(order.attempt, order.attempts + 1):
            end = await self._try(order)
            if end.get("kind") != "lost":
                break
            loss = end["message"]
            if attempt < order.attempts:
                text = f"{loss}; it is tried again ({attempt} of {order.attempts - 1})"
                self._send({"type": "note", "id": order.id, "text": text})
            elif attempt > 1:
                end["message"] = f"{loss}; it was tried {attempt} times"
        del self._streams[order.id]
        self._send({**end, "id": order.id})

    async def _try(self, order: Order) -> dict[str, Any]:
        """→ how it ended: done, failed or cancelled"""
        run = self._shards if isinstance(order, ShardsOrder) else self._unit
        stream = self._streams[order.id] = run.options(**claim(order, alive_nodes, self._all_cpus)).remote(order)
        try:
            async for told in stream:
                for answer in await told:
                    if answer["type"] in ("done", "failed"):
                        return answer
                    self._send({"type": "event", "id": order.id, "event": answer})
            raise RuntimeError("Internal error: expected the end of an order but its task told none")
        except Exception as error:
            if self._streams[order.id] is None:
                return {"type": "cancelled"}
            lost = isinstance(error, RayError) and not isinstance(error, RayTaskError)
            message = describe_loss(error) if lost else f"{type(error).__name__}: {error}"
            return {"type": "failed", "kind": "lost" if lost else "failed", "message": message}


def describe_loss(error: BaseException) -> str:
    if isinstance(error, OutOfMemoryError):
        return "its node ran out of memory; give nodes more of it, fewer processors (ray start --num-cpus), or smaller shards"
    return f"its node or process was lost ({type(error).__name__})"
