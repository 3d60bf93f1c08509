package io.lakeflight.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.run.Settings;
import io.lakeflight.benchmarks.subject.Cores;
import io.lakeflight.benchmarks.subject.Figure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReports {
    private static final Result RESULT = new Result(
            List.of("lakeflight", "spark"),
            List.of(
                    new CaseResult(
                            "q1 <small>",
                            Map.of(
                                    "lakeflight", Collections.nCopies(5, 20_000_000L),
                                    "spark", Collections.nCopies(5, 40_000_000L)),
                            Optional.empty()),
                    new CaseResult("q2", Map.of(), Optional.of("spark failed: a < b"))),
            Map.of("lakeflight", Duration.ofMillis(1_500), "spark", Duration.ofMillis(250)));

    private final Report report = new Report(
            "tpch",
            "The statements of TPC-H.",
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of("bin/lakeflight", "benchmark", "tpch"),
            "0.1",
            new Settings(5, 1),
            new Machine("Linux", "a processor", new Cores(2, 8, true), 1L << 30, 0.5, "a Java", "abc"),
            Map.of("lakeflight", "Lakeflight 1", "spark", "Spark 4"),
            RESULT,
            List.of("A note."));

    @Test
    void tableTellsMediansRatiosAndWhatIsVoid() {
        StringWriter text = new StringWriter();

        TextReport.print(report, new PrintWriter(text));

        assertThat(text.toString())
                .contains("ratio to spark")
                .containsPattern("q1 <small> +20 +40 +0\\.50 +0\\.50 to 0\\.50 +faster")
                .containsPattern("geometric mean +0\\.50")
                .contains("processor time of lakeflight: 1.50 s")
                .contains("cores of each system: 2 of 8, bound to them")
                .contains("A note.")
                .contains("void: q2: spark failed: a < b");
    }

    @Test
    void pageIsWholeAndEscaped() {
        String page = HtmlReport.page(report);

        assertThat(page)
                .contains("q1 &lt;small&gt;", "a &lt; b", "<svg", "abc", "Spark 4", "bin/lakeflight benchmark tpch")
                .doesNotContain("<small>", "http://", "https://", "<script");
    }

    @Test
    void figuresThatAreMissingAreToldAndLeftOutOfSums() {
        Result three = new Result(
                List.of("lakeflight", "spark", "duckdb"),
                List.of(
                        new CaseResult(
                                "q1",
                                Figure.TIME,
                                Map.of(
                                        "lakeflight", Collections.nCopies(5, 20_000_000L),
                                        "spark", Collections.nCopies(5, 40_000_000L)),
                                Optional.empty(),
                                Map.of("duckdb", "duckdb failed: no")),
                        new CaseResult(
                                "q2",
                                Figure.TIME,
                                Map.of(
                                        "lakeflight", Collections.nCopies(5, 30_000_000L),
                                        "spark", Collections.nCopies(5, 30_000_000L),
                                        "duckdb", Collections.nCopies(5, 10_000_000L)),
                                Optional.empty(),
                                Map.of()),
                        new CaseResult(
                                "q2: at rest",
                                Figure.MEMORY,
                                Map.of("lakeflight", Collections.nCopies(5, 300_000_000L)),
                                Optional.empty(),
                                Map.of())),
                Map.of());
        StringWriter text = new StringWriter();

        TextReport.print(
                new Report(
                        report.suite(),
                        report.description(),
                        report.started(),
                        report.command(),
                        report.scale(),
                        report.settings(),
                        report.machine(),
                        Map.of(),
                        three,
                        List.of()),
                new PrintWriter(text));

        assertThat(text.toString())
                .containsPattern("q1 +20 +40 +- +0\\.50 .* - +- +-\n")
                .containsPattern("q2: at rest, MB +300 +- +-")
                .containsPattern("total of the 1 that all answer +30 +30 +10 +1\\.00 .* 3\\.00")
                .contains("no figure of duckdb: q1: duckdb failed: no");
    }

    @Test
    void everyFigureIsInTheJson(@TempDir Path directory) throws Exception {
        report.writeJson(directory.resolve("new/tpch.json"));

        JsonNode json =
                new ObjectMapper().readTree(directory.resolve("new/tpch.json").toFile());
        assertThat(json.at("/cases/0/nanos/spark")).hasSize(5);
        assertThat(json.at("/cases/1/void").asText()).isEqualTo("spark failed: a < b");
        assertThat(json.at("/machine/cores/count").asInt()).isEqualTo(2);
        assertThat(json.at("/machine/commit").asText()).isEqualTo("abc");
        assertThat(json.at("/processor-seconds/lakeflight").asDouble()).isEqualTo(1.5);
    }
}
