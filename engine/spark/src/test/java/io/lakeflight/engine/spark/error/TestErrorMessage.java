package io.lakeflight.engine.spark.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.ErrorCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestErrorMessage {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "It failed.\n\tat org.apache.spark.Work.run(Work.scala:7)\n\tat java.lang.Thread.run(Thread.java:1)",
                "It failed.\norg.apache.spark.Work.run(Work.scala:7)\nand more",
                "It failed.\n  io.lakeflight.Main$.<init>(Main.java:12)\njava.base/java.lang.Thread.run(Thread.java:1)",
                "It failed.\nCaused by: java.io.IOException: x",
                "It failed.\n\nDriver stacktrace:"
            })
    void stackIsCutOff(String raw) {
        assertThat(ErrorMessage.clean(raw)).isEqualTo("It failed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"""
                Cannot call methods on a stopped SparkContext.
                This stopped SparkContext was created at:

                io.lakeflight.engine.spark.session.EngineSessions.<init>(EngineSessions.java:38)
                io.lakeflight.engine.spark.EngineServer.start(EngineServer.java:50)

                The currently active SparkContext was created at:

                (No active SparkContext.)
                """, "Job 12 cancelled because SparkContext was shut down", "SparkContext has been shutdown"})
    void stoppedEngineIsNoBug(String raw) {
        assertThat(ErrorMessage.clean(raw)).isEqualTo("The engine is ending; the statement can be sent again");
        assertThat(ErrorClass.ofType(new IllegalStateException(raw)))
                .isEqualTo(new ErrorClass(ErrorCategory.RESOURCES, "57P01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Server error: CatalogUnavailableException: It is so.",
                "Malformed request: It is so.",
                "Unable to process (code: 424, type: CatalogUnavailableException): It is so."
            })
    void whatTheServerSaidStandsForItself(String raw) {
        assertThat(ErrorMessage.clean(raw)).isEqualTo("It is so.");
    }

    @Test
    void raceForATablesNameIsToldInPlainWords() {
        assertThat(ErrorMessage.clean("Requirement failed: table already exists (table lake.s.t)"))
                .isEqualTo("The table already exists (table lake.s.t)");
    }

    @Test
    void otherTextIsKept() {
        String text = "The table t (see f(x.scala)) has no column a\nDid you mean: b";

        assertThat(ErrorMessage.clean(text)).isEqualTo(text);
    }
}
