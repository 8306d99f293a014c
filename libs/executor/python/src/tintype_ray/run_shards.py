"""Shards, in the Node process of a Ray worker."""

from collections.abc import Iterator
from typing import Any

import ray

from .checkout import Refused
from .messages import ShardsOrder
from .node_process import NodeEnded, NodeProcess
from .telling import Answers, failed, tell

_process: NodeProcess | None = None  # of this worker


def run_shards(order: ShardsOrder) -> Iterator[list[Any]]:
    yield from tell(answer_shards(order))


def answer_shards(order: ShardsOrder) -> Answers:
    try:
        for answer in take_process(order).ask(order.work):
            yield answer
            if answer is not None and answer["type"] in ("done", "failed"):
                return
    except Refused as refusal:
        yield failed("refused", refusal)
    except NodeEnded as end:
        drop_process()
        yield failed("lost", end)
    except BaseException:  # also when the order was cancelled: the process is in the middle of it
        drop_process()
        raise


def take_process(order: ShardsOrder) -> NodeProcess:
    global _process
    gpus = ",".join(str(gpu) for gpu in ray.get_gpu_ids())
    if _process is not None and (_process.gpus != gpus or _process.is_outdated_by(order.code)):
        drop_process()
    if _process is None:
        _process = NodeProcess(order.code, order.run, gpus)
    _process.check(order.code, order.run)
    return _process


def drop_process() -> None:
    global _process
    if _process is not None:
        _process.kill()
    _process = None
