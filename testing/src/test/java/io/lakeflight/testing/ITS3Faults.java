package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An S3 service that is down, slow, or not what the catalog's definition says. */
@Timeout(120)
@OnSharedCluster
final class ITS3Faults {
    private static final String CATALOG = "faulty";
    private static final String TABLE = "faulty.default.t";

    private final TestingCluster cluster;
    private final TestingS3 s3;
    private final CatalogRequests catalogs;
    private TestingClient client;

    ITS3Faults(TestingCluster cluster, TestingS3 s3) {
        this.cluster = cluster;
        this.s3 = s3;
        this.catalogs = new CatalogRequests(cluster);
    }

    @BeforeEach
    void createTable() {
        client = cluster.client();
        catalogs.add(CATALOG, impatient(s3.catalog(CATALOG)));
        client.update("CREATE TABLE " + TABLE + " AS SELECT 1 AS n");
    }

    @AfterEach
    void removeCatalog() {
        s3.recover();
        defineAnew(impatient(s3.catalog(CATALOG)));
        client.update("DROP TABLE IF EXISTS " + TABLE);
        client.close();
        catalogs.remove(CATALOG);
        s3.objects(CATALOG).forEach(s3::delete);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void failureOfAMomentIsNotNoticed(int status) {
        for (int n = 2; n <= 4; n++) {
            s3.failNext(2, status);
            assertThat(client.update("INSERT INTO " + TABLE + " VALUES (" + n + ")"))
                    .isEqualTo(1);
        }

        s3.failNext(2, status);
        assertThat(client.query("SELECT n FROM " + TABLE + " ORDER BY n").column())
                .isEqualTo(List.of(1, 2, 3, 4));
    }

    @Test
    void failureThatLastsHarmsNeitherRowsNorOtherCatalogs() {
        s3.fail(503);

        assertFails(() -> client.update("INSERT INTO " + TABLE + " VALUES (2)"), "\"faulty\"", "503");
        assertFails(() -> client.query("SELECT * FROM " + TABLE), "\"faulty\"");
        assertOthersAnswer();
        s3.recover();

        defineAnew(impatient(s3.catalog(CATALOG)));
        assertThat(client.query("SELECT n FROM " + TABLE).column()).isEqualTo(List.of(1));
        assertThat(client.update("INSERT INTO " + TABLE + " VALUES (3)")).isEqualTo(1);
        assertThat(client.query("SELECT count(*) FROM " + TABLE).value()).isEqualTo(2L);
    }

    @Test
    void storeThatAnswersTooLateIsGivenUp() {
        s3.delay(Duration.ofSeconds(4));

        assertFails(() -> client.query("SELECT * FROM " + TABLE), "\"faulty\"", "in time");
        assertOthersAnswer();
    }

    @Test
    void storeThatRefusesConnectionsIsGivenUpSoon() {
        Map<String, String> properties = s3.catalog(CATALOG);
        properties.put("s3.endpoint", "http://127.0.0.1:1");
        for (String statement : List.of(
                "CREATE TABLE faulty.default.u (n INT)",
                "CREATE TABLE faulty.default.u AS SELECT 1 AS n",
                "CREATE VIEW faulty.default.v AS SELECT 1 AS n",
                "INSERT INTO " + TABLE + " VALUES (2)",
                "SELECT * FROM " + TABLE)) {
            defineAnew(properties);
            assertFails(() -> client.query(statement), "\"faulty\"", "its object store refuses connections");
        }
        assertThat(client.query("SHOW TABLES IN faulty.default").rows()).hasSize(1);
    }

    @Test
    void rowsThatCannotBeWrittenAreNotCommitted() {
        // The engine's write of a data file is the first access after the table was loaded.
        client.query("SELECT * FROM " + TABLE);
        s3.failWrites(".parquet", 500);

        assertFails(() -> client.update("INSERT INTO " + TABLE + " VALUES (2)"), "\"faulty\"", "500");
        s3.recover();

        assertThat(client.query("SELECT n FROM " + TABLE).column()).isEqualTo(List.of(1));
        assertThat(client.query("SELECT count(*) FROM " + TABLE + ".snapshots").value())
                .isEqualTo(1L);
    }

    @Test
    void commitWhoseFileCannotBeReadBackHappensOnce() {
        s3.failReadsOfNewObjects(503);

        assertThat(client.update("INSERT INTO " + TABLE + " VALUES (2)")).isEqualTo(1);
        s3.recover();

        assertThat(client.query("SELECT n FROM " + TABLE + " ORDER BY n").column())
                .isEqualTo(List.of(1, 2));
        assertThat(client.query("SELECT count(*) FROM " + TABLE + ".snapshots").value())
                .isEqualTo(2L);
    }

    @Test
    void wrongSecretKeyIsToldWithoutIt() {
        Map<String, String> properties = impatient(s3.catalog(CATALOG));
        properties.put("s3.secret-access-key", "wrong-but-secret");
        defineAnew(properties);

        assertFails(() -> client.query("SELECT * FROM " + TABLE), "\"faulty\"", "403");
        assertFails(() -> client.update("CREATE TABLE faulty.default.u AS SELECT 1 AS n"), "\"faulty\"", "403");
    }

    @Test
    void credentialsThatExpireAreReplacedWithoutARestart() {
        EngineProcess engine = EngineProcess.of(cluster);
        s3.replaceKey("renewed", "also-not-for-everyone");

        assertFails(() -> client.query("SELECT * FROM " + TABLE), "\"faulty\"", "403");
        assertFails(() -> client.update("INSERT INTO " + TABLE + " VALUES (2)"), "\"faulty\"", "403");
        assertOthersAnswer();

        Map<String, String> renewed = impatient(s3.catalog(CATALOG));
        renewed.put("s3.access-key-id", "renewed");
        renewed.put("s3.secret-access-key", "also-not-for-everyone");
        defineAnew(renewed);
        assertThat(client.update("INSERT INTO " + TABLE + " VALUES (3)")).isEqualTo(1);
        assertThat(client.query("SELECT n FROM " + TABLE + " ORDER BY n").column())
                .isEqualTo(List.of(1, 3));
        assertThat(EngineProcess.of(cluster).pid()).isEqualTo(engine.pid());
    }

    @Test
    void bucketThatIsMissingIsTold() {
        Map<String, String> properties = impatient(s3.catalog(CATALOG));
        properties.put("warehouse", "s3://no-such-bucket/x");
        defineAnew(properties);

        assertFails(
                () -> client.update("CREATE TABLE faulty.default.u AS SELECT 1 AS n"), "\"faulty\"", "NoSuchBucket");
    }

    @Test
    void tableWithoutItsMetadataFileIsNotTakenForNone() {
        s3.delete(newestMetadata());
        forget();

        assertFails(() -> client.query("SELECT * FROM " + TABLE), "Table faulty.default.t", "metadata.json is missing");
        assertFails(() -> client.update("INSERT INTO " + TABLE + " VALUES (2)"), "metadata.json is missing");
        assertThatThrownBy(() -> client.update("CREATE TABLE " + TABLE + " (n int)"))
                .hasMessageContaining("already exists");
        client.update("CREATE TABLE IF NOT EXISTS " + TABLE + " (n int)");
        assertFails(() -> client.query("SELECT * FROM " + TABLE), "metadata.json is missing");

        client.update("DROP TABLE " + TABLE);
        assertThat(client.query("SHOW TABLES IN faulty.default").rows()).isEmpty();
        assertThatThrownBy(() -> client.query("SELECT * FROM " + TABLE)).hasMessageContaining("cannot be found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "{\"format-version\": 2,"})
    void tableWithADamagedMetadataFileIsToldApart(String content) {
        s3.overwrite(newestMetadata(), content.getBytes(StandardCharsets.UTF_8));
        forget();

        assertFails(() -> client.query("SELECT * FROM " + TABLE), "Table faulty.default.t", "metadata.json is damaged");
        assertOthersAnswer();

        int files = s3.objects(CATALOG).size();
        client.update("DROP TABLE IF EXISTS " + TABLE + " PURGE");
        client.update("DROP TABLE IF EXISTS " + TABLE + " PURGE");
        assertThat(s3.objects(CATALOG))
                .as("kept, since nobody knows which are the table's")
                .hasSize(files);
    }

    @Test
    void dataFileThatIsMissingIsToldByName() {
        String file = s3.objects(CATALOG).stream()
                .filter(name -> name.endsWith(".parquet"))
                .findFirst()
                .orElseThrow();
        s3.delete(file);

        assertFails(() -> client.query("SELECT sum(n) FROM " + TABLE), "table faulty.default.t is missing", file);
    }

    @Test
    void manifestThatIsCutOffIsToldWithItsTable() throws IOException {
        String manifest = s3.objects(CATALOG).stream()
                .filter(name -> name.endsWith("-m0.avro"))
                .findFirst()
                .orElseThrow();
        byte[] content = s3.read(manifest);
        s3.overwrite(manifest, Arrays.copyOf(content, content.length / 2));

        assertFails(() -> client.query("SELECT sum(n) FROM " + TABLE), "table faulty.default.t is damaged");
        assertOthersAnswer();
    }

    @Test
    void definitionsThatCannotWorkAreRefused() {
        assertRefused(Map.of("warehouse", "s3://bucket/x", "s3.access-key-id", "id"), "only one of");
        assertRefused(Map.of("warehouse", "s3://bucket/../x"), "expected: as s3://bucket/path");
        assertRefused(Map.of("warehouse", "s3://id:secret@bucket/x"), "expected: as s3://bucket/path");
        assertRefused(Map.of("warehouse", "gs://bucket/x"), "not installed");
        assertRefused(Map.of("warehouse", "ftp://host/x"), "nobody knows");
        assertRefused(Map.of("s3.endpoint", "http://127.0.0.1:1"), "its warehouse is a directory");
        assertRefused(Map.of("warehouse", "s3://bucket/x", "s3.region", "eu-west-1"), "client.region");
    }

    private void assertRefused(Map<String, String> properties, String reason) {
        var answer = catalogs.tryToAdd("refused", properties);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(reason).doesNotContain("secret@");
    }

    /** With all that failures have, in bounded time. */
    private void assertFails(ThrowingCallable statement, String... parts) {
        long begun = System.nanoTime();
        assertThatThrownBy(statement).satisfies(failure -> {
            assertThat(Failure.trailer(failure, "x-sqlstate")).isIn("58030", "08001");
            assertThat(failure.getMessage())
                    .contains(parts)
                    .doesNotContain("wrong-but-secret", TestingS3.SECRET_KEY, "software.amazon", "Exception", "\tat ");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    private void assertOthersAnswer() {
        assertThat(cluster.query("SELECT count(*) FROM lake.tpch.region WHERE r_regionkey >= 0")
                        .value())
                .isEqualTo(5L);
        assertThat(cluster.query("SHOW SCHEMAS IN lake").rows()).isNotEmpty();
    }

    /** As an operator does, which also ends the pause of a catalog that was out of reach. */
    private void defineAnew(Map<String, String> properties) {
        catalogs.remove(CATALOG);
        catalogs.add(CATALOG, properties);
    }

    /** Makes server and engine read again what they have kept of the table. */
    private void forget() {
        defineAnew(impatient(s3.catalog(CATALOG)));
    }

    private String newestMetadata() {
        return s3.objects(CATALOG).stream()
                .filter(name -> name.endsWith(".metadata.json"))
                .max(String::compareTo)
                .orElseThrow();
    }

    /** Properties by which waits end early. */
    private static Map<String, String> impatient(Map<String, String> properties) {
        properties.put("http-client.apache.socket-timeout-ms", "1000");
        properties.put("s3.retry.num-retries", "2");
        properties.put("s3.retry.min-wait-ms", "20");
        properties.put("s3.retry.max-wait-ms", "200");
        return properties;
    }
}
