"""What a Ray worker does. It is sent to the workers by value: they need Ray, but not this package."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import Any

from .checkout import Refused, node_workspace, relocate
from .lines import read_lines
from .messages import ShardOrder, UnitOrder
from .node_process import NodeEnded, NodeProcess
from .teller import Teller


@dataclass(frozen=True)
class Outcome:
    failure: tuple[str, str] | None
    """Its kind and what it says; None when the order is done."""
    sent: int
    """How many events went through the mailbox."""
    rest: list[Any]
    """Those that did not."""


GRACE_S = 10

_process: NodeProcess | None = None  # of this worker


def run_shard(order: ShardOrder, attempt: int, mailbox: Any) -> Outcome:
    """Raises NodeEnded where another try may help."""
    global _process
    teller = Teller(order.id, attempt, mailbox)
    try:
        if _process is None:
            _process = NodeProcess(order.code)
        _process.check(order.code)
        failure = follow(_process, order, teller)
        return Outcome(failure, teller.sent, teller.rest)
    except Refused as refusal:
        return Outcome(("refused", str(refusal)), teller.sent, teller.rest)
    except BaseException:  # also when the order was cancelled: the process is in the middle of it
        if _process is not None:
            _process.kill()
        _process = None
        raise


def follow(process: NodeProcess, order: ShardOrder, teller: Teller) -> tuple[str, str] | None:
    for answer in process.ask(order.task):
        if answer is None:
            teller.flush()
        elif answer["type"] == "failed":
            return (answer["kind"], answer["message"])
        else:
            teller.tell(answer)
            if answer["type"] == "shard-done":
                return None
    raise NodeEnded("its Node process said nothing more")


def run_unit(order: UnitOrder, attempt: int, mailbox: Any) -> Outcome:
    teller = Teller(order.id, attempt, mailbox)
    start = time.monotonic()
    process = start_unit(order)
    try:
        assert process.stdout is not None
        for line in read_lines(process.stdout.fileno()):
            if line is None:
                teller.flush()
            else:
                teller.tell({"type": "unit-line", "text": line.decode(errors="replace")})
        code = process.wait()
    except BaseException:  # when the order was cancelled
        end_unit(process)
        raise
    ended = {"code": None, "signal": signal.Signals(-code).name} if code < 0 else {"code": code, "signal": None}
    ms = 1000 * (time.monotonic() - start)
    teller.tell({"type": "unit-ended", **ended, "ms": ms})
    return Outcome(None, teller.sent, teller.rest)


def start_unit(order: UnitOrder) -> "subprocess.Popen[bytes]":
    program = relocate(os.path.join(order.workspace, order.program), order.workspace)
    return subprocess.Popen(
        ["node", program, *order.arguments],
        cwd=node_workspace(order.workspace),
        env={**os.environ, **order.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def end_unit(process: "subprocess.Popen[bytes]") -> None:
    """A training saves a checkpoint first."""
    process.terminate()
    try:
        process.wait(timeout=GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
