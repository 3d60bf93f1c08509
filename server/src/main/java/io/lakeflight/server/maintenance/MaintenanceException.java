package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;

/** Why a table cannot be maintained as asked; the message names the table. */
public final class MaintenanceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MaintenanceException(TableName table, String problem) {
        super("Table " + table + ": " + problem);
    }

    MaintenanceException(TableName table, String problem, Throwable cause) {
        super("Table " + table + ": " + problem, cause);
    }
}
