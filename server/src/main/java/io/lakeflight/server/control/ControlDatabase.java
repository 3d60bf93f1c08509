package io.lakeflight.server.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The database of the control plane's durable state: SQLite in the home directory, readable by its owner only, because
 * definitions hold credentials. A change is on disk when its transaction has ended.
 */
public final class ControlDatabase implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private final HikariDataSource source;

    /** Opens the database {@code home/state/control.db}, bringing its tables to this version's shape. */
    public static ControlDatabase open(Path home) {
        Path file = privateFile(home.toAbsolutePath().resolve("state"));
        HikariConfig config = new HikariConfig();
        config.setPoolName("control");
        config.setJdbcUrl("jdbc:sqlite:" + file);
        // SQLite has one writer; one connection queues callers fairly instead of failing them as busy.
        config.setMaximumPoolSize(1);
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("busy_timeout", BUSY_TIMEOUT_MILLIS);
        HikariDataSource source = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/control")
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
        return new ControlDatabase(source);
    }

    private static Path privateFile(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("control.db");
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the control plane's database in " + directory, e);
        }
    }

    private ControlDatabase(HikariDataSource source) {
        this.source = source;
    }

    public Jdbi jdbi() {
        return Jdbi.create(source);
    }

    @Override
    public void close() {
        source.close();
    }
}
