package io.lakeflight.catalog.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.statistics.ColumnStatistics.Bound;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nulls, NaNs and bounds of columns of real tables, and when they are exact. */
class TestColumnStatistics {
    private final StatisticsSource source = StatisticsSource.open(StatisticsConfig.DEFAULTS);

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void boundsAreValuesWhereNoTypeCutsThem() {
        LocalDateTime noon = LocalDateTime.parse("2024-02-29T12:00:00.000001");
        assertExact(Types.BooleanType.get(), false, true, false, true);
        assertExact(Types.IntegerType.get(), -5, 7, -5, 7);
        assertExact(Types.LongType.get(), -5L, 7L, -5L, 7L);
        assertExact(Types.FloatType.get(), -5.5f, 7.25f, -5.5f, 7.25f);
        assertExact(Types.DoubleType.get(), -5.5, Double.POSITIVE_INFINITY, -5.5, Double.POSITIVE_INFINITY);
        assertExact(Types.DateType.get(), LocalDate.EPOCH.minusDays(1), LocalDate.EPOCH, -1, 0);
        assertExact(
                Types.TimestampType.withoutZone(),
                LocalDateTime.parse("1970-01-01T00:00:00.000001"),
                noon,
                1L,
                1_709_208_000_000_001L);
        assertExact(
                Types.DecimalType.of(12, 2),
                new BigDecimal("-1.50"),
                new BigDecimal("123456789.01"),
                new BigDecimal("-1.50"),
                new BigDecimal("123456789.01"));
    }

