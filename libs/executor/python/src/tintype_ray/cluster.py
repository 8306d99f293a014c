"""The cluster: finding it, and what its nodes have."""

import os
import socket
import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterable

import ray

from .messages import Order, ShardOrder

START_ONE = (
    'start one with "ray start --head", add machines with "ray start --address=<host>:6379", '
    "and set RAY_ADDRESS to auto or to <host>:6379"
)
REPLY_S = 10
CONNECT_S = 60


class NoCluster(Exception):
    """What the person who starts a run has to mend."""


def connect(address: str, give_up: Callable[[str], None]) -> None:
    """Joins the cluster as a driver. Ray itself would wait for minutes where nothing answers."""
    refuse_silent(address)
    words = f"{address}: the Ray cluster did not answer within {CONNECT_S} s; {START_ONE}"
    watchdog = threading.Timer(CONNECT_S, give_up, [words])
    watchdog.daemon = True
    watchdog.start()
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError, AssertionError) as error:
        raise NoCluster(f"{address}: no Ray cluster can be used ({describe(error)}); {START_ONE}") from error
    finally:
        watchdog.cancel()


def refuse_silent(address: str) -> None:
    host, separator, port = address.rpartition(":")
    if not separator or not port.isdigit() or "/" in host:
        return  # such as "auto" or "local", which Ray resolves
    try:
        socket.create_connection((host, int(port)), timeout=REPLY_S).close()
    except OSError as error:
        raise NoCluster(f"{address}: expected a Ray cluster there, but nothing answers ({error}); {START_ONE}") from error


def describe(error: Exception) -> str:
    return " ".join(str(error).split())


@dataclass(frozen=True)
class NodeResources:
    cpus: float
    gpus: float


def alive_nodes() -> list[NodeResources]:
    return [
        NodeResources(cpus=node["Resources"].get("CPU", 0), gpus=node["Resources"].get("GPU", 0))
        for node in ray.nodes()
        if node["Alive"]
    ]


def claim(order: Order, nodes: Iterable[NodeResources], all_cpus: str | None = os.environ.get("TINTYPE_RAY_CPUS")) -> dict[str, Any]:
    """
    The resources of an order, as options of a Ray task. One that uses all cores claims those of the largest node, or
    the share of a GPU where it gets one; `all_cpus` is how many instead.
    """
    known = list(nodes)
    wanted = (1.0 if order.gpu else 0.0) if isinstance(order, ShardOrder) else order.gpus
    gpu_nodes = [node for node in known if node.gpus >= wanted]
    gpus = wanted if wanted > 0 and (gpu_nodes or not isinstance(order, ShardOrder)) else 0.0
    if not order.all_cpus:
        return {"num_cpus": 1, "num_gpus": gpus}
    if all_cpus:
        return {"num_cpus": float(all_cpus), "num_gpus": gpus}
    shares = [node.cpus * gpus / node.gpus for node in gpu_nodes if node.gpus > 0] if gpus > 0 else [node.cpus for node in known]
    return {"num_cpus": max(1.0, float(int(max(shares, default=1.0)))), "num_gpus": gpus}
