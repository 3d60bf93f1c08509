"""Errors say what is wrong and where, carry an SQLState and a query id, and leave the connection usable."""

import adbc_driver_manager
import pyarrow
import pyarrow.flight
import pytest

from conftest import rows

BAD_STATEMENTS = {
    "syntax": ("SELEC 1", "42601"),
    "unknown table": ("SELECT * FROM lake.tpch.lineitems", "42P01"),
    "unknown column": ("SELECT l_orderkeys FROM lake.tpch.lineitem", "42703"),
    "unknown function": ("SELECT no_such_function(1)", "42883"),
    "division by zero": ("SELECT 1 / (id - id) FROM range(1)", "22012"),
    "cast": ("SELECT CAST('x' AS INT)", "22018"),
}


def failure(cursor, sql, parameters=None):
    with pytest.raises(adbc_driver_manager.Error) as caught:
        cursor.execute(sql, parameters)
        cursor.fetchall()
    return caught.value


def details(error):
    return {key.decode().lower(): value.decode("utf-8", "replace") for key, value in error.details}


@pytest.mark.parametrize("sql, sql_state", BAD_STATEMENTS.values(), ids=BAD_STATEMENTS.keys())
def test_error_carries_its_state_and_query(cursor, sql, sql_state):
    error = failure(cursor, sql)
    found = details(error)
    assert found["x-sqlstate"] == sql_state
    assert found["x-query-id"]
    assert "\tat " not in str(error)
    assert "Exception:" not in str(error)
    assert len(str(error).encode()) < 4096
    assert rows(cursor, "SELECT 1 + 0") == [(1,)]


def test_syntax_error_names_its_place(cursor):
    assert details(failure(cursor, "SELECT 1\n  FORM x y"))["x-error-position"].startswith("2:")


def test_unknown_names_get_a_suggestion(cursor):
    assert "lineitem" in str(failure(cursor, "SELECT * FROM lake.tpch.lineitemz"))
    assert "l_orderkey`" in str(failure(cursor, "SELECT l_orderkeyz FROM lake.tpch.lineitem"))


@pytest.mark.parametrize(
    "sql",
    ["", "   ", "-- only a comment", "/* nothing */ ;", ";;", "SELECT '\0'", "SELECT 1; SELECT 2"],
    ids=["empty", "blank", "comment", "comment and semicolon", "semicolons", "NUL", "two statements"],
)
def test_text_that_is_not_one_statement(cursor, sql):
    failure(cursor, sql)
    assert rows(cursor, "SELECT 1 + 0") == [(1,)]


def test_ten_megabytes_of_sql(cursor):
    failure(cursor, "SELECT '" + "x" * (10 << 20) + "'")
    assert rows(cursor, "SELECT 1 + 0") == [(1,)]


def test_deep_parentheses(cursor):
    failure(cursor, "SELECT " + "(" * 10_000 + "1" + ")" * 10_000)
    assert rows(cursor, "SELECT 1 + 0") == [(1,)]


def test_wrong_number_of_parameters(cursor):
    failure(cursor, "SELECT ?, ?", (1,))
    failure(cursor, "SELECT ?", (1, 2))
    assert rows(cursor, "SELECT ?", (1,)) == [(1,)]


def test_missing_parameters(cursor):
    failure(cursor, "SELECT ?")


def test_garbage_ticket(flight_client):
    for garbage in (b"", b"garbage", b"\xff" * 1000):
        with pytest.raises((pyarrow.ArrowException, pyarrow.flight.FlightError)):
            flight_client.do_get(pyarrow.flight.Ticket(garbage)).read_all()


def test_garbage_command(flight_client):
    with pytest.raises((pyarrow.ArrowException, pyarrow.flight.FlightError)):
        flight_client.get_flight_info(pyarrow.flight.FlightDescriptor.for_command(b"garbage"))


def test_unknown_action(flight_client):
    with pytest.raises((pyarrow.ArrowException, pyarrow.flight.FlightError)):
        list(flight_client.do_action(pyarrow.flight.Action("no-such-action", b"")))
