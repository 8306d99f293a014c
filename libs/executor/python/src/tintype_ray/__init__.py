"""Runs Tintype's shards and units on a Ray cluster, as `python -m tintype_ray` is told in JSON lines."""
