package io.lakeflight.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Three schemas of many empty tables each, for those who browse. */
final class MetadataTables {
    static final int SCHEMAS = 3;
    private static final int MOST_TABLES = 1_000;
    private static final int COLUMNS = 10;

    private MetadataTables() {}

    /** A thousand tables in each at scale 1, and above. */
    static int tables(BigDecimal scale) {
        return scale.multiply(BigDecimal.valueOf(MOST_TABLES))
                .min(BigDecimal.valueOf(MOST_TABLES))
                .max(BigDecimal.ONE)
                .intValue();
    }

    /** Has no character that stands for others in a pattern. */
    static String schema(int number) {
        return "metadata" + number;
    }

    static List<String> schemas() {
        return IntStream.range(0, SCHEMAS).mapToObj(MetadataTables::schema).toList();
    }

    /** Creates what is missing, by way of the Iceberg REST catalog: as statements of an engine it would take long. */
    static void create(String icebergUri, BigDecimal scale) {
        try (RESTCatalog catalog = new RESTCatalog()) {
            catalog.initialize("lake", Map.of("uri", icebergUri, "warehouse", "lake"));
            for (String name : schemas()) {
                Namespace namespace = Namespace.of(name);
                if (!catalog.namespaceExists(namespace)) {
                    catalog.createNamespace(namespace);
                }
                int there = catalog.listTables(namespace).size();
                for (int table = there; table < tables(scale); table++) {
                    catalog.createTable(TableIdentifier.of(namespace, "table" + table), columns());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema columns() {
        List<Type> types = List.of(
                Types.LongType.get(), Types.StringType.get(), Types.DecimalType.of(12, 2), Types.DateType.get());
        return new Schema(IntStream.rangeClosed(1, COLUMNS)
                .mapToObj(id -> Types.NestedField.optional(id, "column" + id, types.get(id % types.size())))
                .toList());
    }
}
