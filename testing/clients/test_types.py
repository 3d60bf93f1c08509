"""Each SQL type: its Arrow type, and values that come through unchanged, at the ends of their ranges too."""

import datetime
import decimal
import math

import pyarrow
import pytest

UTC = datetime.timezone.utc

CASES = [
    ("boolean", "true", pyarrow.bool_(), True),
    ("tinyint", "CAST(-128 AS TINYINT)", pyarrow.int8(), -128),
    ("smallint", "CAST(32767 AS SMALLINT)", pyarrow.int16(), 32767),
    ("int", "CAST(-2147483648 AS INT)", pyarrow.int32(), -(2**31)),
    ("bigint", "9223372036854775807", pyarrow.int64(), 2**63 - 1),
    ("float", "CAST(1.5 AS FLOAT)", pyarrow.float32(), 1.5),
    ("double", "1e300", pyarrow.float64(), 1e300),
    ("infinity", "CAST('-Infinity' AS DOUBLE)", pyarrow.float64(), -math.inf),
    ("decimal", "CAST('-123.40' AS DECIMAL(10,2))", pyarrow.decimal128(10, 2), decimal.Decimal("-123.40")),
    (
        "widest decimal",
        "CAST('-0." + "9" * 38 + "' AS DECIMAL(38,38))",
        pyarrow.decimal128(38, 38),
        decimal.Decimal("-0." + "9" * 38),
    ),
    ("string", "'größe 湖 🚀'", pyarrow.string(), "größe 湖 🚀"),
    ("varchar", "CAST('a' AS VARCHAR(10))", pyarrow.string(), "a"),
    ("binary", "X'00FF'", pyarrow.binary(), b"\x00\xff"),
    ("date", "DATE'2024-02-29'", pyarrow.date32(), datetime.date(2024, 2, 29)),
    ("old date", "DATE'1500-02-28'", pyarrow.date32(), datetime.date(1500, 2, 28)),
    ("first date", "DATE'0001-01-01'", pyarrow.date32(), datetime.date(1, 1, 1)),
    (
        "timestamp without zone",
        "TIMESTAMP_NTZ'2024-02-29 12:34:56.789012'",
        pyarrow.timestamp("us"),
        datetime.datetime(2024, 2, 29, 12, 34, 56, 789012),
    ),
    (
        "old timestamp without zone",
        "TIMESTAMP_NTZ'1500-01-01 00:00:00.000001'",
        pyarrow.timestamp("us"),
        datetime.datetime(1500, 1, 1, 0, 0, 0, 1),
    ),
    ("array", "array(1, NULL, 3)", pyarrow.list_(pyarrow.int32()), [1, None, 3]),
    ("nested array", "array(array('a'), array())", pyarrow.list_(pyarrow.list_(pyarrow.string())), [["a"], []]),
    ("map", "map('a', 1, 'b', NULL)", pyarrow.map_(pyarrow.string(), pyarrow.int32()), [("a", 1), ("b", None)]),
    ("struct", "named_struct('x', 1, 'y', array('z'))", None, {"x": 1, "y": ["z"]}),
    ("null", "NULL", pyarrow.null(), None),
]


@pytest.mark.parametrize("sql, arrow_type, value", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_value_and_type(cursor, sql, arrow_type, value):
    cursor.execute(f"SELECT {sql} AS v")
    table = cursor.fetch_arrow_table()
    if arrow_type is not None:
        assert plain(table.schema.field("v").type) == plain(arrow_type)
    assert table.column("v").to_pylist() == [value]


@pytest.mark.parametrize("sql", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_schema_is_the_same_everywhere(cursor, sql):
    query = f"SELECT {sql} AS v"
    before = cursor.adbc_execute_schema(query)
    cursor.execute(query)
    streamed = cursor.fetch_arrow_table().schema
    assert before.equals(streamed, check_metadata=True)


def test_timestamp_with_zone_is_a_point_in_time(cursor):
    cursor.execute("SELECT TIMESTAMP'2024-02-29 12:34:56.789012+02:00' AS v")
    table = cursor.fetch_arrow_table()
    assert table.schema.field("v").type.unit == "us"
    assert table.schema.field("v").type.tz is not None
    value = table.column("v").to_pylist()[0]
    assert value.astimezone(UTC) == datetime.datetime(2024, 2, 29, 10, 34, 56, 789012, UTC)


def test_not_a_number(cursor):
    cursor.execute("SELECT CAST('NaN' AS DOUBLE) AS v")
    assert math.isnan(cursor.fetchone()[0])


def test_intervals_are_readable(cursor):
    cursor.execute("SELECT INTERVAL '1-2' YEAR TO MONTH AS m, INTERVAL '3 04:05:06.000007' DAY TO SECOND AS s")
    table = cursor.fetch_arrow_table()
    assert table.column("m").to_pylist() == [pyarrow.MonthDayNano([14, 0, 0])]
    assert table.column("s").to_pylist() == [datetime.timedelta(days=3, hours=4, minutes=5, seconds=6, microseconds=7)]


def test_nested_intervals_are_readable(cursor):
    cursor.execute("SELECT array(INTERVAL '1' YEAR, NULL) AS a, struct(INTERVAL '-2' MONTH AS m, 'x' AS s) AS b")
    table = cursor.fetch_arrow_table()
    assert table.column("a").to_pylist() == [[pyarrow.MonthDayNano([12, 0, 0]), None]]
    assert table.column("b").to_pylist() == [{"m": pyarrow.MonthDayNano([-2, 0, 0]), "s": "x"}]


def test_variant_is_a_string(cursor):
    cursor.execute("SELECT parse_json('{\"a\": 1}') AS v")
    table = cursor.fetch_arrow_table()
    assert table.schema.field("v").type == pyarrow.string()
    assert table.column("v").to_pylist() == ['{"a":1}']


def test_nulls_of_every_type(cursor):
    sql = ", ".join(f"IF(id = 0, NULL, {case[1]}) AS c{number}" for number, case in enumerate(CASES))
    cursor.execute(f"SELECT {sql} FROM range(1)")
    assert cursor.fetchall() == [(None,) * len(CASES)]


def plain(arrow_type):
    """The type without the names and nullability of its inner fields, which differ between writers."""
    if pyarrow.types.is_map(arrow_type):
        return "map", plain(arrow_type.key_type), plain(arrow_type.item_type)
    if pyarrow.types.is_list(arrow_type):
        return "list", plain(arrow_type.value_type)
    return arrow_type
