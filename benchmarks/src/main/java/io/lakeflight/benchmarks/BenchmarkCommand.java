package io.lakeflight.benchmarks;

import io.lakeflight.benchmarks.peer.FetchedPeer;
import io.lakeflight.benchmarks.peer.Peers;
import io.lakeflight.benchmarks.report.HtmlReport;
import io.lakeflight.benchmarks.report.Machine;
import io.lakeflight.benchmarks.report.Report;
import io.lakeflight.benchmarks.report.TextReport;
import io.lakeflight.benchmarks.run.Progress;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.run.Runner;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.Cores;
import io.lakeflight.benchmarks.subject.NotFetchedException;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.suite.Peer;
import io.lakeflight.benchmarks.suite.Suite;
import io.lakeflight.benchmarks.suite.Suites;
import io.lakeflight.benchmarks.system.Laboratory;
import io.lakeflight.server.cli.Lakeflight;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
        versionProvider = Lakeflight.VersionText.class,
        sortOptions = false,
        footer = {"", "Exit codes: 0 measured, 1 a case is void or nothing could be measured, 2 wrong option."})
public final class BenchmarkCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final Choices choices = new Choices();

    @Option(
            names = "--list",
            description = "Tell which suites there are, of which scale, and what each can be compared with.")
    private boolean list;

    @Option(
            names = "--fetch",
            paramLabel = "PEER",
            description =
                    "Have Maven fetch duckdb, connect (Spark Connect) or trino, or pip adbc, into var/benchmarks/peers, and"
                            + " measure nothing.")
    private @Nullable String fetched;

    private final Path installation;
    private final boolean isTerminal;
    /** Of the tables, and the reports unless told otherwise. */
    private final Path own;

    BenchmarkCommand(Path installation, boolean isTerminal) {
        this.installation = installation;
        this.isTerminal = isTerminal;
        this.own = installation.resolve("var/benchmarks");
    }

    public static void main(String[] arguments) {
        Path installation =
                Path.of(System.getProperty("lakeflight.installation", "")).toAbsolutePath();
        CommandLine command = commandLine(installation, Boolean.getBoolean("lakeflight.terminal"))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(command.execute(arguments));
    }

    static CommandLine commandLine(Path installation, boolean isTerminal) {
        return new CommandLine(new BenchmarkCommand(installation, isTerminal))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Problems::reportUsage)
                .setExecutionExceptionHandler(Problems::report);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Peers peers = new Peers(own.resolve("peers"));
        if (fetched != null) {
            choices.requireWritable(own);
            try (OnlyRun only = OnlyRun.begin(own)) {
                return fetch(fetched, peers);
            }
        }
        if (list) {
            Suites.all().forEach(this::tell);
            return CommandLine.ExitCode.OK;
        }
        List<Suite> suites = choices.suites();
        choices.require(suites, peers, own);
        try (OnlyRun only = OnlyRun.begin(own)) {
            return run(suites, peers);
        }
    }

    private int run(List<Suite> suites, Peers peers) throws IOException {
        // However this ends: a server or a peer that is left behind would be measured with the next run.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        Cores cores = Cores.take(choices.wantedCores());
        Map<BigDecimal, List<Suite>> byScale =
                suites.stream().collect(Collectors.groupingBy(choices::scale, LinkedHashMap::new, Collectors.toList()));
        boolean isWhole = true;
        for (Map.Entry<BigDecimal, List<Suite>> group : byScale.entrySet()) {
            isWhole &= run(group.getKey(), group.getValue(), cores, peers);
        }
        return isWhole ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Suites over the same tables. */
    private boolean run(BigDecimal size, List<Suite> suites, Cores cores, Peers peers) throws IOException {
        Path home = Files.createDirectories(own.resolve("home-" + size.toPlainString()));
        PrintWriter err = spec.commandLine().getErr();
        boolean isWhole = true;
        try (Laboratory laboratory = new Laboratory(installation, peers, home, size, cores.count(), err::println)) {
            for (Suite suite : suites) {
                isWhole &= run(suite, cores, laboratory);
            }
        }
        return isWhole;
    }

    private int fetch(String name, Peers peers) throws InterruptedException {
        FetchedPeer peer = FetchedPeer.find(name)
                .orElseThrow(() -> choices.wrong(
                        "Nothing named " + name + " can be fetched (expected: " + FetchedPeer.words() + ")"));
        PrintWriter err = spec.commandLine().getErr();
        try {
            peers.fetch(peer, err::println);
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void tell(Suite suite) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-12s %s%n", suite.name(), suite.description());
        String usual =
                suite.peers().stream().filter(Peer::isUsual).map(Peer::name).collect(Collectors.joining(","));
        String others = suite.peers().stream()
                .filter(peer -> !peer.isUsual())
                .map(Peer::name)
                .collect(Collectors.joining(","));
        out.printf(
                "%-12s scale %s, against %s%s%n",
                "", suite.scale().toPlainString(), usual, others.isEmpty() ? "" : "; also " + others);
    }

    /** Lakeflight, and those of the peers that are wanted and are there. */
    private List<SystemUnderTest> systems(Suite suite, Laboratory laboratory) {
        List<SystemUnderTest> systems = new ArrayList<>(List.of(suite.lakeflight(laboratory)));
        for (Peer peer : suite.peers()) {
            if (!choices.isWanted(peer)) {
                continue;
            }
            try {
                systems.add(peer.system().apply(laboratory));
            } catch (NotFetchedException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
        return systems;
    }

    /** False if there is no figure of a case. */
    private boolean run(Suite suite, Cores cores, Laboratory laboratory) {
        PrintWriter out = spec.commandLine().getOut();
        if (suite.peers().stream().noneMatch(choices::isWanted)) {
            out.printf("%n%s cannot be compared with %s%n", suite.name(), choices.against());
            return true;
        }
        Machine machine = Machine.here(installation, cores);
        Instant started = Instant.now();
        List<SystemUnderTest> systems = systems(suite, laboratory);
        List<Case> cases = choices.cases(suite);
        String description = suite.description() + choices.few(suite);
        out.printf("%n%s: %s%n", suite.name(), description);
        // First, because one that dies on the way must not take the others' figures with it.
        Map<String, String> descriptions = new LinkedHashMap<>();
        systems.forEach(system -> descriptions.put(system.name(), system.description()));
        Progress progress = new Progress(spec.commandLine().getErr(), isTerminal);
        Result result = new Runner(systems, choices.settings(), progress).run(cases);
        Report report = new Report(
                suite.name(),
                description,
                started,
                command(),
                choices.scale(suite).toPlainString(),
                choices.settings(),
                machine,
                descriptions,
                result,
                suite.notes(result));
        TextReport.print(report, out);
        Path directory = choices.reportPlace(own);
        report.writeJson(directory.resolve(suite.name() + ".json"));
        HtmlReport.write(report, directory.resolve(suite.name() + ".html"));
        out.printf(
                "Report: %s, after %d s%n",
                directory.resolve(suite.name() + ".html"),
                Duration.between(started, Instant.now()).toSeconds());
        return result.isWhole();
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("bin/lakeflight", "benchmark"));
        words.addAll(spec.commandLine().getParseResult().originalArgs());
        return words;
    }
}
