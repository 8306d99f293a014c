"""The Node process of a Ray worker: it computes the shards of one order after the other, as long as the worker lives."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

from .checkout import Refused, check_code, check_node, node_workspace, relocate
from .lines import read_lines
from .messages import Code

LAST_WORDS = 5


def start(command: list[str], write_end: int, gpus: str) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=2,  # the worker's log
            stderr=subprocess.PIPE,
            pass_fds=[write_end],
            env={**os.environ, "CUDA_VISIBLE_DEVICES": gpus},
        )
    except FileNotFoundError:
        raise Refused(
            f"node {socket.gethostname()}: expected the program node on the PATH, found none; "
            "install Node there, then start its Ray again"
        ) from None


class NodeEnded(Exception):
    """The process ended before its shards were done; on another try it may not."""


class NodeProcess:
    def __init__(self, code: Code, run: str, gpus: str) -> None:
        check_code(code)
        self.gpus = gpus
        self._checked = (run, [code])
        self._files = dict(code.files)
        read_end, write_end = os.pipe()
        program = relocate(code.program, code.workspace)
        command = ["node", program, str(write_end), code.workspace, node_workspace(code.workspace)]
        self._process = start(command, write_end, gpus)
        os.close(write_end)
        self._last_words: deque[str] = deque(maxlen=LAST_WORDS)
        threading.Thread(target=self._listen, daemon=True).start()
        self._lines = read_lines(read_end)
        try:
            self._node = next(line for line in self.answers() if line is not None)["node"]
            check_node(code, self._node)
        except BaseException:
            self.kill()
            raise

    def is_outdated_by(self, code: Code) -> bool:
        """Whether it may have loaded something that has been built anew since."""
        return any(self._files.get(file, digest) != digest for file, digest in code.files.items())

    def check(self, code: Code, run: str) -> None:
        """Once for each run and code, as a stage has thousands of shards."""
        checked = self._checked[1] if self._checked[0] == run else []
        if code in checked:
            return
        check_code(code)
        check_node(code, self._node)
        self._checked = (run, [*checked, code])
        self._files.update(code.files)

    def ask(self, work: Any) -> Iterator[Any | None]:
        """The answers to an order's work; None when there was none for a while."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(work).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise NodeEnded(self._describe_end()) from None
        return self.answers()

    def answers(self) -> Iterator[Any | None]:
        for line in self._lines:
            yield None if line is None else json.loads(line)
        raise NodeEnded(self._describe_end())

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            text = line.decode(errors="replace")
            self._last_words.append(text.strip())
            sys.stderr.write(text)  # into the worker's log

    def _describe_end(self) -> str:
        code = self._process.wait()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        words = " ".join(self._last_words)
        return f"its Node process on {socket.gethostname()} {how}{': ' if words else ''}{words}"
