package io.lakeflight.engine.spark.fastlane.translate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The tables that Spark's own tests of SQL find there, as files that are written once. */
final class SparkTestTables {
    private static final String ONEK = "unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int,"
            + " thousand int, twothousand int, fivethous int, tenthous int, odd int, even int, stringu1 string,"
            + " stringu2 string, string4 string";
    private static final Map<String, Written> WRITTEN = new ConcurrentHashMap<>();

    private SparkTestTables() {}

    /** Files of a table; of their columns Spark need not ask them again. */
    private record Written(Path folder, StructType columns) {
        static Written in(Path folder, SparkSession spark) {
            return new Written(folder, spark.read().parquet(folder.toString()).schema());
        }

        void createView(SparkSession spark, String name) {
            spark.read().schema(columns).parquet(folder.toString()).createOrReplaceTempView(name);
        }
    }

    static void create(SparkSession spark) {
        view(spark, "testdata", "SELECT cast(id AS INT) AS key, cast(id AS STRING) AS value FROM range(1, 101)");
        csv(spark, "aggtest", "agg.data", "a int, b float");
        csv(spark, "onek", "onek.data", ONEK);
        csv(spark, "tenk1", "tenk.data", ONEK);
    }

    private static void csv(SparkSession spark, String name, String file, String schema) {
        Written written = WRITTEN.computeIfAbsent(name, key -> {
            try {
                Path source = Files.createTempFile("spark-tests-", ".csv");
                Files.writeString(
                        source, SparkTexts.files("test-data/postgresql").get(file), StandardCharsets.UTF_8);
                Path target = Files.createTempDirectory("spark-tests-").resolve(key);
                spark.read()
                        .schema(schema)
                        .option("sep", "\t")
                        .csv(source.toString())
                        .coalesce(1)
                        .write()
                        .parquet(target.toString());
                return Written.in(target, spark);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        written.createView(spark, name);
    }

    private static void view(SparkSession spark, String name, String query) {
        Written written = WRITTEN.computeIfAbsent(name, key -> {
            try {
                Path target = Files.createTempDirectory("spark-tests-").resolve(key);
                spark.sql(query).coalesce(1).write().parquet(target.toString());
                return Written.in(target, spark);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        written.createView(spark, name);
    }
}
