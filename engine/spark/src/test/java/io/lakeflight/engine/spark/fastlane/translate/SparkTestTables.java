package io.lakeflight.engine.spark.fastlane.translate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.classic.SparkSession;

/** The tables that Spark's own tests of SQL find there, as files that are written once. */
final class SparkTestTables {
    private static final String ONEK = "unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int,"
            + " thousand int, twothousand int, fivethous int, tenthous int, odd int, even int, stringu1 string,"
            + " stringu2 string, string4 string";
    private static final Map<String, Path> WRITTEN = new ConcurrentHashMap<>();

    private SparkTestTables() {}

    static void create(SparkSession spark) {
        view(spark, "testdata", "SELECT cast(id AS INT) AS key, cast(id AS STRING) AS value FROM range(1, 101)");
        csv(spark, "aggtest", "agg.data", "a int, b float");
        csv(spark, "onek", "onek.data", ONEK);
        csv(spark, "tenk1", "tenk.data", ONEK);
    }

    private static void csv(SparkSession spark, String name, String file, String schema) {
        Path folder = WRITTEN.computeIfAbsent(name, key -> {
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
                return target;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        spark.read().parquet(folder.toString()).createOrReplaceTempView(name);
    }

    private static void view(SparkSession spark, String name, String query) {
        Path folder = WRITTEN.computeIfAbsent(name, key -> {
            try {
                Path target = Files.createTempDirectory("spark-tests-").resolve(key);
                spark.sql(query).coalesce(1).write().parquet(target.toString());
                return target;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        spark.read().parquet(folder.toString()).createOrReplaceTempView(name);
    }
}
