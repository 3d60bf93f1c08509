"""Catalogs, schemas, tables, columns and what the server says about itself."""

import adbc_driver_manager
import pyarrow
import pytest


def objects(connection, **filters):
    return connection.adbc_get_objects(**filters).read_all().to_pylist()


def test_catalogs(connection):
    assert "lake" in [catalog["catalog_name"] for catalog in objects(connection, depth="catalogs")]


def test_schemas(connection):
    (lake,) = objects(connection, depth="db_schemas", catalog_filter="lake")
    assert "tpch" in [schema["db_schema_name"] for schema in lake["catalog_db_schemas"]]


def test_tables(connection):
    (lake,) = objects(connection, depth="tables", catalog_filter="lake", db_schema_filter="tpch")
    (tpch,) = lake["catalog_db_schemas"]
    assert sorted(table["table_name"] for table in tpch["db_schema_tables"]) == [
        "customer",
        "lineitem",
        "nation",
        "orders",
        "part",
        "partsupp",
        "region",
        "supplier",
    ]


def test_table_name_pattern(connection):
    (lake,) = objects(
        connection, depth="tables", catalog_filter="lake", db_schema_filter="tpch", table_name_filter="part%"
    )
    (tpch,) = lake["catalog_db_schemas"]
    assert sorted(table["table_name"] for table in tpch["db_schema_tables"]) == ["part", "partsupp"]


def test_columns(connection):
    (lake,) = objects(
        connection, depth="all", catalog_filter="lake", db_schema_filter="tpch", table_name_filter="region"
    )
    (region,) = lake["catalog_db_schemas"][0]["db_schema_tables"]
    assert [(column["ordinal_position"], column["column_name"]) for column in region["table_columns"]] == [
        (1, "r_regionkey"),
        (2, "r_name"),
        (3, "r_comment"),
    ]


def test_table_schema(connection):
    schema = connection.adbc_get_table_schema("nation", catalog_filter="lake", db_schema_filter="tpch")
    assert schema.names == ["n_nationkey", "n_name", "n_regionkey", "n_comment"]
    assert schema.field("n_nationkey").type == pyarrow.int64()
    assert schema.field("n_name").type == pyarrow.string()


def test_schema_of_a_missing_table(connection):
    with pytest.raises(adbc_driver_manager.Error):
        connection.adbc_get_table_schema("no_such_table", catalog_filter="lake", db_schema_filter="tpch")


def test_table_types(connection):
    assert "TABLE" in connection.adbc_get_table_types()


def test_info(connection):
    info = connection.adbc_get_info()
    assert "lakeflight" in info["vendor_name"].lower()
    assert info["vendor_version"]
    assert info["vendor_arrow_version"]
