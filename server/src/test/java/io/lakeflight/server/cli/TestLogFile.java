package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

class TestLogFile {
    @TempDir
    private Path directory;

    @AfterEach
    void logAsBefore() throws Exception {
        SLF4JBridgeHandler.uninstall();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void passwordsOfCatalogsAreNotWrittenWhoeverLogsThem() throws IOException {
        Path file = directory.resolve("server.log");
        LogFile.open(file);

        LoggerFactory.getLogger("org.apache.iceberg.rest.auth.OAuth2Manager")
                .warn("the endpoint defaults to {}", "http://user:hush1@127.0.0.1:1/x?token=hush2/v1/oauth/tokens");
        LoggerFactory.getLogger(TestLogFile.class)
                .error(
                        "Catalog failed",
                        new IllegalStateException(
                                "Failed to connect: jdbc:sqlite:/x.db?password=hush3",
                                new IOException("credential=id:hush4, s3.secret-access-key=hush5")));

        assertThat(Files.readString(file))
                .contains("127.0.0.1:1/x?token=(hidden)", "jdbc:sqlite:/x.db?password=(hidden)", "at io.lakeflight")
                .doesNotContain("hush");
    }
}
