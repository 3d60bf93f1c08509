package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPropertyValues {
    @ParameterizedTest
    @CsvSource({
        "commit.retry.num-retries, abc",
        "commit.retry.num-retries, -1",
        "commit.retry.max-wait-ms, 3000000000",
        "commit.status-check.min-wait-ms, 1s",
        "commit.manifest.target-size-bytes, 8MB",
        "write.target-file-size-bytes, ''",
        "write.delete.target-file-size-bytes, 0",
        "write.parquet.row-group-size-bytes, 3000000000",
        "write.delete.parquet.page-size-bytes, x",
        "write.format.default, frob",
        "write.delete.format.default, frob",
        "write.parquet.compression-codec, zip",
        "write.metadata.compression-codec, zstd",
        "write.distribution-mode, random",
        "write.merge.mode, copy",
        "write.update.isolation-level, none",
        "write.delete.granularity, row",
        "read.split.target-size, 0",
        "history.expire.max-snapshot-age-ms, 5d",
        "history.expire.max-snapshot-age-ms, -1",
        "schema.name-mapping.default, {bad",
    })
    void valueThatBreaksTheTableIsRefused(String name, String value) {
        assertThatThrownBy(() -> PropertyValues.require(Map.of(name, value)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Property %s cannot be '%s' (expected: ".formatted(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "commit.retry.num-retries, 0",
        "commit.status-check.max-wait-ms, 3000000000",
        "write.delete.format.default, ORC",
        "write.parquet.compression-codec, ZSTD",
        "write.delete.mode, merge-on-read",
        "write.delete.metadata.compression-codec, what others make of it",
        "write.metadata.delete-after-commit.enabled, yes",
        "write.metadata.metrics.default, truncate(8)",
        "my.own, x",
        "history.expire.max-snapshot-age-ms, 0",
        "schema.name-mapping.default, '[{\"field-id\": 1, \"names\": [\"a\"]}]'",
    })
    void valueThatWorksOrIsNotIcebergsIsTaken(String name, String value) {
        assertThatCode(() -> PropertyValues.require(Map.of(name, value))).doesNotThrowAnyException();
    }
}
