"""The cluster: finding it, and what its nodes have."""

import os
import socket
import threading
from dataclasses import dataclass
from typing import Callable

import ray

from .messages import Order, ShardsOrder

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


def is_joined() -> bool:
    """Whether the cluster still knows the node through which this process has joined it."""
    here = ray.get_runtime_context().get_node_id()
    return any(node["Alive"] and node["NodeID"] == here for node in ray.nodes())


def claim(order: Order, find_nodes: Callable[[], list[NodeResources]], all_cpus: str | None) -> dict[str, float]:
    """
    The resources of an order, as options of a Ray task. Where it uses all cores it claims those of the largest node,
    or those that belong to its GPU; `all_cpus` is how many instead. A shard that would like a GPU runs without where
    there is none; a unit waits for those it wants.
    """
    if isinstance(order, ShardsOrder) and not order.all_cpus and not order.gpu:
        return {"num_cpus": 1, "num_gpus": 0}  # the cluster need not be asked
    nodes = find_nodes()
    if isinstance(order, ShardsOrder):
        most = max((node.gpus for node in nodes), default=0)
        gpus = 1.0 if order.gpu and most >= 1 else 0.0
        if not order.all_cpus:
            return {"num_cpus": 1, "num_gpus": gpus}
    else:
        gpus = order.gpus
    return {"num_cpus": float(all_cpus) if all_cpus else all_cores(nodes, gpus), "num_gpus": gpus}


def all_cores(nodes: list[NodeResources], gpus: float) -> float:
    if gpus > 0:
        shares = [node.cpus * gpus / node.gpus for node in nodes if node.gpus >= gpus]
    else:
        shares = [node.cpus for node in nodes]
    return float(max(1, int(max(shares, default=1))))
