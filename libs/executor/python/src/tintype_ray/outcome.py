"""How an order ended that no machine was lost with."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    failure: tuple[str, str] | None
    """Its kind and what it says; None when the order is done."""
    sent: int
    """How many events went through the mailbox."""
    rest: list[Any]
    """Those that did not."""
