package io.lakeflight.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.mapping.NameMappingParser;

/**
 * Values that Iceberg's properties of tables may have: with another one, Iceberg accepts the property and fails whenever
 * the table is written or read from then on, or even when the property is to be corrected.
 *
 * <p>Properties that Iceberg does not know are anybody's, and any word is false where it expects a boolean.
 */
public final class PropertyValues {
    private static final Rule COUNT = whole(0, Integer.MAX_VALUE);
    private static final Rule SIZE = whole(1, Integer.MAX_VALUE);
    private static final Rule LONG_COUNT = whole(0, Long.MAX_VALUE);
    private static final Rule LONG_SIZE = whole(1, Long.MAX_VALUE);
    private static final Rule FORMAT = words("parquet", "orc", "avro");
    private static final Rule AVRO_CODEC = words("uncompressed", "snappy", "gzip", "zstd");
    private static final Rule PARQUET_CODEC =
            words("uncompressed", "snappy", "gzip", "lzo", "brotli", "lz4", "lz4_raw", "zstd");
    private static final Rule ORC_CODEC = words("none", "zlib", "snappy", "lzo", "lz4", "zstd", "brotli");
    private static final Rule DISTRIBUTION = words("none", "hash", "range");
    private static final Rule MODE = words("copy-on-write", "merge-on-read");
    private static final Rule ISOLATION = words("serializable", "snapshot");
    private static final Rule PLANNING = words("auto", "local", "distributed");

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry(TableProperties.COMMIT_NUM_RETRIES, COUNT),
            Map.entry(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, COUNT),
            Map.entry(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, COUNT),
            Map.entry(TableProperties.COMMIT_TOTAL_RETRY_TIME_MS, COUNT),
            Map.entry(TableProperties.COMMIT_NUM_STATUS_CHECKS, COUNT),
            Map.entry(TableProperties.COMMIT_STATUS_CHECKS_MIN_WAIT_MS, LONG_COUNT),
            Map.entry(TableProperties.COMMIT_STATUS_CHECKS_MAX_WAIT_MS, LONG_COUNT),
            Map.entry(TableProperties.COMMIT_STATUS_CHECKS_TOTAL_WAIT_MS, LONG_COUNT),
            Map.entry(TableProperties.MANIFEST_TARGET_SIZE_BYTES, LONG_SIZE),
            Map.entry(TableProperties.MANIFEST_MIN_MERGE_COUNT, COUNT),
            Map.entry(TableProperties.MANIFEST_COMPRESSION, AVRO_CODEC),
            Map.entry(TableProperties.METADATA_COMPRESSION, words("none", "gzip")),
            Map.entry(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, COUNT),
            Map.entry(TableProperties.METRICS_MAX_INFERRED_COLUMN_DEFAULTS, COUNT),
            Map.entry(TableProperties.WRITE_PARTITION_SUMMARY_LIMIT, COUNT),
            Map.entry(TableProperties.MAX_SNAPSHOT_AGE_MS, LONG_COUNT),
            Map.entry(TableProperties.MAX_REF_AGE_MS, LONG_COUNT),
            Map.entry(
                    TableProperties.DEFAULT_NAME_MAPPING,
                    new Rule("a name mapping in JSON", PropertyValues::isNameMapping)),
            Map.entry(TableProperties.MIN_SNAPSHOTS_TO_KEEP, SIZE),
            Map.entry(TableProperties.SPLIT_SIZE, LONG_SIZE),
            Map.entry(TableProperties.METADATA_SPLIT_SIZE, LONG_SIZE),
            Map.entry(TableProperties.SPLIT_LOOKBACK, SIZE),
            Map.entry(TableProperties.SPLIT_OPEN_FILE_COST, LONG_COUNT),
            Map.entry(TableProperties.PARQUET_BATCH_SIZE, SIZE),
            Map.entry(TableProperties.ORC_BATCH_SIZE, SIZE),
            Map.entry(TableProperties.DATA_PLANNING_MODE, PLANNING),
            Map.entry(TableProperties.DELETE_PLANNING_MODE, PLANNING),
            Map.entry(TableProperties.WRITE_DISTRIBUTION_MODE, DISTRIBUTION),
            Map.entry(TableProperties.DELETE_DISTRIBUTION_MODE, DISTRIBUTION),
            Map.entry(TableProperties.UPDATE_DISTRIBUTION_MODE, DISTRIBUTION),
            Map.entry(TableProperties.MERGE_DISTRIBUTION_MODE, DISTRIBUTION),
            Map.entry(TableProperties.DELETE_MODE, MODE),
            Map.entry(TableProperties.UPDATE_MODE, MODE),
            Map.entry(TableProperties.MERGE_MODE, MODE),
            Map.entry(TableProperties.DELETE_ISOLATION_LEVEL, ISOLATION),
            Map.entry(TableProperties.UPDATE_ISOLATION_LEVEL, ISOLATION),
            Map.entry(TableProperties.MERGE_ISOLATION_LEVEL, ISOLATION),
            Map.entry(TableProperties.DELETE_GRANULARITY, words("file", "partition")),
            Map.entry("write.spark.advisory-partition-size-bytes", LONG_SIZE),
            Map.entry(TableProperties.PARQUET_BLOOM_FILTER_MAX_BYTES, SIZE),
            Map.entry(TableProperties.DEFAULT_FILE_FORMAT, FORMAT),
            Map.entry(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, LONG_SIZE),
            Map.entry(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, SIZE),
            Map.entry(TableProperties.PARQUET_PAGE_SIZE_BYTES, SIZE),
            Map.entry(TableProperties.PARQUET_PAGE_ROW_LIMIT, SIZE),
            Map.entry(TableProperties.PARQUET_PAGE_VERSION, words("v1", "v2")),
            Map.entry(TableProperties.PARQUET_DICT_SIZE_BYTES, SIZE),
            Map.entry(TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT, SIZE),
            Map.entry(TableProperties.PARQUET_ROW_GROUP_CHECK_MAX_RECORD_COUNT, SIZE),
            Map.entry(TableProperties.PARQUET_COMPRESSION, PARQUET_CODEC),
            Map.entry(TableProperties.AVRO_COMPRESSION, AVRO_CODEC),
            Map.entry(TableProperties.ORC_STRIPE_SIZE_BYTES, LONG_SIZE),
            Map.entry(TableProperties.ORC_BLOCK_SIZE_BYTES, LONG_SIZE),
            Map.entry(TableProperties.ORC_WRITE_BATCH_SIZE, SIZE),
            Map.entry(TableProperties.ORC_COMPRESSION, ORC_CODEC),
            Map.entry(TableProperties.ORC_COMPRESSION_STRATEGY, words("speed", "compression")));

    /** Files with deletions have properties of their own, each called as that of other files but for a word. */
    private static final Pattern OF_DELETIONS =
            Pattern.compile("^write\\.delete\\.(?=(parquet|orc|avro|format|target)\\b)");

    /** What a value must be, in words and as a test. */
    private record Rule(String expected, Predicate<String> test) {}

    private PropertyValues() {}

    /**
     * Refuses properties that are set to what Iceberg cannot use.
     *
     * @throws ValidationException naming the property, its value and what is expected
     */
    public static void require(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            Rule rule = RULES.get(OF_DELETIONS.matcher(name).replaceFirst("write."));
            if (rule != null && !rule.test().test(value)) {
                throw new ValidationException(
                        "Property %s cannot be '%s' (expected: %s)", name, value, rule.expected());
            }
        });
    }

    private static Rule whole(long least, long most) {
        return new Rule("a whole number, %d to %d".formatted(least, most), value -> {
            try {
                long number = Long.parseLong(value);
                return number >= least && number <= most;
            } catch (NumberFormatException e) {
                return false;
            }
        });
    }

    private static boolean isNameMapping(String value) {
        try {
            NameMappingParser.fromJson(value);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Rule words(String... words) {
        List<String> known = List.of(words);
        return new Rule(String.join(", ", known), value -> known.contains(value.toLowerCase(Locale.ROOT)));
    }
}
