"""DuckDB reads and writes the same tables through the Iceberg REST service."""

import pathlib

import duckdb
import pytest

from conftest import ICEBERG_URI, rows, snapshots

# DuckDB would download its extensions from its own site; these packages bring them along, for Linux only.
EXTENSIONS = [pytest.importorskip(f"duckdb_extension_{name}") for name in ("avro", "httpfs", "iceberg")]


@pytest.fixture(scope="module")
def database():
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as opened:
        for extension in EXTENSIONS:
            directory = pathlib.Path(extension.__file__).parent / "extensions" / f"v{duckdb.__version__}"
            (file,) = directory.glob("*.duckdb_extension")
            opened.execute(f"LOAD '{file}'")
        yield opened


@pytest.fixture
def duck(database):
    """DuckDB with the catalog attached anew, because it keeps what it has loaded of tables."""
    database.execute(f"ATTACH 'lake' AS lake (TYPE iceberg, ENDPOINT '{ICEBERG_URI}', AUTHORIZATION_TYPE 'none')")
    yield database
    database.execute("DETACH lake")


def test_reads_partitions_deletes_and_evolved_columns_of_sql(duck, cursor, table):
    cursor.execute(
        f"CREATE TABLE {table} (id BIGINT, day DATE, amount DECIMAL(10, 2), name STRING, place STRUCT<x: INT>)"
        " PARTITIONED BY (months(day), bucket(4, id))"
        " TBLPROPERTIES ('format-version' = '2', 'write.delete.mode' = 'merge-on-read')"
    )
    cursor.execute(
        f"INSERT INTO {table} SELECT id, DATE '2024-01-15' + CAST(id AS INT), id / 4, concat('n', id),"
        " named_struct('x', CAST(id AS INT)) FROM range(100)"
    )
    cursor.execute(f"DELETE FROM {table} WHERE id % 7 = 0")
    cursor.execute(f"ALTER TABLE {table} RENAME COLUMN name TO title")
    cursor.execute(f"ALTER TABLE {table} ADD COLUMN name INT FIRST")
    cursor.execute(f"ALTER TABLE {table} ADD PARTITION FIELD truncate(2, title)")
    cursor.execute(f"INSERT INTO {table} VALUES (5, 1000, DATE '2025-01-01', 1.25, 'late', NULL)")
    query = f"SELECT name, id, day, amount, title, place FROM {table} ORDER BY id"
    assert duck.execute(query).fetchall() == rows(cursor, query)
    assert duck.execute(f"SELECT count(*) FROM {table} WHERE day >= DATE '2024-03-01'").fetchall() == rows(
        cursor, f"SELECT count(*) FROM {table} WHERE day >= DATE '2024-03-01'"
    )


def test_reads_deletion_vectors_of_sql(duck, cursor, table):
    cursor.execute(
        f"CREATE TABLE {table} TBLPROPERTIES ('format-version' = '3', 'write.delete.mode' = 'merge-on-read')"
        " AS SELECT id FROM range(20)"
    )
    cursor.execute(f"DELETE FROM {table} WHERE id % 2 = 0")
    assert duck.execute(f"SELECT id FROM {table} ORDER BY id").fetchall() == [(id,) for id in range(1, 20, 2)]


def test_reads_an_older_snapshot(duck, cursor, table):
    cursor.execute(f"CREATE TABLE {table} AS SELECT 1 AS id")
    first = rows(cursor, f"SELECT snapshot_id FROM {table}.snapshots")[0][0]
    cursor.execute(f"INSERT INTO {table} VALUES (2)")
    assert duck.execute(f"SELECT id FROM {table} AT (VERSION => {first})").fetchall() == [(1,)]
    assert duck.execute(f"SELECT count(*) FROM {table}").fetchall() == [(2,)]


def test_sql_reads_what_it_has_written(duck, cursor, table):
    duck.execute(f"CREATE TABLE {table} (id BIGINT, name VARCHAR)")
    duck.execute(f"INSERT INTO {table} VALUES (1, 'one'), (2, NULL), (3, 'three')")
    duck.execute(f"DELETE FROM {table} WHERE id = 1")
    duck.execute(f"UPDATE {table} SET name = 'drei' WHERE id = 3")
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY id") == [(2, None), (3, "drei")]
    cursor.execute(f"UPDATE {table} SET name = 'zwei' WHERE id = 2")
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY id") == [(2, "zwei"), (3, "drei")]
    assert snapshots(cursor, table) >= 4


def test_names_are_taken_as_they_are(duck, cursor, schema):
    cursor.execute(f"CREATE TABLE lake.{schema}.`../odd \"näme` AS SELECT 7 AS `a.b`")
    assert duck.execute(f'SELECT "a.b" FROM lake.{schema}."../odd ""näme"').fetchall() == [(7,)]
