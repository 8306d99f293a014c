"""What running tasks tell meanwhile, on its way to the driver."""

import asyncio
from typing import Any

Told = tuple[str, int, list[Any]]
"""The order's id, which try at it, and the events."""


class Mailbox:
    """An actor of no processor: tasks put into it, the driver waits for what is there."""

    def __init__(self) -> None:
        self._told: list[Told] = []
        self._something = asyncio.Event()

    async def tell(self, told: Told) -> None:
        self._told.append(told)
        self._something.set()

    async def wait(self) -> list[Told]:
        await self._something.wait()
        self._something.clear()
        told, self._told = self._told, []
        return told
