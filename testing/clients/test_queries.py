"""Queries: rows, parameters, large results."""

import datetime
import decimal

import pyarrow
import pytest

from conftest import connect, rows


def test_one_value(cursor):
    assert rows(cursor, "SELECT 1 AS one") == [(1,)]
    assert [column[0] for column in cursor.description] == ["one"]


def test_statement_may_end_with_a_semicolon(cursor):
    assert rows(cursor, "SELECT 1;") == [(1,)]


def test_no_rows_keep_their_schema(cursor):
    cursor.execute("SELECT o_orderkey, o_orderdate FROM lake.tpch.orders WHERE 1 = 0")
    table = cursor.fetch_arrow_table()
    assert table.num_rows == 0
    assert table.schema.names == ["o_orderkey", "o_orderdate"]
    assert table.schema.types == [pyarrow.int64(), pyarrow.date32()]


def test_sample_tables_have_their_standard_types(cursor):
    cursor.execute("SELECT l_orderkey, l_extendedprice, l_shipdate, l_comment FROM lake.tpch.lineitem LIMIT 1")
    assert cursor.fetch_arrow_table().schema.types == [
        pyarrow.int64(),
        pyarrow.decimal128(15, 2),
        pyarrow.date32(),
        pyarrow.string(),
    ]


def test_order_is_kept_over_many_batches(cursor):
    cursor.execute("SELECT id FROM range(500000) ORDER BY id DESC")
    reader = cursor.fetch_record_batch()
    expected = 499_999
    for batch in reader:
        values = batch.column(0).to_pylist()
        assert values == list(range(expected, expected - len(values), -1))
        expected -= len(values)
    assert expected == -1


def test_batches_stay_below_two_mebibytes(cursor):
    cursor.execute("SELECT id, repeat('x', 1000) AS text FROM range(20000)")
    count = 0
    for batch in cursor.fetch_record_batch():
        assert batch.nbytes <= 2 << 20
        count += batch.num_rows
    assert count == 20_000


def test_reader_may_stop_early(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM range(100000000)")
        cursor.fetch_record_batch().read_next_batch()
    with connection.cursor() as cursor:
        assert rows(cursor, "SELECT 2") == [(2,)]


def test_two_results_are_read_side_by_side(connection):
    with connection.cursor() as left, connection.cursor() as right:
        left.execute("SELECT id FROM range(100000) ORDER BY id")
        right.execute("SELECT id + 1 FROM range(100000) ORDER BY id")
        for _ in range(1000):
            assert left.fetchone()[0] + 1 == right.fetchone()[0]


@pytest.mark.parametrize(
    "value",
    [
        True,
        42,
        -(2**63),
        1.5,
        "text",
        "it's; -- not a comment",
        "",
        "湖 🚀",
        b"\x00\xff",
        datetime.date(2024, 2, 29),
        datetime.date(1500, 1, 1),
        datetime.datetime(2024, 2, 29, 12, 34, 56, 789012),
        decimal.Decimal("123456789012345678901234567890.12345678"),
    ],
    ids=str,
)
def test_parameter_comes_back(cursor, value):
    assert rows(cursor, "SELECT ? AS value", (value,)) == [(value,)]


def test_parameters_are_bound_in_order(cursor):
    assert rows(cursor, "SELECT ? || '-' || ?, ? + 1", ("a", "b", 1)) == [("a-b", 2)]


def test_null_parameter(cursor):
    assert rows(cursor, "SELECT CAST(? AS INT) IS NULL", (None,)) == [(True,)]


def test_parameter_in_a_condition(cursor):
    sql = "SELECT count(*) FROM lake.tpch.nation WHERE n_regionkey = ? AND n_name < ?"
    assert rows(cursor, sql, (0, "F")) == [(2,)]
    assert rows(cursor, sql, (0, "Z")) == [(5,)]


def test_question_mark_in_a_string_is_no_parameter(cursor):
    assert rows(cursor, "SELECT '?', ?", (1,)) == [("?", 1)]


def test_schema_is_known_before_execution(cursor):
    schema = cursor.adbc_execute_schema("SELECT CAST(1 AS SMALLINT) AS a, 'x' AS b")
    assert schema.names == ["a", "b"]
    assert schema.types == [pyarrow.int16(), pyarrow.string()]


def test_parameter_schema(cursor):
    schema = cursor.adbc_prepare("SELECT * FROM lake.tpch.orders WHERE o_orderkey = ? AND o_clerk = ?")
    assert len(schema) == 2


def test_prepared_statement_runs_many_times(cursor):
    for key in range(5):
        assert rows(cursor, "SELECT n_nationkey FROM lake.tpch.nation WHERE n_nationkey = ?", (key,)) == [(key,)]


@pytest.mark.parametrize("identifier", ['"größe"', "`größe`", '"湖 with; blank"', '`it"s`'])
def test_identifiers_are_quoted_both_ways(cursor, identifier):
    cursor.execute(f"SELECT 1 AS {identifier}")
    assert cursor.description[0][0] == identifier[1:-1]


def test_double_quotes_are_never_a_string(cursor):
    with pytest.raises(Exception, match="no_such_column"):
        cursor.execute('SELECT "no_such_column" FROM lake.tpch.region')


def test_many_connections_work_at_once():
    connections = [connect() for _ in range(20)]
    try:
        cursors = [connection.cursor() for connection in connections]
        for number, cursor in enumerate(cursors):
            cursor.execute(f"SELECT {number}")
        assert [cursor.fetchone()[0] for cursor in cursors] == list(range(20))
        for cursor in cursors:
            cursor.close()
    finally:
        for connection in connections:
            connection.close()
