"""A shard, in the Node process of a Ray worker."""

from typing import Any

import ray

from .checkout import Refused
from .messages import ShardOrder
from .node_process import NodeEnded, NodeProcess
from .outcome import Outcome
from .teller import Teller

_process: NodeProcess | None = None  # of this worker


def run_shard(order: ShardOrder, attempt: int, mailbox: Any) -> Outcome:
    """Raises NodeEnded where another try may help."""
    global _process
    teller = Teller(order.id, attempt, mailbox)
    gpus = ",".join(str(gpu) for gpu in ray.get_gpu_ids())
    try:
        if _process is not None and _process.gpus != gpus:
            _process.kill()
            _process = None
        if _process is None:
            _process = NodeProcess(order.code, gpus)
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
