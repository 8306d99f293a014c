"""A cluster on this machine: `local_cluster.py <cpus of the head>[=<its TINTYPE_DATA>] [<the same of another node> …]`.

Says its address in a line of JSON and lives until its input ends; the line "kill" kills the last node that was started,
with all that runs on it. Others' clusters are left alone, as they would not be by `ray stop`.
"""

import json
import os
import shutil
import sys
import tempfile


def main(nodes: list[str]) -> None:
    folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")  # a short path, as it is part of sockets' names
    os.environ["RAY_TMPDIR"] = folder
    os.environ.setdefault("RAY_worker_niceness", "0")  # by default 15: whatever else runs here would go first
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Ray prints is no answer
    cluster, started = start(nodes)
    try:
        say(out, {"address": cluster.address, "folder": folder})
        for line in sys.stdin:
            if line.strip() == "kill":
                cluster.remove_node(started.pop(), allow_graceful=False)
                say(out, {"killed": True})
    finally:
        cluster.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def start(nodes: list[str], tries: int = 3):
    """A machine that does much else does not always start a node in the half minute that Ray waits."""
    from ray.cluster_utils import Cluster

    cluster = Cluster()
    try:
        return cluster, [add_node(cluster, *node.split("=")) for node in nodes]
    except Exception:
        cluster.shutdown()
        if tries == 1:
            raise
        return start(nodes, tries - 1)


def add_node(cluster, cpus: str, data: str = ""):
    environment = {"TINTYPE_DATA": data} if data else {}
    return cluster.add_node(num_cpus=int(cpus), include_dashboard=False, env_vars=environment)


def say(out, message: dict) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
