"""A unit: a program of a pipeline that uses a whole machine or GPU, as a process of a Ray worker."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import ray

from .checkout import Refused, check_code, check_node, check_store, node_workspace, relocate
from .lines import read_lines
from .messages import UnitOrder
from .telling import Answers, done, failed, tell

GRACE_S = 10
PR_SET_PDEATHSIG = 1
ASK_NODE = "process.stdout.write(`${process.version} ${process.platform}-${process.arch}`)"


def run_unit(order: UnitOrder) -> Iterator[list[Any]]:
    yield from tell(answer_unit(order))


def answer_unit(order: UnitOrder) -> Answers:
    try:
        check_unit(order)
    except Refused as refusal:
        yield failed("refused", refusal)
        return
    start = time.monotonic()
    process = start_unit(order)
    try:
        assert process.stdout is not None
        for line in read_lines(process.stdout.fileno()):
            yield None if line is None else {"type": "unit-line", "text": line.decode(errors="replace")}
        code = process.wait()
    except BaseException:  # when the order was cancelled
        end_unit(process)
        raise
    ended = {"code": None, "signal": signal.Signals(-code).name} if code < 0 else {"code": code, "signal": None}
    yield {"type": "unit-ended", **ended, "ms": 1000 * (time.monotonic() - start)}
    yield done()


def check_unit(order: UnitOrder) -> None:
    check_code(order.code)
    check_store(order.store, order.identity, order.code.workspace)
    check_node(order.code, subprocess.run(["node", "-e", ASK_NODE], capture_output=True, text=True).stdout)


def start_unit(order: UnitOrder) -> "subprocess.Popen[bytes]":
    workspace = node_workspace(order.code.workspace)
    gpus = ",".join(str(gpu) for gpu in ray.get_gpu_ids())
    return subprocess.Popen(
        ["node", relocate(order.code.program, order.code.workspace), *order.arguments],
        cwd=workspace,
        env={**os.environ, "CUDA_VISIBLE_DEVICES": gpus, **order.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=end_with_worker if sys.platform == "linux" else None,
    )


def end_with_worker() -> None:
    """The program does not read its input, from which it would hear that the worker is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end_unit(process: "subprocess.Popen[bytes]") -> None:
    """A training saves a checkpoint first."""
    process.terminate()
    try:
        process.wait(timeout=GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
