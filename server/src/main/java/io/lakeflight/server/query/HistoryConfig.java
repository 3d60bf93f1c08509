package io.lakeflight.server.query;

/**
 * What the server remembers of queries that have ended.
 *
 * @param maxQueries how many; the oldest give way
 */
public record HistoryConfig(int maxQueries) {
    public static final HistoryConfig DEFAULTS = new HistoryConfig(10_000);
}
