package io.lakeflight.engine.spark.fastlane.known;

import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.SparkTable;

/**
 * What of a table a plan depends on: which table it is, its columns, how it was and is partitioned, and its properties; not
 * what it holds.
 *
 * @param schema as JSON, which tells all there is to a column
 * @param specs all that there have ever been: files of every one may be there, and by them Spark leaves conditions to Iceberg
 */
record TableState(
        String name,
        String uuid,
        String location,
        String schema,
        Map<Integer, PartitionSpec> specs,
        Map<String, String> properties) {
    TableState {
        specs = Map.copyOf(specs);
        properties = Map.copyOf(properties);
    }

    /** Empty of one that is not read as it is now, such as a branch or a former snapshot, and of tables about tables. */
    static Optional<TableState> of(org.apache.spark.sql.connector.catalog.Table table) {
        // These are equal only if neither branch nor time nor another schema than the current one was asked for.
        return table instanceof SparkTable iceberg
                        && iceberg.table() instanceof BaseTable plain
                        && plain.operations().current().uuid() != null
                        && iceberg.equals(new SparkTable(plain))
                ? Optional.of(of(plain))
                : Optional.empty();
    }

    private static TableState of(Table table) {
        return new TableState(
                table.name(),
                table.uuid().toString(),
                table.location(),
                json(table.schema()),
                table.specs(),
                table.properties());
    }

    private static String json(Schema schema) {
        return SchemaParser.toJson(schema);
    }

    int length() {
        int entries = properties.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        return name.length() + location.length() + schema.length() + entries;
    }
}
