"""Lines from a pipe, waited for in pieces: what Ray wants of a task meanwhile is seen between them."""

import os
import select
from collections.abc import Iterator

PATIENCE_S = 0.2


def read_lines(descriptor: int) -> Iterator[bytes | None]:
    """Each line; None when there was none for a while. Ends when the other end is closed."""
    held = b""
    while True:
        readable, _, _ = select.select([descriptor], [], [], PATIENCE_S)
        if not readable:
            yield None
            continue
        piece = os.read(descriptor, 1 << 16)
        if piece == b"":
            if held:
                yield held
            return
        *lines, held = (held + piece).split(b"\n")
        yield from lines
