package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.catalogs.TestingSilentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings of several catalogs, of which some do not answer. */
@Timeout(120)
class TestCatalogsInTrouble {
    private static final Duration IN_TIME = Duration.ofSeconds(8);

    @TempDir
    Path home;

    private final TestingListener answer = new TestingListener();
    private final TestingSilentStore silent = new TestingSilentStore();
    private final RootAllocator allocator = new RootAllocator();
    private final List<LakeCatalog> opened = new ArrayList<>();

    @BeforeEach
    void open() {
        LakeCatalog lake = LakeCatalog.open("lake", home);
        lake.tables()
                .createTable(
                        TableIdentifier.of("default", "orders"),
                        new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
        opened.add(lake);
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
        opened.forEach(LakeCatalog::close);
        allocator.close();
    }

    @Test
    void severalSilentCatalogsAreWaitedForTogether() {
        for (String name : List.of("archive", "sales", "theirs", "zoo")) {
            opened.add(LakeCatalog.open(silent.restCatalog(name), home));
        }
        long begun = System.nanoTime();

        metadata().streamSchemas(CommandGetDbSchemas.getDefaultInstance(), answer);

        assertThat(answer.rows()).containsExactly(List.of("lake", "default"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);
    }

    @Test
    void toolThatAsksForSchemasAndThenForTablesWaitsOnce() {
        opened.add(LakeCatalog.open(silent.restCatalog("archive"), home));
        FlightMetadata metadata = metadata();
        metadata.streamSchemas(CommandGetDbSchemas.getDefaultInstance(), new TestingListener());
        long begun = System.nanoTime();

        metadata.streamTables(CommandGetTables.getDefaultInstance(), answer);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(answer.rows()).containsExactly(List.of("lake", "default", "orders", "TABLE"));
    }

    @Test
    void catalogThatCannotBeOpenedIsLeftOutAndFailsWhoNamesIt() {
        CatalogDefinition withoutClient = new CatalogDefinition(
                "archive", CatalogType.HIVE, Map.of("uri", "thrift://127.0.0.1:1"), Duration.ofSeconds(5));
        opened.add(LakeCatalog.open(withoutClient, home));

        metadata().streamSchemas(CommandGetDbSchemas.getDefaultInstance(), answer);
        assertThat(answer.rows()).containsExactly(List.of("lake", "default"));

        CommandGetTables all =
                CommandGetTables.newBuilder().setIncludeSchema(true).build();
        TestingListener tables = new TestingListener();
        metadata().streamTables(all, tables);
        assertThat(tables.rows()).hasSize(1);

        CommandGetTables named = all.toBuilder().setCatalog("archive").build();
        assertThatThrownBy(() -> metadata().streamTables(named, new TestingListener()))
                .isInstanceOf(CatalogUnavailableException.class)
                .hasMessageContaining("\"archive\"")
                .hasMessageContaining("not installed");
    }

    @Test
    void tablesInASilentStoreAreListedInTimeWithoutColumns() throws SQLException {
        // Before lake in the order of names.
        opened.add(silent.openS3Catalog("archive", home, Duration.ofSeconds(10), 300));
        long begun = System.nanoTime();

        metadata()
                .streamTables(
                        CommandGetTables.newBuilder().setIncludeSchema(true).build(), answer);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);
        assertThat(answer.rows()).hasSize(301);
        assertThat(answer.rows().get(300)).startsWith("lake", "default", "orders", "TABLE");
        assertThat(answer.rows().get(0)).startsWith("archive", "default", "t0", "TABLE");
    }

    @Test
    void storeThatIsAskedByNameFailsTheRequest() throws SQLException {
        opened.add(silent.openS3Catalog("archive", home, Duration.ofMillis(100), 30));
        CommandGetTables request = CommandGetTables.newBuilder()
                .setIncludeSchema(true)
                .setCatalog("archive")
                .build();

        assertThatThrownBy(() -> metadata().streamTables(request, answer))
                .isInstanceOf(CatalogUnavailableException.class)
                .hasMessageContaining("\"archive\"");
    }

    private FlightMetadata metadata() {
        return new FlightMetadata(Catalogs.of(opened.toArray(LakeCatalog[]::new)), allocator, "1.2.3");
    }
}
