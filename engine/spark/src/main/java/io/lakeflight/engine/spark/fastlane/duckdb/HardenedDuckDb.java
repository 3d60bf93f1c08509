package io.lakeflight.engine.spark.fastlane.duckdb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB in memory that reads Parquet files below some directories, and can do nothing else outside of itself.
 *
 * <p>Only SQL that the lane generates comes here; this is the second line. What is set last locks what was set before.
 */
final class HardenedDuckDb implements DuckDatabase, AutoCloseable {
    /** Of a connection that has not set another one. */
    static final String TIME_ZONE = "UTC";

    private final Set<String> directories;
    private final DuckDBConnection root;
    private volatile boolean isOpen = true;

    private HardenedDuckDb(Set<String> directories, DuckDBConnection root) {
        this.directories = directories;
        this.root = root;
    }

    /** @param directories absolute, with a slash at their end; nothing is read outside of them */
    static HardenedDuckDb open(DuckDbLimits limits, Set<String> directories) throws SQLException {
        Properties properties = new Properties();
        // Rows that are held leave one after the other, without another copy of all of them.
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        DuckDBConnection root = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", properties);
        boolean hardened = false;
        try (Statement statement = root.createStatement()) {
            for (String setting : settings(limits, directories)) {
                statement.execute("SET " + setting);
            }
            hardened = true;
        } finally {
            if (!hardened) {
                root.close();
            }
        }
        return new HardenedDuckDb(Set.copyOf(directories), root);
    }

    /** In this order: after the last one there are no others. */
    private static List<String> settings(DuckDbLimits limits, Set<String> directories) {
        String allowed =
                new TreeSet<>(directories).stream().map(DuckSql::text).collect(Collectors.joining(", ", "[", "]"));
        return List.of(
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                "temp_directory = " + DuckSql.text(limits.spill().toString()),
                "max_temp_directory_size = '" + limits.spillBytes() + "B'",
                "memory_limit = '" + limits.memoryBytes() + "B'",
                "threads = " + limits.threads(),
                "default_null_order = 'NULLS_FIRST'",
                // Files of tables never change once they are written.
                "parquet_metadata_cache = true",
                "arrow_large_buffer_size = false",
                "arrow_lossless_conversion = false",
                "produce_arrow_string_view = false",
                "enable_progress_bar = false",
                DuckDb.COMPUTED_APART,
                "allowed_directories = " + allowed,
                "enable_external_access = false",
                "allowed_configs = ['TimeZone']",
                "GLOBAL TimeZone = " + DuckSql.text(TIME_ZONE),
                "lock_configuration = true");
    }

    boolean mayRead(Set<String> wanted) {
        return directories.containsAll(wanted);
    }

    Set<String> directories() {
        return directories;
    }

    @Override
    public DuckSession session() throws SQLException {
        return new DuckSession(this, root.duplicate());
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    /** Connections that are still open go on, and the last one that closes takes everything with it. */
    @Override
    public void close() throws SQLException {
        isOpen = false;
        root.close();
    }
}
