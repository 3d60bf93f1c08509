package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCatalogDefinition {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token | hush",
                "credential | id:hush",
                "jdbc.password | hush",
                "s3.secret-access-key | hush",
                "header.Authorization | Bearer hush",
                "header.X-Api | hush",
                "rest.authorization | hush",
                "adls.connection-string.account | EndpointSuffix=x;AccountKey=hush",
                "jdbc.sslpasswd | hush",
                "uri | jdbc:postgresql://user:hush@host/db",
                "uri | jdbc:postgresql://user:hu@sh@host/db?password=hush",
                "uri | jdbc:mysql://host/db?user=u&pwd=hush&useSSL=true",
                "uri | jdbc:sqlserver://host;user=u;password=hush;encrypt=true",
                "http-client.proxy-endpoint | http://user:hush@proxy:3128",
            })
    void secretIsNotShown(String property, String value) {
        CatalogDefinition definition = definition(Map.of(property, value));

        assertThat(definition.shownProperties()).containsKey(property);
        assertThat(definition.toString()).doesNotContain("hush", "sh@");
    }

    @Test
    void whatIsNoSecretIsShown() {
        Map<String, String> properties = Map.of(
                "uri", "jdbc:postgresql://host/db?currentSchema=sales",
                "warehouse", "s3://bucket/path",
                "s3.endpoint", "https://minio.example.com",
                "client.region", "eu-central-1",
                "jdbc.user", "lakeflight");

        assertThat(definition(properties).shownProperties()).isEqualTo(properties);
    }

    private static CatalogDefinition definition(Map<String, String> properties) {
        return new CatalogDefinition("theirs", CatalogType.JDBC, properties, CatalogDefinition.DEFAULT_TIMEOUT);
    }
}
