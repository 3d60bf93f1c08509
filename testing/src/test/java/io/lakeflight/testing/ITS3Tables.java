package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables whose files are in an S3 bucket. */
final class ITS3Tables extends TableStorageContract {
    private final TestingS3 s3;

    ITS3Tables(TestingCluster cluster, TestingS3 s3) {
        super(cluster);
        this.s3 = s3;
    }

    @Override
    String catalog() {
        return "in_s3";
    }

    @Override
    void addTo(CatalogRequests catalogs) {
        catalogs.add(catalog(), s3.catalog("tables"));
    }

    @Override
    List<String> files() {
        return s3.objects("tables");
    }

    @Test
    void largeFileIsUploadedInParts() {
        client().update("CREATE TABLE t TBLPROPERTIES ('write.parquet.compression-codec' = 'uncompressed')"
                + " AS SELECT id, sha2(CAST(id AS string), 512) AS text FROM range(0, 500000, 1, 1)");

        assertThat(client().query("SELECT max(file_size_in_bytes) > 55000000 FROM " + name("t.files"))
                        .value())
                .isEqualTo(true);
        assertThat(client().query("SELECT count(*), count(DISTINCT text) FROM t")
                        .texts())
                .containsExactly(List.of("500000", "500000"));
    }

    /** Written by the server and by the engine, which have the same environment. */
    @Test
    void credentialsOfTheEnvironmentAndOfAProfileAreUsed() {
        CatalogRequests catalogs = new CatalogRequests(cluster());
        Map<String, String> environment = s3.withoutCredentials("environment");
        Map<String, String> profile = s3.withoutCredentials("profile");
        profile.put("s3.profile", "lake");
        catalogs.add("s3_environment", environment);
        catalogs.add("s3_profile", profile);
        try {
            for (String catalog : List.of("s3_environment", "s3_profile")) {
                client().update("CREATE TABLE " + catalog + ".default.t AS SELECT 7 AS n");
                assertThat(client().query("SELECT n FROM " + catalog + ".default.t")
                                .value())
                        .isEqualTo(7);
            }
        } finally {
            catalogs.remove("s3_environment");
            catalogs.remove("s3_profile");
        }
    }
}
