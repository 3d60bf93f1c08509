package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an engine logs, as its own process does: the log's settings are read when a process begins. */
class TestEngineLog {
    @Test
    void passwordsAreNotWritten() throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Talking.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(log)
                .contains("a line without a log: (hidden)", "key (hidden) with secret (hidden) in region is denied")
                .contains("http://(hidden)@host/x?token=(hidden)", "s3.secret-access-key=(hidden)", "at io.lakeflight")
                .doesNotContain("hush", "HUSH");
    }

    /** A library that tells all it was given. */
    static final class Talking {
        private Talking() {}

        public static void main(String[] arguments) {
            EngineLog.open();
            EngineLog.hide(
                    Map.of("s3.access-key-id", "AKIAHUSH", "s3.secret-access-key", "hush4hush", "region", "region"));
            System.err.println("a line without a log: hush4hush");
            LoggerFactory.getLogger(Talking.class)
                    .warn(
                            "asked http://user:hush1@host/x?token=hush2",
                            new IllegalStateException(
                                    "{s3.secret-access-key=hush3, a=1}",
                                    new IOException("key AKIAHUSH with secret hush4hush in region is denied")));
        }
    }
}
