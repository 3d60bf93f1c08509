"""TPC-H by ADBC: rows, their order, names and types as a bare Spark gives them."""

import decimal
import re

import pyarrow
import pytest

from bare_spark import BareSpark, tpch_texts
from conftest import connect, rows

ARROW_TYPES = {
    "bigint": pyarrow.int64(),
    "int": pyarrow.int32(),
    "double": pyarrow.float64(),
    "date": pyarrow.date32(),
    "string": pyarrow.string(),
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return tpch_texts(tmp_path_factory.mktemp("tpch"))


@pytest.fixture(scope="module")
def bare_spark(tmp_path_factory):
    with open(tmp_path_factory.mktemp("spark") / "bare-spark.log", "w") as log:
        spark = BareSpark(log)
        spark.query("USE lake.tpch")
        yield spark
        spark.close()


@pytest.fixture(scope="module")
def tpch():
    with connect() as connection, connection.cursor() as cursor:
        rows(cursor, "USE lake.tpch")
        yield cursor


@pytest.mark.parametrize("number", range(1, 23))
def test_query_gives_what_a_bare_spark_gives(tpch, bare_spark, texts, number):
    expected = bare_spark.query(texts[number])
    tpch.execute(texts[number])
    result = tpch.fetch_arrow_table()
    assert result.schema.names == expected["names"]
    assert result.schema.types == [arrow_type(name) for name in expected["types"]]
    values = list(zip(*[column.to_pylist() for column in result.columns]))
    assert [[text(value) for value in row] for row in values] == expected["rows"]


def arrow_type(spark_type):
    sizes = re.fullmatch(r"decimal\((\d+),(\d+)\)", spark_type)
    return pyarrow.decimal128(*map(int, sizes.groups())) if sizes else ARROW_TYPES[spark_type]


def text(value):
    """The text that the bare Spark's program writes for a value."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    return str(value)
