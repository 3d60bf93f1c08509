"""Sends statements to ADBC's Flight SQL driver, as StatementLoop describes; the argument is the server's URI.

A statement takes until all of its batches have arrived. Rows themselves are not to be had, only what RowsHash makes of them.
"""

import os
import struct
import sys
import time
import zlib

import adbc_driver_flightsql.dbapi
import pyarrow as pa
import pyarrow.compute as pc
from adbc_driver_flightsql import DatabaseOptions

UPDATE, RUN, QUERY, HASH = range(4)
# As in RowsHash.
BETWEEN, NULL = "\x1f", "\0"
DONE, FAILED = b"\0", b"\1"


def text(value):
    encoded = str(value).encode()
    return struct.pack(">i", len(encoded)) + encoded


def checksums(batch):
    """The sum of those of the rows' texts."""
    columns = [column.cast(pa.string()) for column in batch.columns]
    rows = pc.binary_join_element_wise(*columns, BETWEEN, null_handling="replace", null_replacement=NULL)
    return sum(map(zlib.crc32, rows.cast(pa.binary()).to_pylist()))


def query(connection, statement, is_wanted):
    """How many rows there are, and what they are compared by if that is wanted."""
    rows = 0
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for batch in cursor.fetch_record_batch():
            rows += batch.num_rows
            if is_wanted:
                total += checksums(batch)
    return rows, [rows, total] if is_wanted else None


def answer(connection, action, statement):
    begun = time.perf_counter_ns()
    rows, kept = 0, None
    try:
        if action == UPDATE:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                cursor.fetchall()
        else:
            rows, kept = query(connection, statement, action == HASH)
    except Exception as failure:
        return FAILED + text(failure)
    taken = struct.pack(">qq", time.perf_counter_ns() - begun, rows)
    if kept is None:
        return DONE + taken + struct.pack(">i", 0)
    return DONE + taken + struct.pack(">ii", 1, len(kept)) + b"".join(text(value) for value in kept)


def main():
    requests = sys.stdin.buffer
    # What libraries print must not come between answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    options = {DatabaseOptions.WITH_COOKIE_MIDDLEWARE.value: "true"}
    with adbc_driver_flightsql.dbapi.connect(sys.argv[1], db_kwargs=options, autocommit=True) as connection:
        answers.write(DONE)
        answers.flush()
        while action := requests.read(1):
            (length,) = struct.unpack(">i", requests.read(4))
            answers.write(answer(connection, action[0], requests.read(length).decode()))
            answers.flush()


if __name__ == "__main__":
    main()
