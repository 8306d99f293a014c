"""The checkout of a node: where it is, and whether its code is the driver's."""

import hashlib
import json
import os
import socket
from pathlib import Path

from .messages import Code


class Refused(Exception):
    """What this node can never compute as the driver wants it."""


def node_workspace(driver_workspace: str) -> str:
    """TINTYPE_WORKSPACE where the node sets it, else the path that the driver's checkout has."""
    return os.environ.get("TINTYPE_WORKSPACE") or driver_workspace


def relocate(path: str, driver_workspace: str) -> str:
    """A path in the driver's checkout lies at the same place of the node's; any other is the same everywhere."""
    inside = os.path.relpath(path, driver_workspace)
    outside = inside == os.pardir or inside.startswith(os.pardir + os.sep)
    return path if outside else str(Path(node_workspace(driver_workspace), inside))


def check_code(code: Code) -> None:
    """Raises Refused, which says what differs and what to do."""
    workspace = node_workspace(code.workspace)
    here = f"node {socket.gethostname()}: {workspace}"
    if not Path(workspace, "package.json").is_file():
        raise Refused(
            f"{here}: expected a checkout of Tintype, found none; "
            "put it there, or set TINTYPE_WORKSPACE to its path where the node's Ray is started"
        )
    version = json.loads(Path(workspace, "package.json").read_text())["version"]
    if version != code.tintype:
        raise Refused(
            f"{here}: expected Tintype {code.tintype}, as where the run was started, found {version}; "
            "check out the same commit on all nodes"
        )
    for file, expected in code.files.items():
        check_file(relocate(file, code.workspace), expected)


def check_file(path: str, expected: str) -> None:
    remedy = 'check out the same commit there, then "npm ci" and "npx nx run-many -t build"'
    host = socket.gethostname()
    if not Path(path).is_file():
        raise Refused(f"node {host}: {path}: expected built code, found none; {remedy}")
    found = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    if found != expected:
        raise Refused(
            f"node {host}: {path}: expected the code of the run, with the sha256 {expected[:12]}…, "
            f"found other code ({found[:12]}…); {remedy}"
        )


def check_store(path: str, identity: str, driver_workspace: str) -> None:
    """A unit leaves manifests and reports beside the store, so a remote is not enough for it."""
    file = Path(relocate(path, driver_workspace), "identity")
    if not file.is_file() or file.read_text() != identity:
        raise Refused(
            f"node {socket.gethostname()}: {file.parent}: expected the store of the run, found another one or none; "
            "share the folder data of the checkout with all nodes"
        )


def check_node(code: Code, found: str) -> None:
    if found != code.node:
        raise Refused(
            f"node {socket.gethostname()}: expected Node {code.node}, as where the run was started, "
            f"found {found}; install the same version there"
        )
