"""Sessions: current catalog and schema, settings, by cookie and by bearer token."""

import pytest
from adbc_driver_flightsql import DatabaseOptions

from conftest import connect, rows


def test_current_catalog_and_schema(connection):
    assert connection.adbc_current_catalog == "lake"
    connection.adbc_current_db_schema = "tpch"
    assert connection.adbc_current_db_schema == "tpch"
    with connection.cursor() as cursor:
        assert rows(cursor, "SELECT count(*) FROM nation") == [(25,)]
        assert rows(cursor, "SELECT current_catalog(), current_schema()") == [("lake", "tpch")]


def test_use_changes_what_the_session_says(connection):
    with connection.cursor() as cursor:
        cursor.execute("USE lake.tpch")
        assert rows(cursor, "SELECT count(*) FROM region") == [(5,)]
    assert connection.adbc_current_db_schema == "tpch"


def test_unknown_catalog_is_refused(connection):
    with pytest.raises(Exception):
        connection.adbc_current_catalog = "no_such_catalog"
    assert connection.adbc_current_catalog == "lake"


def test_setting_lasts_for_the_session(cursor):
    cursor.execute("SET spark.sql.shuffle.partitions = 7")
    assert rows(cursor, "SET spark.sql.shuffle.partitions") == [("spark.sql.shuffle.partitions", "7")]


def test_sessions_do_not_see_each_other(connection):
    with connection.cursor() as cursor, connect() as other, other.cursor() as other_cursor:
        cursor.execute("USE lake.tpch")
        cursor.execute("CREATE TEMPORARY VIEW mine AS SELECT 1 AS a")
        assert rows(cursor, "SELECT * FROM mine") == [(1,)]
        with pytest.raises(Exception, match="mine"):
            other_cursor.execute("SELECT * FROM mine")
        with pytest.raises(Exception, match="nation"):
            other_cursor.execute("SELECT * FROM nation")


def test_session_by_bearer_token():
    """With a user name the driver gets a token from Handshake, and sends no cookies unless asked."""
    options = {"username": "tester", "password": "", DatabaseOptions.WITH_COOKIE_MIDDLEWARE.value: "false"}
    with connect(**options) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY VIEW by_token AS SELECT 7 AS a")
        assert rows(cursor, "SELECT * FROM by_token") == [(7,)]


def test_connection_without_cookie_or_token_can_query():
    with connect(**{DatabaseOptions.WITH_COOKIE_MIDDLEWARE.value: "false"}) as connection:
        with connection.cursor() as cursor:
            assert rows(cursor, "SELECT 1") == [(1,)]
