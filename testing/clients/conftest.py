"""
Connections to a running server, whose addresses are in LAKEFLIGHT_URI (default: grpc://127.0.0.1:32010) and
LAKEFLIGHT_ICEBERG_URI (default: http://127.0.0.1:8080/iceberg).
"""

import os
import uuid

import adbc_driver_flightsql.dbapi
import pyarrow.flight
import pytest
from adbc_driver_flightsql import DatabaseOptions

URI = os.environ.get("LAKEFLIGHT_URI", "grpc://127.0.0.1:32010")
ICEBERG_URI = os.environ.get("LAKEFLIGHT_ICEBERG_URI", "http://127.0.0.1:8080/iceberg")


def connect(**options):
    """A connection of ADBC's driver, with a session of its own by cookie."""
    options.setdefault(DatabaseOptions.WITH_COOKIE_MIDDLEWARE.value, "true")
    return adbc_driver_flightsql.dbapi.connect(URI, db_kwargs=options, autocommit=True)


@pytest.fixture
def connection():
    with connect() as opened:
        yield opened


@pytest.fixture
def cursor(connection):
    with connection.cursor() as opened:
        yield opened


@pytest.fixture
def flight_client():
    """Arrow's own Flight client, which knows nothing of SQL."""
    with pyarrow.flight.connect(URI) as client:
        yield client


@pytest.fixture(scope="session")
def schema():
    """A schema of this run, dropped at its end."""
    name = "clients_" + uuid.uuid4().hex[:8]
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA lake.{name}")
        yield name
        cursor.execute(f"SHOW TABLES IN lake.{name}")
        for _, table, _ in cursor.fetchall():
            cursor.execute(f"DROP TABLE lake.{name}.`{table}`")
        cursor.execute(f"DROP SCHEMA lake.{name}")


@pytest.fixture
def table(schema):
    """A name nobody has used yet for a table in the schema."""
    return f"lake.{schema}.t_{uuid.uuid4().hex[:8]}"


def rows(cursor, sql, parameters=None):
    cursor.execute(sql, parameters)
    return cursor.fetchall()


def snapshots(cursor, table):
    """How many times the table was committed to."""
    return rows(cursor, f"SELECT count(*) FROM {table}.snapshots")[0][0]
