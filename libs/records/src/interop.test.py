"""Opens Arrow files with pyarrow, polars and DuckDB and prints, as JSON, what each of them finds in each file:
of a column of numbers its shape and sum, of any other column its number of rows and its first value; and what the
fields say that their columns mean."""

import json
import sys
import warnings

import duckdb
import numpy
import polars
import pyarrow
import pyarrow.ipc


def found(array):
    if array.dtype.kind in "iuf":
        return {"shape": list(array.shape), "sum": float(numpy.nansum(array, dtype="float64"))}
    first = array[0] if len(array) else None
    return {"shape": list(array.shape), "first": first.hex() if isinstance(first, (bytes, bytearray)) else str(first)}


def by_pyarrow(table):
    def values(column):
        array = column.combine_chunks()
        tensors = isinstance(array, pyarrow.FixedShapeTensorArray)
        return array.to_numpy_ndarray() if tensors else array.to_numpy(zero_copy_only=False)

    table.validate(full=True)
    return {name: found(values(table[name])) for name in table.column_names}


def by_polars(path):
    frame = polars.read_ipc(path)
    return {name: found(frame[name].to_numpy()) for name in frame.columns}


def by_duckdb(table):
    def values(array):
        lists = array.dtype == object and isinstance(array[0], numpy.ndarray)
        return numpy.stack(array) if lists else array

    return {name: found(values(array)) for name, array in duckdb.from_arrow(table).fetchnumpy().items()}


def meanings(schema):
    def text(field, key):
        value = (field.metadata or {}).get(key)
        return None if value is None else value.decode()

    return {field.name: [text(field, b"tintype.description"), text(field, b"tintype.unit")] for field in schema}


def report(path):
    table = pyarrow.ipc.open_file(path).read_all()
    found_by = {"pyarrow": by_pyarrow(table), "polars": by_polars(path), "duckdb": by_duckdb(table)}
    return {**found_by, "meanings": meanings(table.schema)}


warnings.simplefilter("ignore")  # older polars and DuckDB say that they know no tensors, and read lists
print(json.dumps({path: report(path) for path in sys.argv[1:]}))