    private void assertExact(Type type, Object least, Object greatest, Object lower, Object upper) {
        TestingTable table = one(type);
        table.append(table.row(greatest), table.row((Object) null));
        table.append(table.row(least));

        ColumnStatistics column = column(table);

        assertThat(column.lower()).isEqualTo(new Bound(lower, true));
        assertThat(column.upper()).isEqualTo(new Bound(upper, true));
        assertThat(column.nulls()).isEqualTo(Figure.exactly(1));
        assertThat(column.values()).isEqualTo(Figure.exactly(2));
        assertThat(column.nans()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void boundsOfTextAndBytesAreNeverExact() {
        TestingTable text = one(Types.StringType.get());
        text.append(text.row("abcdefghijklmnopqrstuvwxyz"), text.row("b"));
        assertThat(column(text).lower()).isEqualTo(new Bound("abcdefghijklmnop", false));
        assertThat(column(text).upper()).isEqualTo(new Bound("b", false));

        TestingTable bytes = one(Types.BinaryType.get());
        bytes.append(bytes.row(ByteBuffer.wrap(new byte[] {1})), bytes.row(ByteBuffer.wrap(new byte[] {-1})));
        assertThat(column(bytes).lower().exact()).isFalse();
        assertThat(column(bytes).upper().value()).isEqualTo(ByteBuffer.wrap(new byte[] {-1}));
    }

    @Test
    void daysAreNoBoundsOfTimestamps() {
        ByteBuffer day = Conversions.toByteBuffer(Types.DateType.get(), 19_782);

        for (Type.PrimitiveType type : List.of(
                Types.TimestampType.withoutZone(),
                Types.TimestampType.withZone(),
                Types.TimestampNanoType.withoutZone())) {
            assertThat(new Column(1, type, false).bound(day))
                    .as(type.toString())
                    .isNull();
        }
        assertThat(new Column(1, Types.DateType.get(), false).bound(day)).isEqualTo(19_782);
        assertThat(new Column(1, Types.LongType.get(), false).bound(day)).isEqualTo(19_782L);
    }

    /** Parquet compares their bytes, and Iceberg takes them for two signed numbers. */
    @Test
    void uuidsHaveNoBounds() {
        TestingTable table = one(Types.UUIDType.get());
        table.append(table.row(new UUID(1, 1)), table.row(new UUID(-1, -1)));

        assertThat(column(table).lower()).isNull();
        assertThat(column(table).values()).isEqualTo(Figure.exactly(2));
    }

    @Test
    void boundOfBytesCanBeReadByMany() {
        TestingTable bytes = one(Types.BinaryType.get());
        bytes.append(bytes.row(ByteBuffer.wrap(new byte[] {1})));
        Bound bound = column(bytes).lower();

        ((ByteBuffer) bound.value()).get();

        assertThat(((ByteBuffer) bound.value()).remaining()).isEqualTo(1);
    }

    @Test
    void nanIsNoBoundButTakesExactnessAway() {
        TestingTable table = one(Types.DoubleType.get());
        table.append(table.row(1.0), table.row(Double.NaN));
        table.append(table.row(Double.NaN));
        table.append(table.row(3.0));

        ColumnStatistics column = column(table);

        assertThat(column.nans()).isEqualTo(Figure.exactly(2));
        assertThat(column.values()).isEqualTo(Figure.exactly(4));
        assertThat(column.lower()).isEqualTo(new Bound(1.0, false));
        assertThat(column.upper()).isEqualTo(new Bound(3.0, false));
    }

    /** Parquet's writers call a zero -0.0 where it is the least value, and 0.0 where it is the greatest. */
    @Test
    void zeroIsNoExactBound() {
        TestingTable table = one(Types.DoubleType.get());
        table.append(table.row(0.0), table.row(4.0));

        assertThat(column(table).lower().exact()).isFalse();
        assertThat(column(table).upper()).isEqualTo(new Bound(4.0, true));
    }

    @Test
    void filterOnNumbersKnowsThatNanIsTheGreatest() {
        TestingTable table = one(Types.DoubleType.get());
        table.append(table.row(1.0), table.row(1.0));
        table.append(table.row(1.0), table.row(Double.NaN));
        table.append(table.row(Double.NaN));

        for (Expression filter : List.of(
                Expressions.not(Expressions.lessThan("c", 5.0)),
                Expressions.greaterThan("c", 1.0),
                Expressions.notIn("c", 1.0, 2.0))) {
            TableStatistics statistics = where(table, filter);
            assertThat(statistics.rows().most()).as("%s", filter).isEqualTo(3);
            assertThat(statistics.columns().get(1).nans().most()).isEqualTo(2);
            assertThat(statistics.columns().get(1).nans().exact()).isEmpty();
        }
        TableStatistics equal = where(table, Expressions.in("c", 1.0, 2.0));
        assertThat(equal.rows()).isEqualTo(new Figure(2, 4, 4));
        assertThat(equal.columns().get(1).nans().exact()).isEmpty();
        assertThat(where(table, Expressions.isNaN("c")).rows()).isEqualTo(new Figure(1, 3, 3));
    }

    /** Python's writers count no NaNs. */
    @Test
    void filterOnNumbersIsNotExactWhereNansAreNotCounted() {
        TestingTable table = one(Types.DoubleType.get());
        ByteBuffer bound = Conversions.toByteBuffer(Types.DoubleType.get(), 1.0);
        imported(
                table,
                FileFormat.PARQUET,
                2,
                new Metrics(2L, null, Map.of(1, 2L), Map.of(1, 0L), null, Map.of(1, bound), Map.of(1, bound)));

        for (Expression filter : List.of(
                Expressions.in("c", 1.0, 2.0),
                Expressions.equal("c", 1.0),
                Expressions.not(Expressions.lessThan("c", 1.0)),
                Expressions.lessThan("c", 2.0))) {
            TableStatistics statistics = where(table, filter);
            assertThat(statistics.rows()).as("%s", filter).isEqualTo(new Figure(0, 2, 2));
            assertThat(statistics.columns().get(1).nans()).isEqualTo(new Figure(0, 0, 2));
            assertThat(statistics.columns().get(1).upper()).isEqualTo(new Bound(1.0, false));
        }
        // Its NaN, if it has one, is greater.
        assertThat(where(table, Expressions.greaterThan("c", 1.0)).rows()).isEqualTo(new Figure(0, 2, 2));
    }

    @Test
    void zerosAreEqualWhateverTheirSign() {
        TestingTable table = one(Types.FloatType.get());
        table.append(table.row(-0.0f));

        assertThat(where(table, Expressions.equal("c", 0.0f)).rows()).isEqualTo(new Figure(0, 1, 1));
        assertThat(where(table, Expressions.in("c", 0.0f, 9.0f)).rows()).isEqualTo(new Figure(0, 1, 1));
        assertThat(where(table, Expressions.lessThan("c", 0.0f)).rows()).isEqualTo(new Figure(0, 1, 1));
        assertThat(where(table, Expressions.notEqual("c", 0.0f)).rows()).isEqualTo(new Figure(0, 1, 1));
        assertThat(where(table, Expressions.greaterThanOrEqual("c", 0.0f)).rows())
                .isEqualTo(new Figure(0, 1, 1));
        assertThat(where(table, Expressions.greaterThan("c", 0.0f)).rows()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void infinityIsBeyondLiteralsBeyondTheType() {
        TestingTable table = one(Types.FloatType.get());
        table.append(table.row(Float.POSITIVE_INFINITY), table.row(1.0f));

        assertThat(where(table, Expressions.lessThan("c", 1e300)).rows()).isEqualTo(new Figure(0, 2, 2));
        assertThat(where(table, Expressions.greaterThan("c", 1e300)).rows()).isEqualTo(new Figure(0, 2, 2));
    }

    @Test
    void literalBeyondATypeThatHasNoInfinityDecides() {
        TestingTable table = one(Types.IntegerType.get());
        table.append(table.row(1));
        table.append(table.row(2), table.row((Object) null));

        assertThat(where(table, Expressions.lessThan("c", 1L << 40)).rows()).isEqualTo(new Figure(1, 3, 3));
        assertThat(where(table, Expressions.greaterThan("c", 1L << 40)).rows()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void uuidsAreNotLeftOutByAnOrderThatIsNotSqls() {
        TestingTable table = one(Types.UUIDType.get());
        table.append(table.row(new UUID(1, 0)), table.row(new UUID(-1, 0)));

        assertThat(where(table, Expressions.equal("c", new UUID(2, 0))).rows().most())
                .isEqualTo(2);
        assertThat(where(table, Expressions.greaterThan("c", new UUID(2, 0))).rows())
                .isEqualTo(new Figure(0, 2, 2));
        assertThat(where(table, Expressions.notNull("c")).rows()).isEqualTo(Figure.exactly(2));
    }

    @Test
    void columnWithoutStatisticsIsUnknown() {
        TestingTable table = one(Types.IntegerType.get(), Map.of("write.metadata.metrics.default", "none"));
        table.append(table.row(1), table.row(2));

        assertThat(column(table).nulls()).isEqualTo(new Figure(0, 0, 2));
        assertThat(column(table).values()).isEqualTo(new Figure(0, 2, 2));
        assertThat(column(table).lower()).isNull();
        assertThat(where(table, Expressions.greaterThan("c", 0)).rows()).isEqualTo(new Figure(0, 2, 2));

        TestingTable counted = one(Types.IntegerType.get(), Map.of("write.metadata.metrics.default", "counts"));
        counted.append(counted.row(1), counted.row((Object) null));
        assertThat(column(counted).nulls()).isEqualTo(Figure.exactly(1));
        assertThat(column(counted).upper()).isNull();
        assertThat(where(counted, Expressions.greaterThan("c", 0)).rows()).isEqualTo(new Figure(0, 2, 2));
    }

    @Test
    void oneFileWithoutABoundLeavesNone() {
        TestingTable table = one(Types.IntegerType.get());
        table.append(table.row(1));
        table.table()
                .updateProperties()
                .set("write.metadata.metrics.default", "counts")
                .commit();
        table.append(table.row(-7));

        assertThat(column(table).lower()).isNull();
        assertThat(column(table).nulls()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void filesOfNullsHaveNoBoundAndNeedNone() {
        TestingTable table = one(Types.IntegerType.get());
        table.append(table.row((Object) null));
        assertThat(column(table).values()).isEqualTo(Figure.exactly(0));
        assertThat(column(table).lower()).isNull();

        table.append(table.row(4));

        assertThat(column(table).lower()).isEqualTo(new Bound(4, true));
        assertThat(where(table, Expressions.isNull("c")).rows()).isEqualTo(Figure.exactly(1));
        assertThat(where(table, Expressions.notNull("c")).rows()).isEqualTo(Figure.exactly(1));
    }

    @Test
    void widenedColumnIsOfItsPresentType() {
        TestingTable ints = one(Types.IntegerType.get());
        ints.append(ints.row(-3));
        ints.table().updateSchema().updateColumn("c", Types.LongType.get()).commit();
        ints.append(ints.row(1L << 40));
        assertThat(column(ints).lower()).isEqualTo(new Bound(-3L, true));
        assertThat(column(ints).upper()).isEqualTo(new Bound(1L << 40, true));
        assertThat(where(ints, Expressions.lessThan("c", 0L)).rows()).isEqualTo(Figure.exactly(1));

        TestingTable floats = one(Types.FloatType.get());
        floats.append(floats.row(0.1f));
        floats.table().updateSchema().updateColumn("c", Types.DoubleType.get()).commit();
        assertThat(column(floats).lower()).isEqualTo(new Bound((double) 0.1f, true));
        assertThat(where(floats, Expressions.equal("c", 0.1f)).rows()).isEqualTo(Figure.exactly(1));
        assertThat(where(floats, Expressions.equal("c", 0.1)).rows()).isEqualTo(Figure.exactly(0));

        TestingTable decimals = one(Types.DecimalType.of(4, 2));
        decimals.append(decimals.row(new BigDecimal("1.25")));
        decimals.table()
                .updateSchema()
                .updateColumn("c", Types.DecimalType.of(20, 2))
                .commit();
        assertThat(column(decimals).lower()).isEqualTo(new Bound(new BigDecimal("1.25"), true));
    }

    /** A file that has no such column, and one whose writer kept no statistics, look the same. */
    @Test
    void addedColumnIsUnknownInOlderFiles() {
        TestingTable table = one(Types.IntegerType.get());
        table.append(table.row(1));
        table.table().updateSchema().addColumn("d", Types.IntegerType.get()).commit();
        table.append(table.row(2, 5));

        ColumnStatistics added = all(table).columns().get(2);

        assertThat(added.nulls()).isEqualTo(new Figure(0, 0, 1));
        assertThat(added.lower()).isNull();
        assertThat(where(table, Expressions.isNull("d")).rows()).isEqualTo(new Figure(0, 1, 1));
    }

    @Test
    void defaultOfAnAddedColumnIsNoBoundOfTheFilesBefore() {
        TestingTable table = one(Types.IntegerType.get(), TestingTable.format(3));
        table.append(table.row(1));
        table.table()
                .updateSchema()
                .addColumn("d", Types.IntegerType.get(), "", Literal.of(100))
                .commit();
        table.append(table.row(2, 5));

        ColumnStatistics added = all(table).columns().get(2);

        assertThat(added.upper()).isNull();
        assertThat(where(table, Expressions.equal("d", 100)).rows()).isEqualTo(new Figure(0, 1, 1));
        assertThat(where(table, Expressions.notNull("d")).rows()).isEqualTo(new Figure(1, 2, 2));
    }

    @Test
    void columnOfAnOldNameIsAnotherOne() {
        TestingTable table = one(Types.IntegerType.get());
        table.table().updateSchema().addColumn("d", Types.IntegerType.get()).commit();
        table.append(table.row(1, 10));
        table.table().updateSchema().deleteColumn("d").commit();
        table.table().updateSchema().addColumn("d", Types.IntegerType.get()).commit();
        table.append(table.row(2, 99));

        TableStatistics statistics = all(table);

        assertThat(statistics.columns().keySet()).containsExactly(1, 3);
        assertThat(statistics.columns().get(3).lower()).isNull();
        assertThat(where(table, Expressions.equal("d", 10)).rows()).isEqualTo(new Figure(0, 1, 1));
    }

    @Test
    void fieldsOfStructsHaveBoundsButNoCounts() {
        Types.StructType struct = Types.StructType.of(
                Types.NestedField.optional(2, "x", Types.IntegerType.get()),
                Types.NestedField.optional(3, "y", Types.DoubleType.get()));
        TestingTable table = one(struct);
        Record value = GenericRecord.create(struct);
        value.set(0, 5);
        value.set(1, 2.5);
        table.append(table.row(value), table.row((Object) null));

        TableStatistics statistics = all(table);

        assertThat(statistics.columns().keySet()).containsExactly(2, 3);
        assertThat(statistics.columns().get(2).lower()).isEqualTo(new Bound(5, true));
        assertThat(statistics.columns().get(2).nulls().exact()).isEmpty();
        assertThat(statistics.columns().get(3).upper()).isEqualTo(new Bound(2.5, false));
        assertThat(where(table, Expressions.isNull("c.x")).rows()).isEqualTo(new Figure(0, 2, 2));
        assertThat(where(table, Expressions.equal("c.x", 5)).rows()).isEqualTo(new Figure(0, 2, 2));
        assertThat(where(table, Expressions.equal("c.x", 6)).rows()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void boundsOfOtherFormatsAreNotExact() {
        TestingTable table = one(Types.TimestampType.withoutZone());
        ByteBuffer bound = Conversions.toByteBuffer(Types.TimestampType.withoutZone(), 1_000L);
        imported(
                table,
                FileFormat.ORC,
                1,
                new Metrics(1L, null, Map.of(1, 1L), Map.of(1, 0L), null, Map.of(1, bound), Map.of(1, bound)));

        assertThat(column(table).lower()).isEqualTo(new Bound(1_000L, false));
        assertThat(column(table).nulls()).isEqualTo(Figure.exactly(0));
    }

    @Test
    void boundsAndCountsThatMakeNoSenseAreNone() {
        TestingTable table = one(Types.LongType.get());
        ByteBuffer shorter = ByteBuffer.wrap(new byte[] {1});
        imported(
                table,
                FileFormat.PARQUET,
                2,
                new Metrics(2L, null, Map.of(1, 3L), Map.of(1, 9L), null, Map.of(1, shorter), Map.of(1, shorter)));

        assertThat(column(table).lower()).isNull();
        assertThat(column(table).nulls()).isEqualTo(new Figure(0, 2, 2));
    }

    private static void imported(TestingTable table, FileFormat format, long rows, Metrics metrics) {
        DataFile file = DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("memory:/none/imported." + format.name())
                .withFormat(format)
                .withFileSizeInBytes(10)
                .withRecordCount(rows)
                .withMetrics(metrics)
                .build();
        table.table().newAppend().appendFile(file).commit();
    }

    private static TestingTable one(Type type) {
        return one(type, Map.of());
    }

    private static TestingTable one(Type type, Map<String, String> properties) {
        return TestingTable.create(
                new Schema(Types.NestedField.optional(1, "c", type)), PartitionSpec.unpartitioned(), properties);
    }

    private ColumnStatistics column(TestingTable table) {
        return all(table).columns().get(1);
    }

    private TableStatistics all(TestingTable table) {
        return where(table, Expressions.alwaysTrue());
    }

    private TableStatistics where(TestingTable table, Expression filter) {
        return source.read(StatisticsRequest.current(table.load()).where(filter, true));
    }
}
