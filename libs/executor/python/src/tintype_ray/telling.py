"""What an order's task tells the driver: answers, the last of which is {"type": "done"} or a failure."""

import contextlib
import time
from collections.abc import Generator, Iterator
from typing import Any

import ray
from ray.exceptions import TaskCancelledError

EVERY_S = 0.25

Answers = Generator[Any | None, None, None]
"""None where there was nothing to tell for a while."""


def done() -> dict[str, str]:
    return {"type": "done"}


def failed(kind: str, error: Exception) -> dict[str, str]:
    """Kind "lost" means that another try may help."""
    return {"type": "failed", "kind": kind, "message": str(error)}


def tell(answers: Answers) -> Iterator[list[Any]]:
    """
    The answers a few times a second, as each list is a message to the driver. Raises TaskCancelledError where the
    order was cancelled: the interrupt that Ray sends besides is lost where it comes in the middle of a callback.
    """
    held: list[Any] = []
    last = time.monotonic()
    with contextlib.closing(answers):
        for answer in answers:
            if ray.get_runtime_context().is_canceled():
                raise TaskCancelledError
            if answer is not None:
                held.append(answer)
            if held and time.monotonic() - last >= EVERY_S:
                yield held
                held, last = [], time.monotonic()
    if held:
        yield held
