package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;

class TestWarehouseBoundary {
    private final WarehouseBoundary local = WarehouseBoundary.under("file:/lake/warehouse/");
    private final WarehouseBoundary store = WarehouseBoundary.under("s3://bucket/warehouse");

    @Test
    void whatIsBelowIsInsideHoweverItIsWritten() {
        assertThat(local.contains("file:/lake/warehouse/t")).isTrue();
        assertThat(local.contains("file:///lake/warehouse/t/")).isTrue();
        assertThat(local.contains("FILE:/lake//warehouse/t")).isTrue();
        assertThat(local.contains("/lake/warehouse/a b/%41/..hidden/...")).isTrue();
        assertThat(store.contains("s3://bucket/warehouse/t")).isTrue();
        assertThat(store.contains("s3a://bucket/warehouse//t")).isTrue();
    }

    @Test
    void everythingElseIsOutside() {
        assertThat(local.contains("file:/lake/warehouse")).isFalse();
        assertThat(local.contains("file:/lake/warehouse/")).isFalse();
        assertThat(local.contains("file:/lake/warehouse-2/t")).isFalse();
        assertThat(local.contains("file://host/lake/warehouse/t")).isFalse();
        assertThat(local.contains("hdfs:/lake/warehouse/t")).isFalse();
        assertThat(local.contains("lake/warehouse/t")).isFalse();
        assertThat(local.contains("")).isFalse();
        assertThat(store.contains("s3://other/warehouse/t")).isFalse();
        assertThat(store.contains("s3://bucket//warehouse/t")).isFalse();
        assertThat(store.contains("s3://bucket/Warehouse/t")).isFalse();
        assertThat(store.contains("/warehouse/t")).isFalse();
    }

    @Test
    void detoursAreOutside() {
        assertThat(local.contains("file:/lake/warehouse/../warehouse/t")).isFalse();
        assertThat(local.contains("file:/lake/warehouse/t/..")).isFalse();
        assertThat(local.contains("file:/lake/warehouse/./t")).isFalse();
        assertThat(local.contains("file:/lake/warehouse/%2e%2E/t")).isFalse();
        assertThat(local.contains("file:/lake/warehouse/.%2e/t")).isFalse();
        assertThat(store.contains("s3://bucket/warehouse/t?versionId=1")).isFalse();
        assertThat(store.contains("s3://bucket/warehouse/t#x")).isFalse();
        assertThat(store.contains("s3://bucket/warehouse/t\n")).isFalse();
    }

    @Test
    void refusalSaysWhatAndWhere() {
        assertThatThrownBy(() -> local.require("Location of table t", "/etc"))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Location of table t is outside the catalog's warehouse: /etc");
        assertThatThrownBy(() -> local.requireProperties(Map.of("write.metadata.path", "/etc")))
                .hasMessageContaining("write.metadata.path");
        assertThatCode(() -> local.requireProperties(Map.of("owner", "/etc"))).doesNotThrowAnyException();
    }
}
