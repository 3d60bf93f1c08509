"""PyIceberg beside SQL: one sees what the other has written, and no row is lost between them."""

import datetime
import decimal
import threading

import pyarrow
import pytest
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError
from pyiceberg.expressions import EqualTo, GreaterThanOrEqual
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import BucketTransform, DayTransform
from pyiceberg.types import (
    DateType,
    DecimalType,
    DoubleType,
    IntegerType,
    ListType,
    LongType,
    MapType,
    NestedField,
    StringType,
    StructType,
    TimestamptzType,
)

from conftest import ICEBERG_URI, connect, rows

COLUMNS = pyarrow.schema([("id", pyarrow.int64()), ("name", pyarrow.string())])


@pytest.fixture(scope="module")
def catalog():
    return load_catalog("lake", type="rest", uri=ICEBERG_URI, warehouse="lake")


@pytest.fixture
def identifier(table):
    """The table's name as PyIceberg takes it."""
    return tuple(table.split(".")[1:])


def batch(*values):
    return pyarrow.Table.from_pylist([{"id": number, "name": name} for number, name in values], schema=COLUMNS)


def in_order(table):
    return sorted(tuple(row.values()) for row in table.to_pylist())


def test_what_sql_has_created_is_listed(catalog, cursor, schema, table, identifier):
    cursor.execute(f"CREATE TABLE {table} (id BIGINT)")
    assert (schema,) in catalog.list_namespaces()
    assert identifier in catalog.list_tables(schema)
    cursor.execute(f"DROP TABLE {table}")
    assert identifier not in catalog.list_tables(schema)


def test_sql_reads_what_was_created_appended_overwritten_and_deleted(catalog, cursor, table, identifier):
    written = catalog.create_table(identifier, schema=COLUMNS)
    written.append(batch((1, "one"), (2, "two"), (3, None)))
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY id") == [(1, "one"), (2, "two"), (3, None)]
    written.delete(EqualTo("id", 2))
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY id") == [(1, "one"), (3, None)]
    written.overwrite(batch((3, "three")), overwrite_filter=EqualTo("id", 3))
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY id") == [(1, "one"), (3, "three")]
    written.upsert(batch((3, "drei"), (4, "vier")), join_cols=["id"])
    assert rows(cursor, f"SELECT * FROM {table} ORDER BY id") == [(1, "one"), (3, "drei"), (4, "vier")]
    written.overwrite(batch((9, "nine")))
    assert rows(cursor, f"SELECT * FROM {table}") == [(9, "nine")]
    catalog.drop_table(identifier)
    cursor.execute(f"CREATE TABLE {table} (other INT)")
    assert rows(cursor, f"SELECT * FROM {table}") == []


def test_every_type_arrives_both_ways(catalog, cursor, table, identifier):
    written = catalog.create_table(
        identifier,
        schema=Schema(
            NestedField(1, "id", LongType(), required=True),
            NestedField(2, "amount", DecimalType(12, 2)),
            NestedField(3, "day", DateType()),
            NestedField(4, "at", TimestamptzType()),
            NestedField(5, "tags", ListType(element_id=10, element=StringType(), element_required=False)),
            NestedField(6, "counts", MapType(key_id=11, key_type=StringType(), value_id=12, value_type=IntegerType())),
            NestedField(7, "place", StructType(NestedField(13, "x", DoubleType()), NestedField(14, "y", DoubleType()))),
        ),
    )
    moment = datetime.datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=datetime.timezone.utc)
    row = {
        "id": 1,
        "amount": decimal.Decimal("1234567890.12"),
        "day": datetime.date(1969, 12, 31),
        "at": moment,
        "tags": ["a", None, "ü"],
        "counts": [("k", 1)],
        "place": {"x": 1.5, "y": None},
    }
    written.append(pyarrow.Table.from_pylist([row], schema=written.schema().as_arrow()))
    cursor.execute(f"INSERT INTO {table} SELECT id + 1, amount, day, at, tags, counts, place FROM {table}")
    found = rows(cursor, f"SELECT * FROM {table} ORDER BY id")
    assert [row["id"], row["id"] + 1] == [first for first, *_ in found]
    assert list(found[0][1:]) == list(row.values())[1:] == list(found[1][1:])
    back = catalog.load_table(identifier).scan(row_filter=EqualTo("id", 2)).to_arrow().to_pylist()
    assert back == [row | {"id": 2}]


