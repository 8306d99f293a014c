"""
`python -m tintype_ray <socket> <seconds>`: joins the cluster for the runs that connect to the socket, and leaves it
when none has come for so long. A run gives orders and is told what becomes of them, a JSON document a line.
"""

import asyncio
import os
import signal
import sys
import threading

from .door import open_door

LEASE = "RAY_worker_lease_timeout_milliseconds"
"""How long a worker stays with runs that have more for it; Ray's half a second has it start another one for each stage
that runs beside, and with it Node and what it has loaded."""

INSTALL = 'pip install "ray==2.60.*"'
LEAVE_S = 10


def main(path: str, linger_s: float) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the runs' to heed, and they close their connections
    door = open_door(path)
    if door is None:
        return 0

    def give_up(text: str) -> None:
        door.turn_away({"type": "fatal", "message": text})
        os._exit(0)

    os.environ.setdefault(LEASE, "60000")
    try:
        import ray
    except ImportError as error:
        give_up(f"{sys.executable}: expected Ray there ({error}); {INSTALL}, or set TINTYPE_PYTHON to a Python that has it")
    import tintype_ray

    from .cluster import NoCluster, connect
    from .driver import Tasks
    from .serving import serve

    ray.cloudpickle.register_pickle_by_value(tintype_ray)
    try:
        connect(os.environ.get("RAY_ADDRESS") or "auto", give_up)
    except NoCluster as error:
        give_up(str(error))
    asyncio.run(serve(door, Tasks(os.environ.get("TINTYPE_RAY_CPUS")), linger_s))
    threading.Timer(LEAVE_S, os._exit, [0]).start()  # a cluster that is gone does not answer
    ray.shutdown()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
