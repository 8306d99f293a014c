import hashlib
import json
from dataclasses import replace

import pytest

from tintype_ray.checkout import Refused, check_code, check_node, check_store, relocate
from tintype_ray.messages import Code


@pytest.fixture
def code(tmp_path, monkeypatch):
    """The code of a run that was started in /home/ann/tintype; the node's checkout has the same."""
    monkeypatch.setenv("TINTYPE_WORKSPACE", str(tmp_path))
    (tmp_path / "package.json").write_text(json.dumps({"version": "0.1.0"}))
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/train.digest").write_text("abc")
    digest = hashlib.sha256(b"abc").hexdigest()
    files = {"/home/ann/tintype/dist/train.digest": digest}
    return Code("/home/ann/tintype", "/home/ann/tintype/dist/ray.worker.js", "v20.20.2 linux-x64", "0.1.0", files)


def test_what_lies_in_the_checkout_lies_in_that_of_the_node(code, tmp_path):
    assert relocate("/home/ann/tintype/data/store", code.workspace) == str(tmp_path / "data/store")
    assert relocate("/home/ann/tintype", code.workspace) == str(tmp_path)


@pytest.mark.parametrize("path", ["/home/ann/tintype-2/a", "/photos/a.jpg", "/home/ann"])
def test_anything_else_is_where_it_is(code, path):
    assert relocate(path, code.workspace) == path


def test_a_node_without_a_variable_has_the_path_of_the_driver(code, monkeypatch):
    monkeypatch.delenv("TINTYPE_WORKSPACE")
    assert relocate("/home/ann/tintype/data", code.workspace) == "/home/ann/tintype/data"


def test_the_same_code_is_computed_with(code):
    check_code(code)
    check_node(code, "v20.20.2 linux-x64")


def test_another_version_is_refused(code):
    with pytest.raises(Refused, match="expected Tintype 0.2.0, .* found 0.1.0; check out the same commit"):
        check_code(replace(code, tintype="0.2.0"))


def test_other_code_is_refused(code, tmp_path):
    (tmp_path / "dist/train.digest").write_text("abd")
    with pytest.raises(Refused, match="train.digest: expected the code of the run, .* found other code"):
        check_code(code)


def test_code_that_was_not_built_is_refused(code, tmp_path):
    (tmp_path / "dist/train.digest").unlink()
    with pytest.raises(Refused, match='expected built code, found none; .*"npx nx run-many -t build"'):
        check_code(code)


def test_a_node_without_a_checkout_is_refused(code, monkeypatch, tmp_path):
    monkeypatch.setenv("TINTYPE_WORKSPACE", str(tmp_path / "nowhere"))
    with pytest.raises(Refused, match="expected a checkout of Tintype, found none; .*TINTYPE_WORKSPACE"):
        check_code(code)


def test_another_node_is_refused(code):
    with pytest.raises(Refused, match="expected Node v20.20.2 linux-x64, .* found v22.1.0 linux-x64"):
        check_node(code, "v22.1.0 linux-x64")


def test_a_unit_wants_the_store_of_the_run(code, tmp_path):
    (tmp_path / "data/store").mkdir(parents=True)
    (tmp_path / "data/store/identity").write_text("one")
    check_store("/home/ann/tintype/data/store", "one", code.workspace)
    with pytest.raises(Refused, match="expected the store of the run, found another one or none; share the folder data"):
        check_store("/home/ann/tintype/data/store", "two", code.workspace)
