package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestStorageProperties {
    private static final String IO = "io-impl";

    @Test
    void directoryNeedsNone() {
        assertThat(storage(Map.of())).isEmpty();
        assertThat(storage(Map.of("warehouse", "/mnt/nfs/lake"))).isEmpty();
        assertThat(storage(Map.of("warehouse", "/mnt/nfs/lake", "uri", "x", "token", "t")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://b/x, org.apache.iceberg.aws.s3.S3FileIO",
        "S3A://b/x, org.apache.iceberg.aws.s3.S3FileIO",
        "gs://b/x, org.apache.iceberg.gcp.gcs.GCSFileIO",
        "abfss://c@a.dfs.core.windows.net/x, org.apache.iceberg.azure.adlsv2.ADLSFileIO",
        "hdfs://host/x, org.apache.iceberg.hadoop.HadoopFileIO"
    })
    void placeOfTheWarehouseChoosesTheImplementation(String warehouse, String implementation) {
        assertThat(storage(Map.of("warehouse", warehouse))).containsEntry(IO, implementation);
        assertThat(storage(Map.of("warehouse", warehouse, IO, "own.FileIO"))).containsEntry(IO, "own.FileIO");
    }

    @Test
    void propertiesArePassedOnAsTheyAre() {
        Map<String, String> given = Map.of(
                "warehouse", "s3://b/x",
                "s3.sse.type", "kms",
                "s3.sse.key", "arn",
                "http-client.apache.socket-timeout-ms", "7",
                "client.region", "eu-west-1",
                "token", "of the catalog");

        assertThat(storage(given))
                .containsEntry("s3.sse.type", "kms")
                .containsEntry("s3.sse.key", "arn")
                .containsEntry("http-client.apache.socket-timeout-ms", "7")
                .containsEntry("client.region", "eu-west-1")
                .doesNotContainKeys("token", "warehouse", "s3.chunked-encoding-enabled");
    }

    @Test
    void waitsAreBounded() {
        assertThat(storage(Map.of("warehouse", "s3://b/x")))
                .containsKeys("http-client.apache.connection-timeout-ms", "s3.retry.num-retries");
        assertThat(storage(Map.of("warehouse", "s3://b/x", "http-client.type", "urlconnection")))
                .containsKey("http-client.urlconnection.socket-timeout-ms");
    }

    @Test
    void oneWaitIsNoLongerThanACallToTheCatalog() {
        CatalogDefinition impatient = new CatalogDefinition(
                "c", CatalogType.INTERNAL, Map.of("warehouse", "s3://b/x"), Duration.ofSeconds(2));

        assertThat(StorageProperties.of(impatient))
                .containsEntry("http-client.apache.connection-timeout-ms", "2000")
                .containsEntry("http-client.apache.socket-timeout-ms", "2000");
        assertThat(storage(Map.of("warehouse", "s3://b/x")))
                .containsEntry("http-client.apache.connection-timeout-ms", "5000")
                .containsEntry("http-client.apache.socket-timeout-ms", "10000");
    }

    @Test
    void storesOfOthersAreAskedInOlderWays() {
        assertThat(storage(Map.of("warehouse", "s3://b/x", "s3.endpoint", "http://store")))
                .containsEntry("client.region", "us-east-1")
                .containsEntry("s3.chunked-encoding-enabled", "false");
    }

    @Test
    void profileIsACredentialsProvider() {
        assertThat(storage(Map.of("warehouse", "s3://b/x", "s3.profile", "lake")))
                .containsEntry("client.credentials-provider", "io.lakeflight.storage.ProfileCredentials")
                .containsEntry("client.credentials-provider.profile", "lake")
                .doesNotContainKey("s3.profile");
    }

    @ParameterizedTest
    @CsvSource({
        "s3.access-key-id, only one of",
        "s3.secret-access-key, only one of",
        "s3.region, client.region",
    })
    void whatCannotWorkIsRefused(String property, String reason) {
        assertThatThrownBy(() -> storage(Map.of("warehouse", "s3://b/x", property, "v")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void twoKindsOfCredentialsAreRefused() {
        Map<String, String> both = new TreeMap<>(Map.of("warehouse", "s3://b/x", "s3.profile", "lake"));
        both.put("client.credentials-provider", "x.Y");

        assertThatThrownBy(() -> storage(both)).hasMessageContaining("one kind");
    }

    @Test
    void otherProgramsSeeWhereTheStoreIs() {
        Map<String, String> given = new TreeMap<>(Map.of(
                "warehouse", "s3://b/x",
                "s3.endpoint", "https://user:hush@store",
                "s3.path-style-access", "true",
                "s3.access-key-id", "hush",
                "s3.secret-access-key", "hush"));
        given.put("s3.session-token", "hush");
        given.put("s3.sse.key", "hush");

        Map<String, String> shown = StorageProperties.shown(storage(given));

        assertThat(shown).containsOnlyKeys("s3.endpoint", "s3.path-style-access", "client.region");
        assertThat(shown.values()).noneMatch(value -> value.contains("hush"));
        assertThat(definition(given).toString()).doesNotContain("hush");
    }

    private static Map<String, String> storage(Map<String, String> properties) {
        return StorageProperties.of(definition(properties));
    }

    private static CatalogDefinition definition(Map<String, String> properties) {
        return new CatalogDefinition("c", CatalogType.INTERNAL, properties, CatalogDefinition.DEFAULT_TIMEOUT);
    }
}
