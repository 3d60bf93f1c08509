package io.lakeflight.server.flight.metadata;

import com.sun.management.OperatingSystemMXBean;
import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Prints how long the metadata answers of a server take for catalogs of many tables: cold, in a process that has read
 * none of them, and warm. The first cold answer after the catalogs are filled reads all files, later ones what was kept. The first argument is a directory, which is filled unless it has such catalogs; the others are
 * the number of catalogs and of tables in each.
 */
final class MetadataFigures {
    private static final int COLUMNS = 10;
    private static final int REPETITIONS = 30;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private MetadataFigures() {}

    public static void main(String[] arguments) {
        Path home = Path.of(arguments[0]);
        int catalogCount = Integer.parseInt(arguments[1]);
        int tableCount = Integer.parseInt(arguments[2]);
        if (!Files.exists(home)) {
            names(catalogCount).forEach(name -> fill(name, home, tableCount));
        }
        measure("in a new process", home, catalogCount, tableCount);
        measure("in a process that has done it", home, catalogCount, tableCount);
    }

    private static void measure(String where, Path home, int catalogCount, int tableCount) {
        CatalogCaches caches = CatalogCaches.of(CacheConfig.DEFAULTS, FlightMetadata.schemaForm());
        try (RootAllocator allocator = new RootAllocator();
                Catalogs catalogs = Catalogs.of(names(catalogCount).stream()
                        .map(name -> LakeCatalog.open(CatalogDefinition.internal(name), home, caches))
                        .toArray(LakeCatalog[]::new))) {
            FlightMetadata metadata = new FlightMetadata(catalogs, allocator, "figures");
            CommandGetTables all =
                    CommandGetTables.newBuilder().setIncludeSchema(true).build();
            CommandGetTables one = CommandGetTables.newBuilder()
                    .setCatalog(names(catalogCount).get(0))
                    .setDbSchemaFilterPattern("default")
                    .setTableNameFilterPattern("table\\_" + tableCount / 2)
                    .setIncludeSchema(true)
                    .build();
            print("all tables with schemas, cold, " + where, List.of(time(metadata, all)));
            print("all tables with schemas, warm", repeated(metadata, all));
            print("one table with schema, warm", repeated(metadata, one));
            LakeCatalog first = LakeCatalog.open(
                    CatalogDefinition.internal(names(catalogCount).get(0)), home);
            TableIdentifier extra = TableIdentifier.of("default", "table_extra");
            List<Time> after = new ArrayList<>();
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                if (repetition % 2 == 0) {
                    first.tables().createTable(extra, schema());
                } else {
                    first.tables().dropTable(extra, true);
                }
                after.add(time(metadata, one));
            }
            first.close();
            print("one table, each time after another client created or dropped one", after);
        }
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(number -> "catalog" + number).toList();
    }

    private static void fill(String name, Path home, int tables) {
        try (LakeCatalog catalog = LakeCatalog.open(name, home)) {
            for (int table = 0; table < tables; table++) {
                catalog.tables().createTable(TableIdentifier.of("default", "table_" + table), schema());
            }
        }
    }

    private static Schema schema() {
        List<Type> types = List.of(
                Types.LongType.get(), Types.StringType.get(), Types.DecimalType.of(12, 2), Types.DateType.get());
        return new Schema(IntStream.rangeClosed(1, COLUMNS)
                .mapToObj(id -> Types.NestedField.optional(id, "column_" + id, types.get(id % types.size())))
                .toList());
    }

    private static List<Time> repeated(FlightMetadata metadata, CommandGetTables request) {
        return IntStream.range(0, REPETITIONS)
                .mapToObj(repetition -> time(metadata, request))
                .toList();
    }

    private static Time time(FlightMetadata metadata, CommandGetTables request) {
        long start = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime();
        metadata.streamTables(request, new TestingListener());
        return new Time((System.nanoTime() - start) / 1e6, (PROCESS.getProcessCpuTime() - cpu) / 1e6);
    }

    private static void print(String what, List<Time> times) {
        System.out.printf(
                "%-66s %8.1f ms (median of %d; best %.1f), %8.1f ms of the processor%n",
                what,
                median(times, Time::millis),
                times.size(),
                times.stream().mapToDouble(Time::millis).min().orElseThrow(),
                median(times, Time::cpuMillis));
    }

    private static double median(List<Time> times, ToDoubleFunction<Time> value) {
        return times.stream().mapToDouble(value).sorted().toArray()[times.size() / 2];
    }

    /** On a busy machine, the time of the processor says more. */
    private record Time(double millis, double cpuMillis) {}
}
