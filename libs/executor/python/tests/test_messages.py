import json

import pytest

from tintype_ray.messages import Cancel, ShardsOrder, UnitOrder, parse_message

CODE = {"workspace": "/w", "program": "/w/p.js", "node": "v20", "tintype": "0.1.0", "files": {"/w/p.js": "ab"}}


def test_shards():
    order = parse_message(json.dumps({"type": "shards", "id": "1", "attempt": 2, "attempts": 4, "allCpus": True, "gpu": False, "code": CODE, "work": {"run": "r", "a": 1}}))
    assert isinstance(order, ShardsOrder)
    assert (order.id, order.attempt, order.attempts) == ("1", 2, 4)
    assert (order.all_cpus, order.gpu, order.code.files) == (True, False, {"/w/p.js": "ab"})
    assert (order.run, order.work) == ("r", {"run": "r", "a": 1})


def test_a_unit():
    message = {"type": "unit", "id": "2", "attempt": 1, "attempts": 4, "gpus": 1, "code": CODE, "store": "/w/s", "identity": "x", "arguments": ["a"], "environment": {"B": "c"}}
    order = parse_message(json.dumps(message))
    assert isinstance(order, UnitOrder)
    assert (order.arguments, order.environment, order.gpus) == (("a",), {"B": "c"}, 1)


def test_a_cancellation():
    assert parse_message('{"type": "cancel", "id": "3"}') == Cancel("3")


def test_anything_else_is_an_error():
    with pytest.raises(ValueError, match="expected shards, unit or cancel, got eat"):
        parse_message('{"type": "eat"}')
