package io.lakeflight.engine.spark.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import scala.jdk.javaapi.CollectionConverters;

/** A hundred thousand rows, as Spark's operators give them, made into Arrow batches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED"
        })
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class ArrowBatchesBenchmark {
    private static final int ROWS = 100_000;
    private static final StructType NUMBERS = new StructType()
            .add("a", DataTypes.LongType)
            .add("b", DataTypes.LongType)
            .add("c", DataTypes.IntegerType);
    private static final StructType MIXED = NUMBERS.add("d", DataTypes.createDecimalType(12, 2))
            .add("e", DataTypes.DateType)
            .add("f", DataTypes.StringType)
            .add("g", DataTypes.StringType);

    @Param({"numbers", "mixed"})
    public String columns = "";

    private StructType schema = NUMBERS;
    private final List<InternalRow> rows = new ArrayList<>();

    @Setup
    public void makeRows() {
        schema = columns.equals("numbers") ? NUMBERS : MIXED;
        UnsafeProjection projection = UnsafeProjection.create(schema);
        for (int row = 0; row < ROWS; row++) {
            Object[] values = {
                (long) row,
                row * 31L,
                row % 7,
                Decimal.apply(row % 1_000_000, 12, 2),
                row % 10_000,
                UTF8String.fromString("Clerk#" + row),
                UTF8String.fromString("a comment of the usual length, number " + row)
            };
            rows.add(projection
                    .apply(new GenericInternalRow(Arrays.copyOf(values, schema.length())))
                    .copy());
        }
    }

    @Benchmark
    public void toArrow(Blackhole batches) throws IOException {
        try (ArrowBatches writer = new ArrowBatches(schema, "UTC")) {
            writer.writeAll(CollectionConverters.asScala(rows.iterator()), batches::consume);
        }
    }
}
