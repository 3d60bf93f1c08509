package io.lakeflight.server.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries that engines have found to be answered otherwise in their fast lane than by Spark, in the control database. */
public final class LaneDifferences {
    private static final Logger log = LoggerFactory.getLogger(LaneDifferences.class);
    private static final int MOST = 1_000;

    private final Jdbi database;
    private final int most;

    public LaneDifferences(ControlDatabase database) {
        this(database, MOST);
    }

    LaneDifferences(ControlDatabase database, int most) {
        this.database = database.jdbi();
        this.most = most;
    }

    /**
     * One query's rows in both lanes.
     *
     * @param shape of the query's plan, as a hash: all that are like it are left to Spark
     * @param sparkRows at least, if there is no fingerprint
     * @param sparkFingerprint null if Spark's rows were not read to their end
     * @param sparkError the condition of the error that Spark raised instead; null if there was none
     */
    public record Difference(
            String queryId,
            Place place,
            String shape,
            long fastRows,
            String fastFingerprint,
            long sparkRows,
            @Nullable String sparkFingerprint,
            @Nullable String sparkError) {}

    /** Where and when a difference was found. */
    public record Place(String dataPlane, String engineId, Instant found) {}

    /** Keeps those that are not known yet, and says so in the log. Engines tell each of them more than once. */
    void add(List<Difference> told) {
        for (Difference difference : told) {
            if (insert(difference)) {
                warn(difference);
            }
        }
        database.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM lane_differences WHERE query_id NOT IN (
                            SELECT query_id FROM lane_differences ORDER BY found_millis DESC, query_id LIMIT :most)""").bind("most", most).execute());
    }

    private boolean insert(Difference difference) {
        return database.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO lane_differences (query_id, found_millis, data_plane, engine_id, shape, fast_rows,
                            fast_fingerprint, spark_rows, spark_fingerprint, spark_error)
                        VALUES (:query, :found, :plane, :engine, :shape, :fastRows, :fast, :sparkRows, :spark, :error)
                        ON CONFLICT DO NOTHING""")
                        .bind("query", difference.queryId())
                        .bind("found", difference.place().found().toEpochMilli())
                        .bind("plane", difference.place().dataPlane())
                        .bind("engine", difference.place().engineId())
                        .bind("shape", difference.shape())
                        .bind("fastRows", difference.fastRows())
                        .bind("fast", difference.fastFingerprint())
                        .bind("sparkRows", difference.sparkRows())
                        .bind("spark", difference.sparkFingerprint())
                        .bind("error", difference.sparkError())
                        .execute())
                == 1;
    }

    /** Neither text nor values: only hashes. */
    private static void warn(Difference difference) {
        log.error(
                "Query {} was answered otherwise by the fast lane of engine {}, data plane {}, than by Spark: {} rows with"
                        + " fingerprint {}, Spark {} rows with {}, error {}. Queries of its shape, {}, are left to Spark;"
                        + " please report it",
                difference.queryId(),
                difference.place().engineId(),
                difference.place().dataPlane(),
                difference.fastRows(),
                difference.fastFingerprint(),
                difference.sparkRows(),
                difference.sparkFingerprint(),
                difference.sparkError(),
                difference.shape());
    }

    /** The newest first. */
    public List<Difference> list() {
        return database.withHandle(
                handle -> handle.createQuery("SELECT * FROM lane_differences ORDER BY found_millis DESC, query_id")
                        .map(LaneDifferences::read)
                        .list());
    }

    private static Difference read(ResultSet row, StatementContext context) throws SQLException {
        return new Difference(
                row.getString("query_id"),
                new Place(
                        row.getString("data_plane"),
                        row.getString("engine_id"),
                        Instant.ofEpochMilli(row.getLong("found_millis"))),
                row.getString("shape"),
                row.getLong("fast_rows"),
                row.getString("fast_fingerprint"),
                row.getLong("spark_rows"),
                row.getString("spark_fingerprint"),
                row.getString("spark_error"));
    }
}
