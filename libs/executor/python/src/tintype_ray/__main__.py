"""`python -m tintype_ray`: orders on standard input, what becomes of them on standard output, a JSON document a line."""

import json
import os
import signal
import sys
import threading
from typing import Any

LEASE = "RAY_worker_lease_timeout_milliseconds"
"""How long a worker stays with a run that has more for it; Ray's half a second has it start another one for each stage
that runs beside, and with it Node and what it has loaded."""

INSTALL = 'pip install "ray==2.60.*"'


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this closes its input
    out = open(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what Ray prints is no message

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    def give_up(text: str) -> None:
        send({"type": "fatal", "message": text})
        os._exit(1)

    os.environ.setdefault(LEASE, "60000")
    try:
        import ray
    except ImportError as error:
        send({"type": "fatal", "message": f"{sys.executable}: expected Ray there ({error}); {INSTALL}, or set TINTYPE_PYTHON to a Python that has it"})
        return 1
    import asyncio

    import tintype_ray

    from .cluster import NoCluster, alive_nodes, connect
    from .driver import Driver
    from .messages import Cancel, Order, parse_message

    ray.cloudpickle.register_pickle_by_value(tintype_ray)
    try:
        connect(os.environ.get("RAY_ADDRESS") or "auto", give_up)
    except NoCluster as error:
        send({"type": "fatal", "message": str(error)})
        return 1
    driver = Driver(send, os.environ.get("TINTYPE_RAY_CPUS"))
    nodes = alive_nodes()
    send({"type": "ready", "nodes": len(nodes), "cpus": sum(node.cpus for node in nodes)})

    async def work() -> None:
        inbox: asyncio.Queue[Order | Cancel | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def listen() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(inbox.put_nowait, parse_message(line))
            loop.call_soon_threadsafe(inbox.put_nowait, None)

        threading.Thread(target=listen, daemon=True).start()
        await driver.run(inbox)

    asyncio.run(work())
    ray.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
