"""Brings the events of a task to the driver, a few times a second; a short task's go with its result."""

import time
from typing import Any

import ray
from ray.exceptions import RayError

EVERY_S = 0.25
REPLY_S = 10


class Teller:
    def __init__(self, order: str, attempt: int, mailbox: Any) -> None:
        self._order = order
        self._attempt = attempt
        self._mailbox = mailbox
        self._last = time.monotonic()
        self.sent = 0
        """How many events are with the driver, or on their way."""
        self.rest: list[Any] = []
        """Those that go with the result."""

    def tell(self, event: Any) -> None:
        self.rest.append(event)
        self.flush()

    def flush(self) -> None:
        if not self.rest or time.monotonic() - self._last < EVERY_S:
            return
        self._last = time.monotonic()
        try:
            ray.get(self._mailbox.tell.remote((self._order, self._attempt, self.rest)), timeout=REPLY_S)
        except RayError:
            return  # they go with the result, or with the next ones
        self.sent += len(self.rest)
        self.rest = []
