package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What was done to which table, and the leases by which it is done once at a time, in the control database. */
public final class MaintenanceStore {
    /** A server that does not renew a lease for this long has ended. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final String TABLE = "catalog_name = :catalog AND schema_name = :schema AND table_name = :table";

    /** Dots join levels; this is in no name. */
    private static final char DOT_WITHIN_LEVEL = '\u001D';

    private final Jdbi database;
    private final String owner;

    /** @param owner names this server, also after a restart, and no other */
    public MaintenanceStore(Jdbi database, String owner) {
        this.database = database;
        this.owner = owner;
    }

    /** Takes the table's lease for an action; empty if it is taken. Whoever gets an id must {@link #end} it. */
    Optional<String> begin(TableName table, MaintenanceAction action, String cause, Instant now) {
        settleExpired(now);
        String id = UUID.randomUUID().toString();
        MaintenanceReport report = new MaintenanceReport(
                table, action, cause, MaintenanceState.RUNNING, Extent.UNKNOWN, null, now, null, "");
        return insert(id, report, now.plus(LEASE)) == 1 ? Optional.of(id) : Optional.empty();
    }

    /** Keeps what needed no lease. */
    void add(MaintenanceReport report) {
        insert(UUID.randomUUID().toString(), report, report.started());
    }

    private int insert(String id, MaintenanceReport report, Instant leaseUntil) {
        return database.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO maintenance (id, catalog_name, schema_name, table_name, action, cause, state,
                            started_millis, ended_millis, message, owner, lease_until_millis)
                        VALUES (:id, :catalog, :schema, :table, :action, :cause, :state, :started, :ended, :message,
                            :owner, :until)
                        ON CONFLICT DO NOTHING""")
                .bind("id", id)
                .bind("catalog", report.table().catalog())
                .bind("schema", schemaAsStored(report.table()))
                .bind("table", report.table().table())
                .bind("action", report.action().word())
                .bind("cause", report.cause())
                .bind("state", report.state().name())
                .bind("started", report.started().toEpochMilli())
                .bind("ended", millis(report.ended()))
                .bind("message", report.message())
                .bind("owner", owner)
                .bind("until", leaseUntil.toEpochMilli())
                .execute());
    }

    void renew(String id, Instant now) {
        database.useHandle(
                handle -> handle.createUpdate("UPDATE maintenance SET lease_until_millis = :until WHERE id = :id")
                        .bind("id", id)
                        .bind("until", now.plus(LEASE).toEpochMilli())
                        .execute());
    }

    /** Gives the lease back and keeps what became of the action. */
    void end(String id, MaintenanceReport report) {
        database.useHandle(handle -> handle.createUpdate("""
                        UPDATE maintenance SET state = :state, query_id = :query, ended_millis = :ended, files = :files,
                            files_after = :after, bytes = :bytes, snapshots = :snapshots, message = :message
                        WHERE id = :id""")
                .bind("id", id)
                .bind("state", report.state().name())
                .bind("query", report.queryId())
                .bind("ended", millis(report.ended()))
                .bind("files", report.extent().files())
                .bind("after", report.extent().filesAfter())
                .bind("bytes", report.extent().bytes())
                .bind("snapshots", report.extent().snapshots())
                .bind("message", report.message())
                .execute());
    }

    /** Gives the lease back of an action that found nothing to do. */
    void forget(String id) {
        database.useHandle(handle -> handle.createUpdate("DELETE FROM maintenance WHERE id = :id")
                .bind("id", id)
                .execute());
    }

    /** Settles what this server was at when it was killed; before it begins anything. */
    int settleOwn(Instant now) {
        return settle("owner = :owner", now);
    }

    private void settleExpired(Instant now) {
        settle("lease_until_millis < :now AND :owner = :owner", now);
    }

    private int settle(String which, Instant now) {
        return database.withHandle(handle -> handle.createUpdate(
                        "UPDATE maintenance SET state = 'UNKNOWN', ended_millis = :now, message = :message"
                                + " WHERE state = 'RUNNING' AND " + which)
                .bind("now", now.toEpochMilli())
                .bind("owner", owner)
                .bind("message", "the server ended in the middle; what is left to do is done next time")
                .execute());
    }

    /** The last time an action was taken on a table that came to one of the states; empty if it is not remembered. */
    Optional<Instant> last(TableName table, MaintenanceAction action, List<MaintenanceState> states) {
        return database.withHandle(handle -> handle.createQuery("SELECT max(started_millis) FROM maintenance WHERE "
                        + TABLE + " AND action = :action AND state IN (<states>)")
                .bind("catalog", table.catalog())
                .bind("schema", schemaAsStored(table))
                .bind("table", table.table())
                .bind("action", action.word())
                .bindList("states", states.stream().map(Enum::name).toList())
                .map((row, context) -> instant(row, 1))
                .findFirst());
    }

    /** The newest first; of one table, one catalog or all. */
    List<MaintenanceReport> list(Optional<TableName> table, Optional<String> catalog, int limit) {
        String filter = table.isPresent() ? TABLE : catalog.isPresent() ? "catalog_name = :catalog" : "1 = 1";
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM maintenance WHERE " + filter + " ORDER BY started_millis DESC, id LIMIT :limit")
                .bind("catalog", table.map(TableName::catalog).or(() -> catalog).orElse(""))
                .bind("schema", table.map(MaintenanceStore::schemaAsStored).orElse(""))
                .bind("table", table.map(TableName::table).orElse(""))
                .bind("limit", limit)
                .map(MaintenanceStore::read)
                .list());
    }

    /** Forgets what is too old or too much; never what is at work. */
    void prune(Instant oldest, int most) {
        database.useHandle(handle -> {
            handle.createUpdate("DELETE FROM maintenance WHERE state <> 'RUNNING' AND started_millis < :oldest")
                    .bind("oldest", oldest.toEpochMilli())
                    .execute();
            handle.createUpdate("""
                            DELETE FROM maintenance WHERE state <> 'RUNNING' AND id NOT IN (
                                SELECT id FROM maintenance ORDER BY started_millis DESC, id LIMIT :most)""").bind("most", most).execute();
        });
    }

    private static MaintenanceReport read(ResultSet row, StatementContext context) throws SQLException {
        String action = row.getString("action");
        Instant started = Instant.ofEpochMilli(row.getLong("started_millis"));
        return new MaintenanceReport(
                new TableName(
                        row.getString("catalog_name"),
                        levels(row.getString("schema_name")),
                        row.getString("table_name")),
                MaintenanceAction.of(action).orElseThrow(() -> new IllegalStateException("Unknown action " + action)),
                row.getString("cause"),
                MaintenanceState.valueOf(row.getString("state")),
                new Extent(
                        number(row, "files"),
                        number(row, "files_after"),
                        number(row, "bytes"),
                        number(row, "snapshots")),
                row.getString("query_id"),
                started,
                instant(row, row.findColumn("ended_millis")),
                row.getString("message"));
    }

    private static String schemaAsStored(TableName table) {
        return table.levels().stream()
                .map(level -> level.replace('.', DOT_WITHIN_LEVEL))
                .collect(Collectors.joining("."));
    }

    private static List<String> levels(String stored) {
        return Arrays.stream(stored.split("\\.", -1))
                .map(level -> level.replace(DOT_WITHIN_LEVEL, '.'))
                .toList();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(value);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
