package io.lakeflight.benchmarks;

import io.lakeflight.benchmarks.peer.FetchedPeer;
import io.lakeflight.benchmarks.peer.Peers;
import io.lakeflight.benchmarks.run.Settings;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.NotFetchedException;
import io.lakeflight.benchmarks.suite.Peer;
import io.lakeflight.benchmarks.suite.Suite;
import io.lakeflight.benchmarks.suite.Suites;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is to be measured, of what and how often, as the options say it; what is wrong with them is told before anything starts. */
final class Choices {
    private static final int MOST_ROUNDS = 10_000;
    private static final BigDecimal LEAST_SCALE = new BigDecimal("0.001");
    private static final BigDecimal MOST_SCALE = new BigDecimal(1_000);

    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "SUITE",
            arity = "0..*",
            description = "What to measure; all if none is named, which takes hours. --list tells which there are.")
    private List<String> names = List.of();

    @Option(
            names = "--against",
            paramLabel = "PEER",
            split = ",",
            description = "What Lakeflight is compared with, e.g. spark,duckdb (default: what --list names first of a"
                    + " suite). Suites that cannot be compared with any of them are left out.")
    private List<String> against = List.of();

    @Option(
            names = "--cases",
            paramLabel = "N",
            description = "The most cases of a suite, evenly chosen; to see that all works (default: all).")
    private int mostCases = Integer.MAX_VALUE;

    @Option(
            names = "--scale",
            paramLabel = "N",
            converter = Problems.Factor.class,
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

    /** In the order they were named; all if none is. */
    List<Suite> suites() {
        return names.isEmpty() ? Suites.all() : names.stream().map(this::suite).toList();
    }

    private Suite suite(String name) {
        List<String> known = Suites.all().stream().map(Suite::name).toList();
        return Suites.find(name).orElseThrow(() -> wrong("There is no suite " + name + " (expected: " + known + ")"));
    }

    /** @throws ParameterException if they are not what can be done here */
    void require(List<Suite> suites, Peers peers, Path own) {
        requireKnownPeers(suites);
        requireNumbers();
        requireFetched(peers);
        if (reports != null && reports.toString().isBlank()) {
            throw wrong("--report names nothing (expected: a directory)");
        }
        requireWritable(reportPlace(own));
        requireWritable(own);
    }

    private void requireKnownPeers(List<Suite> suites) {
        boolean isNothing =
                against.isEmpty() && spec.commandLine().getParseResult().hasMatchedOption("--against");
        if (isNothing || against.contains("")) {
            // It would be the usual ones otherwise.
            throw wrong("--against names nothing somewhere (expected: for example spark,duckdb)");
        }
        List<String> known = suites.stream()
                .flatMap(suite -> suite.peers().stream())
                .map(Peer::name)
                .distinct()
                .toList();
        for (String name : against) {
            if (!known.contains(name)) {
                throw wrong("There is no peer %s of %s (expected: %s)"
                        .formatted(name, suites.stream().map(Suite::name).toList(), known));
            }
        }
    }

    private void requireNumbers() {
        if (scale != null && (scale.compareTo(LEAST_SCALE) < 0 || scale.compareTo(MOST_SCALE) > 0)) {
            throw wrong("--scale is " + scale + " (expected: a number, 0.001 to 1000)");
        }
        requireBetween("--rounds", rounds, 1);
        requireBetween("--warm-ups", warmUps, 0);
        if (wantedCores < 1) {
            throw wrong("--cores is " + wantedCores + " (expected: at least 1)");
        }
        if (mostCases < 1) {
            throw wrong("--cases is " + mostCases + " (expected: at least 1)");
        }
    }

    private void requireBetween(String option, int value, int least) {
        if (value < least || value > MOST_ROUNDS) {
            throw wrong("%s is %d (expected: %d to %d)".formatted(option, value, least, MOST_ROUNDS));
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

    /** Told before an hour is spent on what cannot be written then. */
    void requireWritable(Path place) {
        String reason = "";
        try {
            if (!Files.isDirectory(place)) {
                Files.createDirectories(place);
            }
        } catch (IOException e) {
            reason = ": " + e;
        }
        if (!Files.isWritable(place) || !Files.isDirectory(place)) {
            throw wrong(place + " cannot be written to (expected: a directory for tables and reports)" + reason);
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    Settings settings() {
        return new Settings(rounds, warmUps);
    }

    int wantedCores() {
        return wantedCores;
    }

    String against() {
        return String.join(",", against);
    }

    /** @param own where they are unless told otherwise */
    Path reportPlace(Path own) {
        return reports == null ? own : reports;
    }

    BigDecimal scale(Suite suite) {
        return (scale == null ? suite.scale() : scale).stripTrailingZeros();
    }

    boolean isWanted(Peer peer) {
        return against.isEmpty() ? peer.isUsual() : against.contains(peer.name());
    }

    List<Case> cases(Suite suite) {
        List<Case> all = suite.cases();
        int count = Math.min(mostCases, all.size());
        return IntStream.range(0, count)
                .mapToObj(index -> all.get((int) ((long) index * all.size() / count)))
                .toList();
    }

    /** For people: how many of a suite's cases these are, if not all. */
    String few(Suite suite) {
        int all = suite.cases().size();
        return mostCases < all ? " (%d of them)".formatted(mostCases) : "";
    }
}