def test_reads_what_sql_has_written_in_each_partition(catalog, cursor, table, identifier):
    cursor.execute(f"CREATE TABLE {table} (id BIGINT, day DATE) PARTITIONED BY (days(day), bucket(4, id))")
    cursor.execute(f"INSERT INTO {table} SELECT id, DATE '2024-01-01' + CAST(id % 3 AS INT) FROM range(50)")
    read = catalog.load_table(identifier)
    assert [str(field.transform) for field in read.spec().fields] == ["day", "bucket[4]"]
    assert read.scan().to_arrow().num_rows == 50
    last = read.scan(row_filter=EqualTo("day", "2024-01-03"))
    assert sorted(last.to_arrow()["id"].to_pylist()) == list(range(2, 50, 3))


def test_sql_prunes_partitions_of_others(catalog, cursor, table, identifier):
    columns = Schema(NestedField(1, "id", LongType()), NestedField(2, "at", TimestamptzType()))
    spec = PartitionSpec(
        PartitionField(source_id=2, field_id=1000, transform=DayTransform(), name="at_day"),
        PartitionField(source_id=1, field_id=1001, transform=BucketTransform(2), name="id_bucket"),
    )
    written = catalog.create_table(identifier, schema=columns, partition_spec=spec)
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
    content = [{"id": hour, "at": start + datetime.timedelta(hours=hour)} for hour in range(48)]
    written.append(pyarrow.Table.from_pylist(content, schema=columns.as_arrow()))
    assert rows(cursor, f"SELECT count(*) FROM {table} WHERE at >= TIMESTAMP '2024-01-02 00:00:00'") == [(24,)]
    cursor.execute(f"DELETE FROM {table} WHERE at < TIMESTAMP '2024-01-02 00:00:00'")
    assert cursor.rowcount == 24
    assert written.refresh().scan().to_arrow().num_rows == 24


@pytest.mark.parametrize("properties", ["", "'format-version' = '2', 'write.delete.mode' = 'merge-on-read',"
                                        " 'write.update.mode' = 'merge-on-read'"], ids=["rewritten", "position-deletes"])
def test_reads_what_sql_has_deleted_and_updated(catalog, cursor, table, identifier, properties):
    options = f"TBLPROPERTIES ({properties})" if properties else ""
    cursor.execute(f"CREATE TABLE {table} {options} AS SELECT id, CAST(id AS STRING) AS name FROM range(100)")
    cursor.execute(f"DELETE FROM {table} WHERE id % 10 = 3")
    cursor.execute(f"UPDATE {table} SET name = 'changed' WHERE id < 3")
    found = in_order(catalog.load_table(identifier).scan().to_arrow())
    assert found == rows(cursor, f"SELECT * FROM {table} ORDER BY id")
    assert found[:4] == [(0, "changed"), (1, "changed"), (2, "changed"), (4, "4")]


def test_schema_evolves_on_both_sides(catalog, cursor, table, identifier):
    cursor.execute(f"CREATE TABLE {table} (id INT, name STRING, gone INT)")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 'one', 10)")
    evolved = catalog.load_table(identifier)
    with evolved.update_schema() as update:
        update.update_column("id", field_type=LongType())
        update.rename_column("name", "title")
        update.delete_column("gone")
        update.add_column("extra", DoubleType())
    assert rows(cursor, f"SELECT id, title, extra FROM {table}") == [(1, "one", None)]
    cursor.execute(f"ALTER TABLE {table} ADD COLUMN gone STRING")
    cursor.execute(f"ALTER TABLE {table} RENAME COLUMN title TO label")
    cursor.execute(f"INSERT INTO {table} VALUES (2, 'two', 2.5, 'back')")
    with evolved.refresh().update_spec() as update:
        update.add_field("id", BucketTransform(4), "id_bucket")
    cursor.execute(f"INSERT INTO {table} VALUES (3, 'three', 3.5, 'again')")
    found = evolved.refresh().scan().to_arrow()
    assert found.column_names == ["id", "label", "extra", "gone"]
    assert in_order(found) == [(1, "one", None, None), (2, "two", 2.5, "back"), (3, "three", 3.5, "again")]


