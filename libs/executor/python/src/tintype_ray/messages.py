"""What the driver is told, a JSON document a line."""

import json
from dataclasses import dataclass
from typing import Any, Mapping


@dataclass(frozen=True)
class Code:
    """What has to be the same wherever a shard is computed."""

    workspace: str
    """The driver's checkout."""
    program: str
    """In the checkout of a node it lies at the same place."""
    node: str
    """Version of Node and its platform, as the program states them."""
    tintype: str
    files: Mapping[str, str]
    """Files and the sha256 of their bytes."""


@dataclass(frozen=True)
class ShardsOrder:
    id: str
    attempt: int
    """Which one the first is: others may have been made at these shards in another order."""
    attempts: int
    """How many there are to be, where machines or processes are lost."""
    all_cpus: bool
    gpu: bool
    run: str
    """Which one it belongs to."""
    code: Code
    work: Any
    """Goes to the program as it is."""


@dataclass(frozen=True)
class UnitOrder:
    id: str
    attempt: int
    attempts: int
    gpus: float
    code: Code
    store: str
    identity: str
    """Of the store that the run works on."""
    arguments: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Cancel:
    id: str


Order = ShardsOrder | UnitOrder


def parse_message(line: str) -> Order | Cancel:
    """Raises ValueError or KeyError, as our own other half writes these lines."""
    message = json.loads(line)
    match message["type"]:
        case "shards":
            return ShardsOrder(
                id=message["id"],
                attempt=message["attempt"],
                attempts=message["attempts"],
                all_cpus=message["allCpus"],
                gpu=message["gpu"],
                run=message["work"]["run"],
                code=Code(**message["code"]),
                work=message["work"],
            )
        case "unit":
            return UnitOrder(
                id=message["id"],
                attempt=message["attempt"],
                attempts=message["attempts"],
                gpus=message["gpus"],
                code=Code(**message["code"]),
                store=message["store"],
                identity=message["identity"],
                arguments=tuple(message["arguments"]),
                environment=message["environment"],
            )
        case "cancel":
            return Cancel(id=message["id"])
        case other:
            raise ValueError(f"expected shards, unit or cancel, got {other}")
