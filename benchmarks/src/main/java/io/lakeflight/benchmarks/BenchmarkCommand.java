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
import io.lakeflight.benchmarks.run.Settings;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.Cores;
import io.lakeflight.benchmarks.subject.NotFetchedException;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.suite.Peer;
import io.lakeflight.benchmarks.suite.Suite;
import io.lakeflight.benchmarks.suite.Suites;
import io.lakeflight.benchmarks.system.Laboratory;
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
import java.util.stream.IntStream;
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
    private static final int MOST_ROUNDS = 10_000;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "SUITE",
            arity = "0..*",
            description = "What to measure; all if none is named, which takes hours. --list tells which there are.")
    private List<String> names = List.of();

    @Option(
            names = "--list",
            description = "Tell which suites there are, of which scale, and what each can be compared with.")
    private boolean list;

    @Option(
            names = "--against",
            paramLabel = "PEER",
            split = ",",
            description = "What Lakeflight is compared with, e.g. spark,duckdb (default: what --list names first of a"
                    + " suite). Suites that cannot be compared with any of them are left out.")
    private List<String> against = List.of();

    @Option(
            names = "--fetch",
            paramLabel = "PEER",
            description =
                    "Have Maven fetch duckdb, connect (Spark Connect) or trino, or pip adbc, into var/benchmarks/peers, and"
                            + " measure nothing.")
    private @Nullable String fetched;

    @Option(
            names = "--cases",
            paramLabel = "N",
            description = "The most cases of a suite, evenly chosen; to see that all works (default: all).")
    private int mostCases = Integer.MAX_VALUE;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description =
                    "Scale factor of the tables: at 1 there are 6 million lines of orders, and 3 x 1,000 tables to"
                            + " browse (default: each suite's own one, 1 or 0.1, which --list tells).")
    private @Nullable BigDecimal scale;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = "Processors that each system has, and its clients: others are left alone, where taskset is"
                    + " there to see to it (default: ${DEFAULT-VALUE}, or all if there are fewer).")
    private int wantedCores = 2;

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
    public Integer call() throws IOException, InterruptedException {
        Peers peers = new Peers(installation.resolve("var/benchmarks/peers"));
        if (fetched != null) {
            return fetch(fetched, peers);
        }
        if (list) {
            Suites.all().forEach(this::tell);
            return CommandLine.ExitCode.OK;
        }
        List<Suite> suites =
                names.isEmpty() ? Suites.all() : names.stream().map(this::suite).toList();
        requireKnownPeers(suites);
        Settings settings = settings();
        requireFetched(peers);
        Path reportPlace = Files.createDirectories(reportPlace());
        if (!Files.isWritable(reportPlace)) {
            throw new ParameterException(spec.commandLine(), "Reports cannot be written to " + reportPlace);
        }
        // However this ends: a server or a peer that is left behind would be measured with the next run.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        Cores cores = Cores.take(wantedCores);
        Map<BigDecimal, List<Suite>> byScale =
                suites.stream().collect(Collectors.groupingBy(this::scale, LinkedHashMap::new, Collectors.toList()));
        boolean isWhole = true;
        for (Map.Entry<BigDecimal, List<Suite>> group : byScale.entrySet()) {
            isWhole &= run(group.getKey(), group.getValue(), settings, cores, peers);
        }
        return isWhole ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private BigDecimal scale(Suite suite) {
        return (scale == null ? suite.scale() : scale).stripTrailingZeros();
    }

    /** Suites over the same tables. */
    private boolean run(BigDecimal size, List<Suite> suites, Settings settings, Cores cores, Peers peers)
            throws IOException {
        Path home = Files.createDirectories(installation.resolve("var/benchmarks/home-" + size.toPlainString()));
        PrintWriter err = spec.commandLine().getErr();
        boolean isWhole = true;
        try (Laboratory laboratory = new Laboratory(installation, peers, home, size, cores.count(), err::println)) {
            for (Suite suite : suites) {
                isWhole &= run(suite, settings, cores, laboratory);
            }
        }
        return isWhole;
    }

    private int fetch(String name, Peers peers) throws InterruptedException {
        FetchedPeer peer = FetchedPeer.find(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
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

    /** What is asked for by name is to be there: without it nothing would be compared. */
    private void requireFetched(Peers peers) {
        for (String name : against) {
            try {
                FetchedPeer.find(name).ifPresent(peers::require);
            } catch (NotFetchedException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    private Path reportPlace() {
        return reports == null ? installation.resolve("var/benchmarks") : reports;
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

    private void requireKnownPeers(List<Suite> suites) {
        for (String name : against) {
            if (suites.stream().flatMap(suite -> suite.peers().stream()).noneMatch(peer -> peer.name()
                    .equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no peer %s of %s (expected: what --list names)"
                                .formatted(
                                        name, suites.stream().map(Suite::name).toList()));
            }
        }
    }

    /** Lakeflight, and those of the peers that are wanted and are there. */
    private List<SystemUnderTest> systems(Suite suite, Laboratory laboratory) {
        List<SystemUnderTest> systems = new ArrayList<>(List.of(suite.lakeflight(laboratory)));
        for (Peer peer : suite.peers()) {
            if (!isWanted(peer)) {
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

    private boolean isWanted(Peer peer) {
        return against.isEmpty() ? peer.isUsual() : against.contains(peer.name());
    }

    private List<Case> cases(Suite suite) {
        List<Case> all = suite.cases();
        int count = Math.min(mostCases, all.size());
        return IntStream.range(0, count)
                .mapToObj(index -> all.get((int) ((long) index * all.size() / count)))
                .map(one -> scale(suite).compareTo(BigDecimal.ONE) == 0 ? one : one.unrecorded())
                .toList();
    }

    /** False if there is no figure of a case. */
    private boolean run(Suite suite, Settings settings, Cores cores, Laboratory laboratory) {
        PrintWriter out = spec.commandLine().getOut();
        if (suite.peers().stream().noneMatch(this::isWanted)) {
            out.printf("%n%s cannot be compared with %s%n", suite.name(), String.join(",", against));
            return true;
        }
        Machine machine = Machine.here(installation, cores);
        Instant started = Instant.now();
        List<SystemUnderTest> systems = systems(suite, laboratory);
        out.printf("%n%s: %s%n", suite.name(), suite.description());
        // First, because one that dies on the way must not take the others' figures with it.
        Map<String, String> descriptions = new LinkedHashMap<>();
        systems.forEach(system -> descriptions.put(system.name(), system.description()));
        Progress progress = new Progress(spec.commandLine().getErr(), isTerminal);
        Result result = new Runner(systems, settings, progress).run(cases(suite));
        Report report = new Report(
                suite.name(),
                suite.description(),
                started,
                command(),
                scale(suite).toPlainString(),
                settings,
                machine,
                descriptions,
                result,
                suite.notes(result));
        TextReport.print(report, out);
        Path directory = reportPlace();
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

    private Suite suite(String name) {
        List<String> known = Suites.all().stream().map(Suite::name).toList();
        return Suites.find(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "There is no suite " + name + " (expected: " + known + ")"));
    }

    private Settings settings() {
        if (scale != null
                && (scale.compareTo(new BigDecimal("0.001")) < 0 || scale.compareTo(new BigDecimal(1_000)) > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--scale is " + scale + " (expected: a number, 0.001 to 1000)");
        }
        if (rounds > MOST_ROUNDS || warmUps > MOST_ROUNDS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds is %d and --warm-ups %d (expected: at most %d)".formatted(rounds, warmUps, MOST_ROUNDS));
        }
        if (wantedCores < 1) {
            throw new ParameterException(spec.commandLine(), "--cores is " + wantedCores + " (expected: at least 1)");
        }
        if (mostCases < 1) {
            throw new ParameterException(spec.commandLine(), "--cases is " + mostCases + " (expected: at least 1)");
        }
        try {
            return new Settings(rounds, warmUps);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
