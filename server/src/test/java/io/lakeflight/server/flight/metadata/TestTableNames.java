package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a catalog leaves out most tables that a pattern does not mean, and never one that it means. */
class TestTableNames {
    private static final List<String> NAMES = List.of(
            "orders",
            "Orders2",
            "order_items",
            "orderXitems",
            "a%b",
            "a!b",
            "aXb",
            "stra\u00dfe",
            "STRASSE",
            // The sign for kelvin is a K to whoever ignores case, as is a long s an s; and there are four letters i.
            "\u212aelvin",
            "Kelvin2",
            "\u017fum",
            "sum2",
            "title",
            "TITLE2",
            "t\u0131tle",
            "T\u0130TLE",
            "\ud83d\ude00");

    @TempDir
    Path home;

    @Test
    void patternsMeanWhatTheyMeanWithoutTheDatabase() {
        try (LakeCatalog lake = LakeCatalog.open("lake", home);
                Catalogs catalogs = Catalogs.of(lake);
                RootAllocator allocator = new RootAllocator()) {
            Schema columns = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
            NAMES.forEach(name -> lake.tables().createTable(TableIdentifier.of("default", name), columns));
            FlightMetadata metadata = new FlightMetadata(catalogs, allocator, "1");

            assertThat(patterns()).allSatisfy(pattern -> {
                TestingListener answer = new TestingListener();
                metadata.streamTables(
                        CommandGetTables.newBuilder()
                                .setTableNameFilterPattern(pattern)
                                .build(),
                        answer);
                assertThat(answer.rows().stream().map(row -> row.get(2)).toList())
                        .isEqualTo(NAMES.stream()
                                .filter(NamePattern.of(pattern)::matches)
                                .sorted()
                                .toList());
            });
        }
    }

    private static List<String> patterns() {
        Stream<String> made = NAMES.stream()
                .flatMap(name -> Stream.of(name, escaped(name)))
                .flatMap(name -> Stream.of(
                        name,
                        name + "%",
                        "%" + name,
                        name + "_",
                        "_" + name,
                        name.substring(0, name.length() / 2) + "%"))
                .flatMap(pattern ->
                        Stream.of(pattern, pattern.toUpperCase(Locale.ROOT), pattern.toLowerCase(Locale.ROOT)));
        return Stream.concat(
                        made, Stream.of("", "%", "_", "\\", "a\\", "a\\!b", "a!%", "%%", "o".repeat(2_000), "o%r%d%"))
                .distinct()
                .toList();
    }

    private static String escaped(String name) {
        return name.replace("_", "\\_").replace("%", "\\%");
    }
}
