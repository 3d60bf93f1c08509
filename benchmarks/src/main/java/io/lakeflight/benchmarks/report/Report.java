package io.lakeflight.benchmarks.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Comparison;
import io.lakeflight.benchmarks.run.Ratio;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.run.Settings;
import io.lakeflight.benchmarks.subject.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A run with all that is to be known to believe it, or to do it again.
 *
 * @param suite its name
 * @param description of the suite
 * @param command the words it was started with
 * @param scale of the tables
 * @param systems what each is, by name; Lakeflight first
 * @param notes what the suite has to say of its figures
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
        Result result,
        List<String> notes) {

    /** What has no figure and why, for people. */
    List<String> missing() {
        List<String> lines = new ArrayList<>();
        for (CaseResult one : result.cases()) {
            one.invalid()
                    .ifPresentOrElse(reason -> lines.add("void: " + one.name() + ": " + reason), () -> one.missing()
                            .forEach((system, reason) ->
                                    lines.add("no figure of " + system + ": " + one.name() + ": " + reason)));
        }
        return lines;
    }

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
        content.put("notes", notes);
        content.put("cases", result.cases().stream().map(this::content).toList());
        List<CaseResult> common = result.common();
        if (!common.isEmpty()) {
            content.put("total", ratios(common.get(0), comparison -> comparison.total(common)));
            content.put("geometric-mean", ratios(common.get(0), comparison -> comparison.mean(common)));
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
            new ObjectMapper().writer(printer).writeValue(file.toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> content(CaseResult one) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", one.name());
        one.invalid().ifPresent(reason -> content.put("void", reason));
        content.put("figure", one.figure().name().toLowerCase(Locale.ROOT));
        content.put("missing", one.missing());
        content.put(one.figure() == Figure.MEMORY ? "bytes" : "nanos", one.nanos());
        if (one.invalid().isEmpty()) {
            content.put("median", percentiles(one, 50));
            content.put("tenth-percentile", percentiles(one, 10));
            content.put("ninetieth-percentile", percentiles(one, 90));
            content.put("ratio", ratios(one, comparison -> comparison.of(one)));
        }
        return content;
    }

    /** Of each system, in milliseconds, or millions of bytes. */
    private Map<String, Double> percentiles(CaseResult one, double percent) {
        Map<String, Double> values = new LinkedHashMap<>();
        result.systems().stream()
                .filter(one::has)
                .forEach(system -> values.put(system, Comparison.percentile(one, system, percent)));
        return values;
    }

    /** Of Lakeflight to each other system that has a figure. */
    private Map<String, Object> ratios(CaseResult one, Function<Comparison, Ratio> figure) {
        String first = result.systems().get(0);
        Map<String, Object> ratios = new LinkedHashMap<>();
        result.systems().stream()
                .skip(1)
                .filter(other -> one.has(first) && one.has(other))
                .forEach(other -> ratios.put(other, content(figure.apply(new Comparison(first, other)))));
        return ratios;
    }

    private static Map<String, Object> content(Ratio ratio) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("value", ratio.value());
        if (Double.isFinite(ratio.high())) {
            content.put("interval", List.of(ratio.low(), ratio.high()));
        }
        content.put("difference", ratio.verdict().name().toLowerCase(Locale.ROOT));
        return content;
    }
}
