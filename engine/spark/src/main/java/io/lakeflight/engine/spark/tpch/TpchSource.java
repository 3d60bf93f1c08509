package io.lakeflight.engine.spark.tpch;

import io.trino.tpch.TpchTable;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * TPC-H's tables as a data source. Options: {@code table}, {@code scale} (1 is a gigabyte), {@code parts} (how many
 * tasks generate; 4 if not given).
 *
 * <p>Column names are the standard's, money is {@code decimal(15,2)}, dates are {@code date}.
 */
public final class TpchSource implements TableProvider {
    private static final int DEFAULT_PARTS = 4;
    private static final int MOST_PARTS = 10_000;

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return TpchColumns.of(table(options)).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
        double scale = options.getDouble("scale", 1);
        int parts = options.getInt("parts", DEFAULT_PARTS);
        if (!(scale > 0) || parts < 1 || parts > MOST_PARTS) {
            throw new IllegalArgumentException(
                    "TPC-H source: scale is %s and parts %d; scale must be above 0, parts 1 to %d"
                            .formatted(scale, parts, MOST_PARTS));
        }
        return new TpchSparkTable(table(options).getTableName(), scale, parts);
    }

    private static TpchTable<?> table(CaseInsensitiveStringMap options) {
        String name = options.getOrDefault("table", "");
        return TpchTable.getTables().stream()
                .filter(table -> table.getTableName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "TPC-H source: there is no table \"%s\"; option table is one of %s".formatted(name, names())));
    }

    private static String names() {
        return TpchTable.getTables().stream().map(TpchTable::getTableName).collect(Collectors.joining(", "));
    }
}
