"""Statements with effects take effect exactly once, whichever call brings them."""

import adbc_driver_manager
import pyarrow
import pytest

from conftest import rows, snapshots


def test_insert_by_execute_runs_once(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a INT, b STRING)")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 'x'), (2, 'y')")
    assert cursor.rowcount == 2
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY a") == [(1, "x"), (2, "y")]
    assert snapshots(cursor, table) == 1


def test_fetching_the_result_of_an_insert_inserts_nothing(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    cursor.execute(f"INSERT INTO {table} VALUES (1)")
    cursor.fetch_arrow_table()
    assert rows(cursor, f"SELECT count(*) FROM {table}") == [(1,)]
    assert snapshots(cursor, table) == 1


def test_insert_by_executescript_runs_once(cursor, table):
    cursor.executescript(f"CREATE TABLE {table} (a INT)")
    cursor.executescript(f"INSERT INTO {table} VALUES (1);")
    assert rows(cursor, f"SELECT * FROM {table}") == [(1,)]
    assert snapshots(cursor, table) == 1


def test_script_runs_all_its_statements(cursor, table):
    cursor.executescript(f"CREATE TABLE {table} (a INT); INSERT INTO {table} VALUES (1); INSERT INTO {table} VALUES (2)")
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY a") == [(1,), (2,)]
    assert snapshots(cursor, table) == 2


def test_executemany_is_one_commit(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a BIGINT, b STRING)")
    cursor.executemany(f"INSERT INTO {table} VALUES (?, ?)", [(number, f"row {number}") for number in range(100)])
    assert cursor.rowcount == 100
    assert rows(cursor, f"SELECT count(*), sum(a), max(b) FROM {table}") == [(100, 4950, "row 99")]
    assert snapshots(cursor, table) == 1


def test_executemany_takes_arrow_data(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a BIGINT)")
    cursor.executemany(f"INSERT INTO {table} VALUES (?)", pyarrow.table({"a": [1, None, 3]}))
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY a") == [(None,), (1,), (3,)]
    assert snapshots(cursor, table) == 1


def test_executemany_without_rows_does_nothing(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a BIGINT)")
    cursor.executemany(f"INSERT INTO {table} VALUES (?)", [])
    assert rows(cursor, f"SELECT count(*) FROM {table}") == [(0,)]


def test_insert_with_parameters_runs_once(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a INT, b STRING)")
    cursor.execute(f"INSERT INTO {table} VALUES (?, ?)", (7, "seven"))
    assert rows(cursor, f"SELECT * FROM {table}") == [(7, "seven")]
    assert snapshots(cursor, table) == 1


def test_update_delete_and_merge_run_once_each(cursor, table):
    cursor.execute(f"CREATE TABLE {table} AS SELECT id AS a, 0 AS b FROM range(10)")
    cursor.execute(f"UPDATE {table} SET b = b + 1 WHERE a < 5")
    assert cursor.rowcount == 5
    cursor.execute(f"DELETE FROM {table} WHERE a = 9")
    assert cursor.rowcount == 1
    cursor.execute(
        f"MERGE INTO {table} t USING (SELECT 1 AS a UNION ALL SELECT 100) s ON t.a = s.a"
        " WHEN MATCHED THEN UPDATE SET b = b + 1 WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.a, 7)"
    )
    assert cursor.rowcount == 2
    assert rows(cursor, f"SELECT count(*), sum(b) FROM {table}") == [(10, 13)]
    assert snapshots(cursor, table) == 4


def test_create_table_as_select_runs_once(cursor, table):
    cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM lake.tpch.nation")
    assert cursor.rowcount == 25
    assert snapshots(cursor, table) == 1


def test_snapshot_names_its_query(cursor, table):
    cursor.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
    cursor.execute(f"INSERT INTO {table} VALUES (2)")
    ids = rows(cursor, f"SELECT summary['lakeflight.query-id'] FROM {table}.snapshots")
    assert len(set(ids)) == 2
    assert all(query_id for (query_id,) in ids)


def test_preparing_executes_nothing(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    cursor.adbc_prepare(f"INSERT INTO {table} VALUES (1)")
    with pytest.raises(adbc_driver_manager.NotSupportedError, match="did not provide schema"):
        cursor.adbc_execute_schema(f"INSERT INTO {table} VALUES (1)")
    assert rows(cursor, f"SELECT count(*) FROM {table}") == [(0,)]


def test_failed_insert_leaves_nothing(cursor, table):
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    with pytest.raises(Exception):
        cursor.execute(f"INSERT INTO {table} SELECT CAST('x' || id AS INT) FROM range(10)")
    assert rows(cursor, f"SELECT count(*) FROM {table}") == [(0,)]
    assert snapshots(cursor, table) == 0


def test_names_beyond_ascii(cursor, schema):
    table = f'lake.{schema}."größe 湖"'
    cursor.execute(f'CREATE TABLE {table} ("straße" INT)')
    cursor.execute(f'INSERT INTO {table} ("straße") VALUES (1)')
    assert rows(cursor, f"SELECT `straße` FROM lake.{schema}.`größe 湖`") == [(1,)]
    cursor.execute(f"DROP TABLE {table}")
