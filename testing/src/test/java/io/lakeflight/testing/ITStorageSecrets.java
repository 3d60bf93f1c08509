package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.lakeflight.engine.protocol.EngineProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The credentials of a catalog's storage are told to nobody but this server's engines. */
@OnSharedCluster
final class ITStorageSecrets {
    private static final String SECRET = "hush-hush-secret";
    private static final String KEY_ID = "hush-hush-id";

    private final TestingCluster cluster;
    private final TestingS3 s3;
    private final CatalogRequests catalogs;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestingClient client;

    ITStorageSecrets(TestingCluster cluster, TestingS3 s3) {
        this.cluster = cluster;
        this.s3 = s3;
        this.catalogs = new CatalogRequests(cluster);
    }

    @BeforeEach
    void addCatalogs() {
        log.start();
        root().addAppender(log);
        // As a server that was started by its command; tests log less.
        ours().setLevel(Level.INFO);
        client = cluster.client();
        catalogs.add("secret", s3.catalog("secret"));
        Map<String, String> refused = s3.catalog("refused");
        refused.put("s3.access-key-id", KEY_ID);
        refused.put("s3.secret-access-key", SECRET);
        catalogs.add("refused", refused);
        client.update("CREATE TABLE secret.default.t AS SELECT 1 AS n");
        client.update("CREATE VIEW secret.default.v AS SELECT * FROM secret.default.t");
    }

    @AfterEach
    void removeCatalogs() {
        root().detachAppender(log);
        ours().setLevel(null);
        client.update("DROP VIEW secret.default.v");
        client.update("DROP TABLE secret.default.t PURGE");
        client.close();
        catalogs.remove("secret");
        catalogs.remove("refused");
    }

    @Test
    void statementsDoNotShowThem() {
        for (String statement : List.of(
                "SET",
                "SET -v",
                "SET spark.sql.catalog.secret.s3.secret-access-key",
                "SELECT reflect('java.lang.System', 'getenv', 'LAKEFLIGHT_ENGINE_TOKEN')",
                "DESCRIBE EXTENDED secret.default.t",
                "DESCRIBE FORMATTED secret.default.t",
                "DESCRIBE EXTENDED secret.default.v",
                "DESCRIBE NAMESPACE EXTENDED secret.default",
                "SHOW TBLPROPERTIES secret.default.t",
                "SHOW CREATE TABLE secret.default.t",
                "SHOW TABLE EXTENDED IN secret.default LIKE '*'",
                "SHOW CATALOGS",
                "EXPLAIN EXTENDED SELECT * FROM secret.default.t",
                "EXPLAIN FORMATTED INSERT INTO secret.default.t VALUES (1)",
                "SELECT * FROM secret.default.t.metadata_log_entries")) {
            assertThat(told(statement)).as(statement).isNotEmpty().satisfies(this::isClean);
        }
    }

    @Test
    void errorsDoNotTellThem() {
        assertThatThrownBy(() -> client.update("CREATE TABLE refused.default.t AS SELECT 1 AS n"))
                .hasMessageContaining("refused")
                .satisfies(failure -> isClean(String.valueOf(failure.getMessage())));
        assertThat(catalogs.tryToAdd("secret", s3.catalog("secret")).body()).satisfies(this::isClean);
        assertThat(catalogs.tryToAdd("Bad", s3.catalog("bad")).body()).satisfies(this::isClean);
    }

    @Test
    void programsOtherThanEnginesAreNotToldThem() {
        String config = "/iceberg/v1/config?warehouse=secret";
        assertThat(catalogs.send("GET", config, "").body())
                .contains("s3.endpoint", "s3.path-style-access")
                .doesNotContain("io-impl")
                .satisfies(this::isClean);
        String engine = cluster.server().engineProcesses().isEmpty() ? "" : "interactive-1";
        for (String token : List.of("", "guessed")) {
            assertThat(catalogs.send(
                                    "GET",
                                    config,
                                    "",
                                    EngineProtocol.ENGINE_HEADER,
                                    engine,
                                    EngineProtocol.ENGINE_TOKEN_HEADER,
                                    token)
                            .body())
                    .satisfies(this::isClean);
        }
        assertThat(catalogs.send("GET", "/iceberg/v1/secret/namespaces/default/tables/t", "")
                        .body())
                .contains("metadata-location")
                .satisfies(this::isClean);
        assertThat(catalogs.send("GET", "/api/v1/catalogs", "").body())
                .contains("(hidden)")
                .satisfies(this::isClean);
    }

    @Test
    void processesDoNotShowThemInTheirArguments() throws IOException {
        List<Path> arguments = new ArrayList<>(List.of(Path.of("/proc/self/cmdline")));
        cluster.server()
                .engineProcesses()
                .forEach(engine -> arguments.add(Path.of("/proc/" + engine.pid(), "cmdline")));

        assertThat(arguments).hasSizeGreaterThan(1);
        for (Path file : arguments) {
            assertThat(Files.readString(file)).isNotEmpty().satisfies(this::isClean);
        }
    }

    @Test
    void filesAndLogsDoNotHoldThem() throws IOException {
        assertThatThrownBy(() -> client.update("CREATE TABLE refused.default.t AS SELECT 1 AS n"))
                .hasMessageContaining("refused");

        assertThat(log.list).isNotEmpty().allSatisfy(event -> {
            isClean(event.getFormattedMessage());
            isClean(event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
        });
        for (String object : s3.objects("secret")) {
            isClean(new String(s3.read(object), StandardCharsets.ISO_8859_1));
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(cluster.home())) {
            files = all.filter(Files::isRegularFile)
                    // What the engine works with comes and goes.
                    .filter(file -> !file.toString().contains("/blockmgr-"))
                    .toList();
        }
        for (Path file : files) {
            if (file.getFileName().toString().startsWith("control.db")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            } else {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .satisfies(this::isClean);
            }
        }
    }

    /** Rows, or the error. */
    private String told(String statement) {
        try {
            return client.query(statement).texts().toString();
        } catch (FlightRuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void isClean(String text) {
        assertThat(text).doesNotContain(TestingS3.SECRET_KEY, TestingS3.ACCESS_KEY, SECRET);
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("io.lakeflight");
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
