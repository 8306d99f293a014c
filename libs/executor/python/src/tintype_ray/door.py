"""A socket where runs come in: one process at a time is behind it."""

import contextlib
import fcntl
import json
import os
import socket
from typing import Any

PATIENCE_S = 10
"""For the run that started this process to come in."""


class Door:
    def __init__(self, path: str, lock: Any) -> None:
        self._path = path
        self._lock = lock
        self.socket = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # of a process that was killed
        self.socket.bind(path)
        self.socket.listen()  # whoever comes from here on waits until this process is in the cluster

    def close(self) -> None:
        """Lets another process open it; whoever is in may stay."""
        if not self._lock.closed:
            with contextlib.suppress(FileNotFoundError):  # somebody has tidied up
                os.unlink(self._path)
            self._lock.close()

    def turn_away(self, message: dict[str, Any]) -> None:
        """Tells all who have come, and closes."""
        self.socket.settimeout(PATIENCE_S)
        with contextlib.suppress(TimeoutError, BlockingIOError):
            while True:
                run, _ = self.socket.accept()
                with run:
                    run.sendall(json.dumps(message).encode() + b"\n")
                self.socket.settimeout(0)
        self.close()


def open_door(path: str) -> Door | None:
    """None where another process is behind it."""
    lock = open(f"{path}.lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    return Door(path, lock)
