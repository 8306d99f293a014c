import socket

import pytest

from tintype_ray.cluster import NoCluster, NodeResources, claim, refuse_silent
from tintype_ray.messages import Code, ShardsOrder, UnitOrder

CODE = Code("/w", "/w/p.js", "v20", "0.1.0", {})
CPUS = [NodeResources(cpus=4, gpus=0), NodeResources(cpus=16, gpus=0)]
GPUS = [NodeResources(cpus=4, gpus=0), NodeResources(cpus=32, gpus=4)]


def shard(all_cpus=False, gpu=False):
    return ShardsOrder("1", 1, 4, all_cpus, gpu, "run", CODE, {})


def unit(gpus):
    return UnitOrder("1", 1, 4, gpus, CODE, "/w/data/store", "x", (), {})


@pytest.mark.parametrize(
    ("order", "nodes", "expected"),
    [
        (shard(), CPUS, (1, 0)),
        (shard(gpu=True), CPUS, (1, 0)),  # it runs without
        (shard(gpu=True), GPUS, (1, 1)),
        (shard(all_cpus=True), CPUS, (16, 0)),
        (shard(all_cpus=True, gpu=True), GPUS, (8, 1)),  # a quarter of the machine, as of its GPUs
        (unit(0), CPUS, (16, 0)),
        (unit(2), GPUS, (16, 2)),
        (unit(1), CPUS, (1, 1)),  # it waits until the cluster has one
        (unit(0), [], (1, 0)),
    ],
)
def test_an_order_claims_what_it_uses(order, nodes, expected):
    assert claim(order, lambda: nodes, None) == {"num_cpus": expected[0], "num_gpus": expected[1]}


def test_the_environment_says_how_many_cores_all_are():
    assert claim(shard(all_cpus=True), lambda: CPUS, "3") == {"num_cpus": 3, "num_gpus": 0}
    assert claim(shard(), lambda: CPUS, "3") == {"num_cpus": 1, "num_gpus": 0}


def test_an_address_where_nothing_answers_is_refused_at_once():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NoCluster, match='nothing answers .*; start one with "ray start --head"'):
        refuse_silent(address)


@pytest.mark.parametrize("address", ["auto", "local", "ray://head:10001"])
def test_what_is_no_host_and_port_is_left_to_ray(address):
    refuse_silent(address)
