package io.lakeflight.server.error;

/**
 * What can go wrong, in terms a client can act on. Numbers are never reused.
 *
 * <p>The SQLState is the one sent when the engine named no better one.
 */
public enum ErrorCode {
    SYNTAX_ERROR(1, Category.USER, "42601"),
    INVALID_STATEMENT(2, Category.USER, "42000"),
    STATEMENT_TOO_LARGE(3, Category.USER, "54000"),
    INVALID_PARAMETERS(4, Category.USER, "07001"),
    UNKNOWN_HANDLE(5, Category.USER, "26000"),
    UNKNOWN_TICKET(6, Category.USER, "24000"),
    INVALID_SESSION_OPTION(7, Category.USER, "22023"),
    NOT_SUPPORTED(8, Category.USER, "0A000"),
    STATEMENT_FAILED(9, Category.USER, "42000"),
    CANCELED(10, Category.CANCELED, "57014"),
    TIMED_OUT(11, Category.CANCELED, "57014"),
    UNKNOWN_SESSION(12, Category.USER, "08003"),
    INVALID_REQUEST(13, Category.USER, "08P01"),
    /** By a rule of routing. */
    ROUTE_REFUSED(14, Category.USER, "42501"),
    /** Files that the statement would delete may be those of another table. */
    SHARED_FILES(15, Category.USER, "42501"),
    QUEUE_FULL(1001, Category.RESOURCES, "53300"),
    TOO_MANY_SESSIONS(1002, Category.RESOURCES, "53300"),
    TOO_MANY_HANDLES(1003, Category.RESOURCES, "53300"),
    RESULT_TOO_LARGE(1004, Category.RESOURCES, "54000"),
    ENGINE_UNAVAILABLE(1005, Category.RESOURCES, "57P03"),
    ENGINE_BUSY(1006, Category.RESOURCES, "53000"),
    SHUTTING_DOWN(1007, Category.RESOURCES, "57P01"),
    /** Of the engine; sent again as it is, the statement would want as much again. */
    OUT_OF_MEMORY(1008, Category.RESOURCES, "53200"),
    /** Another statement or client changed the table while this statement was at work. */
    WRITE_CONFLICT(1009, Category.RESOURCES, "40001"),
    /** No space is left where tables are, or where the engine spills to. */
    DISK_FULL(1010, Category.RESOURCES, "53100"),
    STORAGE_FAILED(2001, Category.EXTERNAL, "58030"),
    CATALOG_UNAVAILABLE(2002, Category.EXTERNAL, "08001"),
    ENGINE_LOST(3001, Category.RESOURCES, "08006"),
    INTERNAL(3002, Category.INTERNAL, "XX000"),
    /** The statement may or may not have taken effect. */
    OUTCOME_UNKNOWN(3003, Category.EXTERNAL, "40003"),
    /** The statement wrote some of its tables and not the others. */
    PARTLY_DONE(3004, Category.EXTERNAL, "40003");

    /** Who can do something about an error. */
    public enum Category {
        /** The statement or the request must change. */
        USER,
        /** The same statement may work later. */
        RESOURCES,
        /** Storage or another service outside Lakeflight failed. */
        EXTERNAL,
        /** A bug of ours; the only category logged with a stack trace. */
        INTERNAL,
        /** Somebody or some limit ended the statement. */
        CANCELED
    }

    private final int number;
    private final Category category;
    private final String sqlState;

    ErrorCode(int number, Category category, String sqlState) {
        this.number = number;
        this.category = category;
        this.sqlState = sqlState;
    }

    public int number() {
        return number;
    }

    public Category category() {
        return category;
    }

    public String sqlState() {
        return sqlState;
    }
}
