package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.statistics.ColumnStatistics;
import io.lakeflight.catalog.statistics.TableStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SingleValueParser;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** What is told of statistics, as it travels. */
final class StatisticsJson {
    private StatisticsJson() {}

    /** Of a table. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Statistics(
            String table,
            @JsonProperty("snapshot-id") @Nullable Long snapshotId,
            @JsonProperty("schema-id") int schemaId,
            String basis,
            Figure rows,
            Figure files,
            Figure bytes,
            Deletes deletes,
            List<Column> columns) {}

    /** What may delete some of the rows. */
    record Deletes(
            @JsonProperty("position-files") Figure positionFiles,
            @JsonProperty("equality-files") Figure equalityFiles,
            Figure vectors,
            Figure bytes) {}

    /** A number; without {@code at-most} if it may be any. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Figure(
            boolean exact,
            long estimate,
            @JsonProperty("at-least") long atLeast,
            @JsonProperty("at-most") @Nullable Long atMost) {}

    /** Of a column, by its full name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Column(
            int id,
            String name,
            String type,
            Figure values,
            Figure nulls,
            Figure nans,
            @Nullable Bound lower,
            @Nullable Bound upper,
            @Nullable Distinct distinct) {}

    /** The value in Iceberg's JSON. */
    record Bound(@JsonRawValue String value, boolean exact) {}

    /** An estimate, and the snapshot it is of. */
    record Distinct(
            long estimate, @JsonProperty("snapshot-id") long snapshotId) {}

    static Statistics of(TableName table, Schema schema, TableStatistics statistics) {
        List<Column> columns = statistics.columns().entrySet().stream()
                .map(entry -> column(
                        entry.getKey(),
                        Objects.requireNonNull(schema.findColumnName(entry.getKey())),
                        entry.getValue()))
                .toList();
        return new Statistics(
                table.toString(),
                statistics.snapshotId(),
                statistics.schemaId(),
                statistics.basis().name().toLowerCase(Locale.ROOT),
                figure(statistics.rows()),
                figure(statistics.files()),
                figure(statistics.bytes()),
                deletes(statistics.deletes()),
                columns);
    }

    private static Deletes deletes(TableStatistics.Deletes deletes) {
        return new Deletes(
                figure(deletes.positionFiles()),
                figure(deletes.equalityFiles()),
                figure(deletes.vectors()),
                figure(deletes.bytes()));
    }

    private static Column column(int id, String name, ColumnStatistics column) {
        ColumnStatistics.DistinctCount distinct = column.distinct();
        return new Column(
                id,
                name,
                column.type().toString(),
                figure(column.values()),
                figure(column.nulls()),
                figure(column.nans()),
                bound(column.type(), column.lower()),
                bound(column.type(), column.upper()),
                distinct == null ? null : new Distinct(distinct.estimate(), distinct.snapshotId()));
    }

    private static Figure figure(io.lakeflight.catalog.statistics.Figure figure) {
        return new Figure(
                figure.isExact(),
                figure.estimate(),
                figure.least(),
                figure.most() == Long.MAX_VALUE ? null : figure.most());
    }

    private static @Nullable Bound bound(Type type, ColumnStatistics.@Nullable Bound bound) {
        return bound == null ? null : new Bound(SingleValueParser.toJson(type, bound.value()), bound.exact());
    }
}
