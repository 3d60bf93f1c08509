package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestDefinitionCheck {
    @ParameterizedTest
    @ValueSource(strings = {"spark_catalog", "system", "information_schema", "global_temp", "session", "builtin"})
    void nameThatMeansSomethingElseIsRefused(String name) {
        assertThatThrownBy(() -> CatalogDefinition.internal(name).requireUsable())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "3600001", "9223372036854775807"})
    void timeoutHasBounds(long millis) {
        CatalogDefinition definition =
                new CatalogDefinition("c", CatalogType.INTERNAL, Map.of(), Duration.ofMillis(millis));

        assertThatThrownBy(definition::requireUsable).hasMessageContaining("timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERNAL | warehouse=relative/x | expected: a whole path",
                "HADOOP | warehouse=x | expected: a whole path",
                "HADOOP | | has no warehouse",
                "JDBC | warehouse=/x | has no uri",
                "JDBC | uri=jdbc:sqlite:/x | has no warehouse",
                "REST | warehouse=w | has no uri",
                "REST | uri=catalog.example.com | expected: http://",
                "INTERNAL | wharehouse=/x | perhaps warehouse",
                "INTERNAL | token=t | no internal catalog has",
                "INTERNAL | ' =x' | without a name",
            })
    void whatCannotWorkIsRefused(CatalogType type, String property, String reason) {
        assertThatThrownBy(definition(type, property)::requireUsable)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERNAL |",
                "INTERNAL | warehouse=s3://bucket/x",
                "INTERNAL | lakeflight.maintenance.actions=none",
                "INTERNAL | table-default.write.format.default=orc",
                "HADOOP | warehouse=hdfs://host/x",
                "HADOOP | warehouse=file:/x",
                "REST | uri=https://host/path?a=b",
                "HIVE |",
            })
    void whatMayWorkIsNotRefused(CatalogType type, String property) {
        assertThatCode(definition(type, property)::requireUsable).doesNotThrowAnyException();
    }

    @Test
    void passwordInTheAddressOfAServiceIsRefusedAndNotShown() {
        for (String uri : new String[] {"http://user:hush@host/x", "https://hush@host", "http://u:hu sh@host"}) {
            assertThatThrownBy(definition(CatalogType.REST, "uri=" + uri)::requireUsable)
                    .hasMessageContaining("credential")
                    .hasMessageNotContaining("hu");
        }
    }

    private static CatalogDefinition definition(CatalogType type, String property) {
        int end = property == null ? -1 : property.indexOf('=');
        Map<String, String> properties =
                end < 0 ? Map.of() : Map.of(property.substring(0, end), property.substring(end + 1));
        return new CatalogDefinition("theirs", type, properties, CatalogDefinition.DEFAULT_TIMEOUT);
    }
}
