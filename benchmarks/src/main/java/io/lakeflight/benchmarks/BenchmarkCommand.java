package io.lakeflight.benchmarks;

import io.lakeflight.benchmarks.report.HtmlReport;
import io.lakeflight.benchmarks.report.Machine;
import io.lakeflight.benchmarks.report.Report;
import io.lakeflight.benchmarks.report.TextReport;
import io.lakeflight.benchmarks.run.Progress;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.run.Runner;
import io.lakeflight.benchmarks.run.Settings;
import io.lakeflight.benchmarks.suite.Suite;
import io.lakeflight.benchmarks.suite.Suites;
import io.lakeflight.benchmarks.system.Laboratory;
import io.lakeflight.benchmarks.system.SystemUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs suites, and tells what came of it. */
@Command(
        name = "lakeflight benchmark",
        description = {
            "Measure Lakeflight and what one would use instead, side by side, over the same tables.",
            "",
            "Answers are compared first; what is answered differently is not measured. A difference is called one only"
                    + " if the 95 %% interval of the ratio leaves 1 out.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 measured, 1 a case is void or nothing could be measured, 2 wrong option."})
public final class BenchmarkCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "SUITE",
            arity = "0..*",
            description = "What to measure; all if none is named. --list tells which there are.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Tell which suites there are.")
    private boolean list;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Scale factor of the TPC-H tables (default: ${DEFAULT-VALUE}).")
    private BigDecimal scale = new BigDecimal("0.1");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each system answers each case; with fewer than 5 no difference is called one"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds = 10;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description = "How often before that, uncounted (default: ${DEFAULT-VALUE}).")
    private int warmUps = 3;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where SUITE.html and SUITE.json are written (default: var/benchmarks of the installation).")
    private @Nullable Path reports;

    private final Path installation;
    private final boolean isTerminal;

    BenchmarkCommand(Path installation, boolean isTerminal) {
        this.installation = installation;
        this.isTerminal = isTerminal;
    }

    public static void main(String[] arguments) {
        Path installation =
                Path.of(System.getProperty("lakeflight.installation", "")).toAbsolutePath();
        CommandLine command = new CommandLine(
                        new BenchmarkCommand(installation, Boolean.getBoolean("lakeflight.terminal")))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100);
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Suites.all()
                    .forEach(suite ->
                            spec.commandLine().getOut().printf("%-10s %s%n", suite.name(), suite.description()));
            return CommandLine.ExitCode.OK;
        }
        List<Suite> suites =
                names.isEmpty() ? Suites.all() : names.stream().map(this::suite).toList();
        Settings settings = settings();
        Path home = Files.createDirectories(installation.resolve("var/benchmarks/home-" + scale.toPlainString()));
        PrintWriter err = spec.commandLine().getErr();
        boolean isWhole = true;
        try (Laboratory laboratory = new Laboratory(installation, home, scale, err::println)) {
            for (Suite suite : suites) {
                isWhole &= run(suite, settings, laboratory);
            }
        }
        return isWhole ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** False if a case is void. */
    private boolean run(Suite suite, Settings settings, Laboratory laboratory) {
        PrintWriter out = spec.commandLine().getOut();
        Machine machine = Machine.here(installation);
        Instant started = Instant.now();
        List<SystemUnderTest> systems = suite.systems(laboratory);
        out.printf("%n%s: %s%n", suite.name(), suite.description());
        Progress progress = new Progress(spec.commandLine().getErr(), isTerminal);
        Result result = new Runner(systems, settings, progress).run(suite.cases());
        Map<String, String> descriptions = new LinkedHashMap<>();
        systems.forEach(system -> descriptions.put(system.name(), system.description()));
        Report report = new Report(
                suite.name(),
                suite.description(),
                started,
                command(),
                scale.toPlainString(),
                settings,
                machine,
                descriptions,
                result);
        TextReport.print(report, out);
        Path directory = reports == null ? installation.resolve("var/benchmarks") : reports;
        report.writeJson(directory.resolve(suite.name() + ".json"));
        HtmlReport.write(report, directory.resolve(suite.name() + ".html"));
        out.println("Report: " + directory.resolve(suite.name() + ".html"));
        return result.valid().size() == result.cases().size();
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("bin/lakeflight", "benchmark"));
        words.addAll(spec.commandLine().getParseResult().originalArgs());
        return words;
    }

    private Suite suite(String name) {
        List<String> known = Suites.all().stream().map(Suite::name).toList();
        return Suites.find(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "There is no suite " + name + " (expected: " + known + ")"));
    }

    private Settings settings() {
        if (scale.compareTo(new BigDecimal("0.001")) < 0 || scale.compareTo(new BigDecimal(1_000)) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--scale is " + scale + " (expected: a number, 0.001 to 1000)");
        }
        try {
            return new Settings(rounds, warmUps);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