def test_snapshots_branches_and_tags_are_the_same(catalog, cursor, table, identifier):
    written = catalog.create_table(identifier, schema=COLUMNS)
    written.append(batch((1, "one")))
    first = written.current_snapshot()
    cursor.execute(f"INSERT INTO {table} VALUES (2, 'two')")
    written.refresh()
    assert written.scan(snapshot_id=first.snapshot_id).to_arrow().num_rows == 1
    assert rows(cursor, f"SELECT id FROM {table} VERSION AS OF {first.snapshot_id}") == [(1,)]
    written.manage_snapshots().create_tag(first.snapshot_id, "start").create_branch(first.snapshot_id, "try").commit()
    assert rows(cursor, f"SELECT id FROM {table} VERSION AS OF 'start'") == [(1,)]
    cursor.execute(f"INSERT INTO {table}.branch_try VALUES (3, 'three')")
    assert in_order(written.refresh().scan().use_ref("try").to_arrow()) == [(1, "one"), (3, "three")]
    assert in_order(written.scan().to_arrow()) == [(1, "one"), (2, "two")]


def test_views_of_sql_are_listed_and_dropped(catalog, cursor, schema):
    cursor.execute(f"CREATE VIEW lake.{schema}.seen AS SELECT 1 AS one")
    assert (schema, "seen") in catalog.list_views(schema)
    assert catalog.view_exists((schema, "seen"))
    catalog.drop_view((schema, "seen"))
    cursor.execute(f"SHOW VIEWS IN lake.{schema}")
    assert cursor.fetchall() == []


def test_appends_beside_inserts_lose_no_row(catalog, cursor, table, identifier):
    catalog.create_table(identifier, schema=COLUMNS)
    failures = []

    def append():
        written = catalog.load_table(identifier)
        for number in range(5):
            while True:
                try:
                    written.append(batch((number, "pyiceberg")))
                    break
                except CommitFailedException:
                    # PyIceberg gives up at the first conflict or after some; nothing was written then.
                    written.refresh()

    def insert():
        with connect() as connection, connection.cursor() as own:
            for number in range(5):
                own.execute(f"INSERT INTO {table} VALUES ({number}, 'sql')")

    def guarded(work):
        try:
            work()
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in (append, insert, insert)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert failures == []
    counted = rows(cursor, f"SELECT name, count(*), count(DISTINCT id) FROM {table} GROUP BY name ORDER BY name")
    assert counted == [("pyiceberg", 5, 5), ("sql", 10, 5)]


def test_stale_writer_is_refused(catalog, cursor, table, identifier):
    written = catalog.create_table(identifier, schema=COLUMNS)
    written.append(batch((1, "one")))
    stale = catalog.load_table(identifier)
    cursor.execute(f"ALTER TABLE {table} ADD COLUMN more INT")
    with pytest.raises(CommitFailedException):
        with stale.update_schema() as update:
            update.add_column("other", LongType())
    assert written.refresh().schema().column_names == ["id", "name", "more"]


def test_purged_table_is_gone(catalog, cursor, table, identifier):
    catalog.create_table(identifier, schema=COLUMNS).append(batch((1, "one")))
    catalog.purge_table(identifier)
    with pytest.raises(NoSuchTableError):
        catalog.load_table(identifier)
    cursor.execute(f"CREATE TABLE {table} AS SELECT 7 AS seven")
    assert catalog.load_table(identifier).scan(row_filter=GreaterThanOrEqual("seven", 7)).to_arrow().num_rows == 1
