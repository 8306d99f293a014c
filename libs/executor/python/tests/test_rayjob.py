"""The manifest against KubeRay's own schema, which comes from the Go module proxy."""

import json
import os
import shutil
import string
import subprocess
from pathlib import Path

import pytest

jsonschema = pytest.importorskip("jsonschema")
yaml = pytest.importorskip("yaml")

OPERATOR = "github.com/ray-project/kuberay/ray-operator@v1.5.0"
SCHEMA = "config/crd/bases/ray.io_rayjobs.yaml"
MANIFEST = Path(__file__).parents[1] / "kubernetes/rayjob.yaml"


@pytest.fixture(scope="module")
def schema():
    if shutil.which("go") is None:
        pytest.skip("no Go here, with which KubeRay's schema is fetched")
    found = subprocess.run(["go", "mod", "download", "-json", OPERATOR], capture_output=True, text=True, cwd="/", timeout=100)
    if found.returncode != 0:
        pytest.skip(f"KubeRay's schema cannot be fetched: {found.stdout} {found.stderr}")
    crd = yaml.safe_load(Path(json.loads(found.stdout)["Dir"], SCHEMA).read_text())
    return close(crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"])


def close(schema):
    """Kubernetes drops unknown fields; here they are mistakes."""
    if isinstance(schema, list):
        return [close(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: close(part) for key, part in schema.items()}
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not open_ended:
        closed["additionalProperties"] = False
    return closed


@pytest.fixture
def manifest():
    filled = {**os.environ, "IMAGE": "registry.example/tintype:1", "RECIPE": "mine", "REMOTE": "s3://bucket/tintype"}
    return yaml.safe_load(string.Template(MANIFEST.read_text()).substitute(filled))


def validate(manifest, schema):
    metadata = schema["properties"]["metadata"]
    metadata.pop("additionalProperties", None)
    jsonschema.Draft202012Validator(schema).validate(manifest)


def test_it_is_a_ray_job(manifest, schema):
    assert (manifest["apiVersion"], manifest["kind"]) == ("ray.io/v1", "RayJob")
    validate(manifest, schema)


def test_the_schema_finds_a_mistyped_field(manifest, schema):
    manifest["spec"]["rayClusterSpec"]["headGroupSpecs"] = {}
    with pytest.raises(jsonschema.ValidationError, match="headGroupSpecs"):
        validate(manifest, schema)


def test_it_runs_the_pipeline_on_ray_with_the_remote(manifest):
    assert manifest["spec"]["entrypoint"] == "npx nx run pipeline:all -c mine"
    cluster = manifest["spec"]["rayClusterSpec"]
    pods = [cluster["headGroupSpec"], *cluster["workerGroupSpecs"]]
    for pod in pods:
        (container,) = pod["template"]["spec"]["containers"]
        environment = {one["name"]: one["value"] for one in container["env"]}
        assert environment["TINTYPE_EXECUTOR"] == "ray"
        assert environment["TINTYPE_REMOTE"] == "s3://bucket/tintype"
