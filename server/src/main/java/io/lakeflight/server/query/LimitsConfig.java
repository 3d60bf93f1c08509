package io.lakeflight.server.query;

import java.time.Duration;

/**
 * Limits that protect the server from statements.
 *
 * @param maxStatementBytes longest statement text, in UTF-8 bytes
 * @param maxStatementDepth deepest nesting of parentheses and brackets
 * @param maxParameterBytes largest set of bound parameters of one execution, in Arrow bytes
 * @param maxHeldBytes texts and parameters of statements that are prepared, at work, or have rows to be fetched; more
 *     is refused with a retryable error. A quarter as much is kept of statements that have ended
 * @param maxRunningStatements statements being analysed or run at once; one more is refused with a retryable error
 * @param maxJoinedRows rows that the joins and unions of one query of {@code information_schema} or {@code system} may make
 * @param statementTimeout a statement that runs longer is cancelled
 */
public record LimitsConfig(
        int maxStatementBytes,
        int maxStatementDepth,
        int maxParameterBytes,
        int maxHeldBytes,
        int maxRunningStatements,
        int maxJoinedRows,
        Duration statementTimeout) {
    public static final LimitsConfig DEFAULTS =
            new LimitsConfig(4 << 20, 1_000, 64 << 20, 256 << 20, 256, 1_000_000, Duration.ofHours(6));
}
