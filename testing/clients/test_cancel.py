"""A client can stop a statement, and gets control back at once."""

import threading
import time

import adbc_driver_manager
import pytest
from adbc_driver_flightsql import StatementOptions

from conftest import rows

ENDLESS = "SELECT count(*) FROM range(100000000000) a WHERE hash(a.id) = 1"


def test_cancel_ends_a_running_statement(cursor):
    def cancel():
        time.sleep(1)
        cancelled.append(time.monotonic())
        cursor.adbc_cancel()

    cancelled = []
    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(adbc_driver_manager.Error):
        cursor.execute(ENDLESS)
        cursor.fetchall()
    ended = time.monotonic()
    thread.join()
    assert cancelled and ended - cancelled[0] < 2
    assert rows(cursor, "SELECT 1 + 0") == [(1,)]


def test_timeout_of_the_client_ends_a_statement(connection):
    with connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{StatementOptions.TIMEOUT_FETCH.value: "1.0"})
        started = time.monotonic()
        with pytest.raises(adbc_driver_manager.Error):
            cursor.execute(ENDLESS)
            cursor.fetchall()
        assert time.monotonic() - started < 5
    with connection.cursor() as cursor:
        assert rows(cursor, "SELECT 1 + 0") == [(1,)]
