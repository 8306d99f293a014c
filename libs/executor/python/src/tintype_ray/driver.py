"""Gives orders to the cluster, tries them again where machines fail, and tells how they go."""

import contextlib
import queue
import time
from dataclasses import dataclass
from typing import Any, Callable

import ray
from ray.exceptions import GetTimeoutError, OutOfMemoryError, RayError, RayTaskError, TaskCancelledError

from .cluster import alive_nodes, claim
from .mailbox import Mailbox, Told
from .messages import Cancel, Order, ShardOrder
from .node_process import NodeEnded
from .outcome import Outcome
from .run_shard import run_shard
from .run_unit import run_unit

RETRIES = 3
"""Of an order whose machine or process is lost; a computation's own error comes again, so it is not tried again."""
REPLY_S = 10
GRACE_S = 15
"""For a unit that is asked to end; a shard's process is killed."""


@dataclass(frozen=True)
class Finished:
    id: str
    future: Any


@dataclass(frozen=True)
class Heard:
    waiting: Any
    """The call that is answered."""
    future: Any


@dataclass
class Running:
    order: Order
    attempt: int
    task: Any
    heard: int = 0
    """Events of this try that came through the mailbox."""
    cancelled: bool = False


Message = Order | Cancel | Finished | Heard


class Driver:
    """All its state belongs to the thread that runs it; others put into its inbox."""

    def __init__(self, send: Callable[[dict[str, Any]], None], all_cpus: str | None) -> None:
        self.inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._send = send
        self._all_cpus = all_cpus
        self._running: dict[str, Running] = {}
        here = ray.get_runtime_context().get_node_id()
        beside = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(here, soft=True)
        self._mailbox = ray.remote(num_cpus=0)(Mailbox).options(scheduling_strategy=beside).remote()
        self._tasks = {
            kind: ray.remote(max_retries=0)(run) for kind, run in (("shard", run_shard), ("unit", run_unit))
        }

    def run(self) -> None:
        """Until None comes, as nobody waits any more: then what still runs is cancelled, and its end waited for."""
        self._wait_for_mail()
        while (message := self.inbox.get()) is not None:
            self._handle(message)
        for id in self._running:
            self._cancel(id)
        deadline = time.monotonic() + GRACE_S
        while self._running and (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self._handle(self.inbox.get(timeout=left))

    def _handle(self, message: Message) -> None:
        match message:
            case Finished():
                self._finish(message)
            case Heard():
                self._hear(message)
            case Cancel():
                self._cancel(message.id)
            case order:
                self._begin(order, 1)

    def _begin(self, order: Order, attempt: int) -> None:
        kind = "shard" if isinstance(order, ShardOrder) else "unit"
        resources = claim(order, alive_nodes(), self._all_cpus)
        task = self._tasks[kind].options(**resources).remote(order, attempt, self._mailbox)
        self._running[order.id] = Running(order, attempt, task)
        task.future().add_done_callback(
            lambda future: self.inbox.put(Finished(order.id, future))
        )

    def _cancel(self, id: str) -> None:
        running = self._running.get(id)
        if running is not None:
            running.cancelled = True
            ray.cancel(running.task)

    def _finish(self, finished: Finished) -> None:
        running = self._running[finished.id]
        error = finished.future.exception()
        if running.cancelled:
            del self._running[finished.id]
            self._send({"type": "cancelled", "id": finished.id})
        elif error is None:
            self._settle(running, finished.future.result())
        elif not is_lost(error):
            self._fail(running, "failed", f"{type(error).__name__}: {error}")
        elif running.attempt > RETRIES:
            self._fail(running, "lost", f"{describe_loss(error)}; it was tried {running.attempt} times")
        else:
            text = f"{describe_loss(error)}; it is tried again ({running.attempt} of {RETRIES})"
            self._send({"type": "note", "id": running.order.id, "text": text})
            self._begin(running.order, running.attempt + 1)

    def _settle(self, running: Running, outcome: Outcome) -> None:
        while running.heard < outcome.sent and self._waiting is not None:
            try:
                mail = ray.get(self._waiting, timeout=REPLY_S)  # they are in the mailbox: at once
            except GetTimeoutError:
                break
            self._wait_for_mail()
            self._deliver(mail)
        self._tell(running, outcome.rest)
        if outcome.failure is not None:
            return self._fail(running, *outcome.failure)
        del self._running[running.order.id]
        self._send({"type": "done", "id": running.order.id})

    def _fail(self, running: Running, kind: str, message: str) -> None:
        del self._running[running.order.id]
        self._send({"type": "failed", "id": running.order.id, "kind": kind, "message": message})

    def _wait_for_mail(self) -> None:
        waiting = self._mailbox.wait.remote()
        self._waiting: Any = waiting
        waiting.future().add_done_callback(lambda future: self.inbox.put(Heard(waiting, future)))

    def _hear(self, heard: Heard) -> None:
        if heard.waiting is not self._waiting:
            return  # was fetched before its call
        if heard.future.exception() is not None:
            self._waiting = None  # the mailbox is lost: events come with the results
            return
        self._wait_for_mail()
        self._deliver(heard.future.result())

    def _deliver(self, mail: list[Told]) -> None:
        for id, attempt, events in mail:
            running = self._running.get(id)
            if running is not None and running.attempt == attempt:
                running.heard += len(events)
                self._tell(running, events)

    def _tell(self, running: Running, events: list[Any]) -> None:
        for event in events:
            self._send({"type": "event", "id": running.order.id, "event": event})


def is_lost(error: BaseException) -> bool:
    if isinstance(error, RayTaskError):
        return isinstance(error.cause, NodeEnded)
    return isinstance(error, RayError) and not isinstance(error, TaskCancelledError)


def describe_loss(error: BaseException) -> str:
    if isinstance(error, RayTaskError):
        return str(error.cause)
    if isinstance(error, OutOfMemoryError):
        return "its node ran out of memory; give nodes more of it, fewer processors (ray start --num-cpus), or smaller shards"
    return f"its node or process was lost ({type(error).__name__})"
