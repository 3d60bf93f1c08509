package io.lakeflight.benchmarks.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.run.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run with all that is to be known to believe it, or to do it again.
 *
 * @param suite its name
 * @param description of the suite
 * @param command the words it was started with
 * @param scale of the tables
 * @param systems what each is, by name; Lakeflight first
 */
public record Report(
        String suite,
        String description,
        Instant started,
        List<String> command,
        String scale,
        Settings settings,
        Machine machine,
        Map<String, String> systems,
        Result result) {

    /** Every figure as JSON, for programs. */
    public void writeJson(Path file) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("suite", suite);
        content.put("description", description);
        content.put("started", started.toString());
        content.put("command", command);
        content.put("scale", scale);
        content.put("rounds", settings.rounds());
        content.put("warm-ups", settings.warmUps());
        content.put("machine", machine);
        content.put("systems", systems);
        Map<String, Double> processorSeconds = new LinkedHashMap<>();
        result.processorTime().forEach((system, time) -> processorSeconds.put(system, time.toMillis() / 1e3));
        content.put("processor-seconds", processorSeconds);
        content.put("cases", result.cases().stream().map(Report::content).toList());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
            new ObjectMapper().writer(printer).writeValue(file.toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> content(CaseResult one) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", one.name());
        one.invalid().ifPresent(reason -> content.put("void", reason));
        content.put("nanos", one.nanos());
        return content;
    }
}
