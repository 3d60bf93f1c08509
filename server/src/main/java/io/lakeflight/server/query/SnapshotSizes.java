package io.lakeflight.server.query;

import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.MetadataCache;
import io.lakeflight.catalog.statistics.StatisticsRequest;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.catalog.statistics.TableStatistics;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.server.routing.ScanEstimate;
import io.lakeflight.server.routing.Scans;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TableScan.Files;
import io.lakeflight.server.routing.TouchedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of tables is read: what their current snapshots' summaries say, and where the statement has conditions, what
 * Iceberg's metadata leaves of it. What was found out before is told again once the catalog has said that all is as it was:
 * one question for all tables of a catalog of ours. Otherwise there is one for each table, and few files or none to read
 * while its metadata is kept. A catalog that does not answer soon leaves its tables unknown; manifests that are not read
 * soon leave them whole.
 */
public final class SnapshotSizes implements ScanEstimate, TableVersions, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotSizes.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** For what is as good if it is not told: an engine asks by itself then. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final int MOST_TABLES = 64;
    private static final int THREADS = 4;

    private final Catalogs catalogs;
    private final StatisticsSource statistics;
    private final ThreadPoolExecutor loaders = threads("table-sizes");
    /** Others, so that those who read many manifests keep nobody from a look at a summary. */
    private final ThreadPoolExecutor pruners = threads("table-pruning");

    private final KnownScans known;
    private final Duration patience;

    /** @param maxBytes how much is kept in memory of what was found out */
    public SnapshotSizes(Catalogs catalogs, StatisticsSource statistics, long maxBytes) {
        this(catalogs, statistics, maxBytes, PATIENCE);
    }

    SnapshotSizes(Catalogs catalogs, StatisticsSource statistics, long maxBytes, Duration patience) {
        this.catalogs = catalogs;
        this.patience = patience;
        this.statistics = statistics;
        this.known = new KnownScans(maxBytes);
    }

    private static ThreadPoolExecutor threads(String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4 * MOST_TABLES), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** One table, and what is known of it so far. */
    private static final class Question {
        private final TouchedTable name;
        private final List<TableRead> reads;
        /** Where its metadata is, if the catalog was asked for that alone. */
        private volatile @Nullable String location;

        private volatile @Nullable Table table;
        private volatile @Nullable TableScan answer;
        /** Whether there is no more to find out. */
        private volatile boolean settled;

        private volatile String reason = "its catalog does not answer in time";

        Question(TouchedTable name, List<TableRead> reads) {
            this.name = name;
            this.reads = reads;
        }

        Optional<TableScan> settledAnswer() {
            return settled ? Optional.ofNullable(answer) : Optional.empty();
        }
    }

    @Override
    public Scans scans(Map<TouchedTable, List<TableRead>> reads) {
        if (reads.size() > MOST_TABLES) {
            Map<TouchedTable, String> unknown = new HashMap<>();
            reads.keySet().forEach(table -> unknown.put(table, "there are more than %d tables".formatted(MOST_TABLES)));
            return new Scans(Map.of(), unknown);
        }
        long deadline = System.nanoTime() + patience.toNanos();
        Map<String, String> catalogVersions = catalogs.versions();
        List<Question> questions = reads.entrySet().stream()
                .map(table -> new Question(table.getKey(), table.getValue()))
                .toList();
        recall(questions, catalogVersions, deadline);
        List<Question> missing =
                questions.stream().filter(question -> !question.settled).toList();
        if (!missing.isEmpty()) {
            find(missing, deadline);
            keep(missing, catalogVersions);
        }
        Map<TouchedTable, TableScan> told = new HashMap<>();
        Map<TouchedTable, String> unknown = new HashMap<>();
        for (Question question : questions) {
            TableScan answer = question.answer;
            if (answer == null) {
                unknown.put(question.name, question.reason);
            } else {
                told.put(question.name, answer);
            }
        }
        return new Scans(told, unknown);
    }

    /** Settles those that were asked before, of tables that are as they were. */
    private void recall(List<Question> questions, Map<String, String> catalogVersions, long deadline) {
        Map<Question, KnownScans.Found> before = new HashMap<>();
        for (Question question : questions) {
            known.find(key(question, catalogVersions)).ifPresent(found -> before.put(question, found));
        }
        locate(List.copyOf(before.keySet()), deadline);
        before.forEach((question, found) -> {
            if (found.location().equals(question.location)) {
                question.answer = found.scan();
                question.settled = true;
            }
        });
    }

    private void find(List<Question> questions, long deadline) {
        await(loaders, questions, this::load, deadline);
        List<Question> open = questions.stream().filter(SnapshotSizes::isOpen).toList();
        if (!open.isEmpty()) {
            await(pruners, open, this::prune, deadline);
        }
    }

    private void keep(List<Question> questions, Map<String, String> catalogVersions) {
        for (Question question : questions) {
            Optional<String> location = Optional.ofNullable(question.table).flatMap(SnapshotSizes::version);
            if (location.isPresent() && isOurs(question.name.catalog())) {
                question.settledAnswer()
                        .ifPresent(scan ->
                                known.keep(key(question, catalogVersions), new KnownScans.Found(location.get(), scan)));
            }
        }
    }

    private static KnownScans.Key key(Question question, Map<String, String> catalogVersions) {
        String version = catalogVersions.getOrDefault(question.name.catalog(), "");
        return new KnownScans.Key(version, question.name, question.reads);
    }

    /** Asks each catalog of ours for where all its tables are. */
    private void locate(List<Question> questions, long deadline) {
        List<Runnable> tasks = questions.stream()
                .filter(question -> isOurs(question.name.catalog()))
                .collect(Collectors.groupingBy(question -> question.name.catalog()))
                .entrySet()
                .stream()
                .map(asked -> (Runnable) () -> locate(asked.getKey(), asked.getValue()))
                .toList();
        if (!tasks.isEmpty()) {
            await(loaders, tasks, deadline);
        }
    }

    private boolean isOurs(String catalog) {
        return catalogs.find(catalog)
                .filter(found -> found.definition().type() == CatalogType.INTERNAL)
                .isPresent();
    }

    private void locate(String catalog, List<Question> questions) {
        catalogs.find(catalog).ifPresent(found -> {
            try {
                List<TableIdentifier> names = questions.stream()
                        .map(question -> identifier(question.name))
                        .toList();
                Map<TableIdentifier, String> locations =
                        found.call(() -> found.metadataLocations(names)).orElse(Map.of());
                for (Question question : questions) {
                    question.location = locations.get(identifier(question.name));
                }
            } catch (RuntimeException e) {
                log.debug("Catalog {} does not tell where tables are", catalog, e);
            }
        });
    }

    private static TableIdentifier identifier(TouchedTable table) {
        return TableIdentifier.of(Namespace.of(table.levels().toArray(String[]::new)), table.name());
    }

    @Override
    public Optional<Map<TouchedTable, String>> versions(Collection<TouchedTable> tables) {
        if (tables.size() > MOST_TABLES) {
            return Optional.empty();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        List<Question> questions =
                tables.stream().map(table -> new Question(table, List.of())).toList();
        locate(questions, deadline);
        questions.forEach(question -> question.settled = isReadable(question));
        List<Question> missing =
                questions.stream().filter(question -> !question.settled).toList();
        if (!missing.isEmpty()) {
            await(loaders, missing, this::load, deadline);
        }
        Map<TouchedTable, String> versions = new HashMap<>();
        for (Question question : questions) {
            Table table = question.table;
            Optional<String> version = table == null
                    ? Optional.ofNullable(question.location).filter(at -> question.settled)
                    : version(table);
            if (version.isEmpty()) {
                return Optional.empty();
            }
            versions.put(question.name, version.get());
        }
        return Optional.of(versions);
    }

    @Override
    public Map<TouchedTable, String> toldAtOnce(Collection<TouchedTable> tables) {
        if (tables.size() > MOST_TABLES) {
            return Map.of();
        }
        List<Question> questions =
                tables.stream().map(table -> new Question(table, List.of())).toList();
        locate(questions, System.nanoTime() + GLANCE.toNanos());
        Map<TouchedTable, String> told = new HashMap<>();
        for (Question question : questions) {
            String location = question.location;
            if (location != null && MetadataCache.isWrittenOnce(location)) {
                told.put(question.name, location);
            }
        }
        return told;
    }

    /** Whether its metadata is known to be where it is said to be; only files that are written once are kept. */
    private boolean isReadable(Question question) {
        String location = question.location;
        return location != null
                && catalogs.find(question.name.catalog())
                        .filter(catalog -> catalog.keepsMetadata(location))
                        .isPresent();
    }

    /** A table that is dropped and made anew may have a metadata file of the same name, where those are numbered. */
    private static Optional<String> version(Table table) {
        return table instanceof HasTableOperations told
                ? Optional.ofNullable(told.operations().current().metadataFileLocation())
                        .filter(MetadataCache::isWrittenOnce)
                : Optional.empty();
    }

    /** A failure is that of one table, of which no more becomes known than is. */
    private void await(ThreadPoolExecutor threads, List<Question> questions, Consumer<Question> step, long deadline) {
        List<Runnable> tasks = new ArrayList<>();
        questions.forEach(question -> tasks.add(() -> {
            try {
                step.accept(question);
            } catch (RuntimeException e) {
                question.reason = failure(question, e);
            }
        }));
        await(threads, tasks, deadline);
    }

    private static void await(ThreadPoolExecutor threads, List<Runnable> tasks, long deadline) {
        List<Callable<Object>> calls = tasks.stream().map(Executors::callable).toList();
        try {
            threads.invokeAll(calls, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("As many tables are asked for as may be: {} more are not", tasks.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String failure(Question question, RuntimeException failure) {
        if (failure instanceof CatalogUnavailableException) {
            return "its catalog is not available";
        }
        log.debug("Table {} cannot be looked at", question.name, failure);
        return catalogs.find(question.name.catalog())
                .map(catalog -> "its catalog says: " + catalog.reason(failure))
                .orElse("its catalog was removed");
    }

    private void load(Question question) {
        Optional<LakeCatalog> catalog = catalogs.find(question.name.catalog());
        if (catalog.isEmpty()) {
            question.reason = "there is no such catalog";
            return;
        }
        TableIdentifier identifier = identifier(question.name);
        try {
            load(question, catalog.get().call(() -> catalog.get().tables().loadTable(identifier)));
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            boolean isView = catalog.get().call(() -> catalog.get().views().viewExists(identifier));
            question.reason = isView ? "it is a view" : "there is no such table or view";
        }
    }

    private static void load(Question question, Table table) {
        if (table instanceof BaseMetadataTable) {
            question.reason = "it is a table of metadata";
        } else {
            question.reason = "its metadata does not tell";
            question.answer = TableScans.whole(table);
            question.table = table;
            question.settled = !isOpen(question);
        }
    }

    /** Whether more than the summary is to be looked at. */
    private static boolean isOpen(Question question) {
        Table table = question.table;
        return table != null
                && table.currentSnapshot() != null
                && (question.answer == null
                        || ReadRows.filter(table.schema(), question.reads).op() != Expression.Operation.TRUE);
    }

    private void prune(Question question) {
        Table table = Objects.requireNonNull(question.table, "a table that was loaded");
        catalogs.find(question.name.catalog()).ifPresent(catalog -> {
            TableScan known = question.answer;
            if (known == null) {
                OptionalLong id = OptionalLong.of(table.currentSnapshot().snapshotId());
                Optional<Files> all = catalog.call(() -> left(table, Expressions.alwaysTrue()));
                known = all.map(files -> TableScans.of(table, id, files)).orElse(null);
                question.answer = known;
            }
            Expression filter = ReadRows.filter(table.schema(), question.reads);
            if (known != null && filter.op() != Expression.Operation.TRUE) {
                TableScan whole = known;
                catalog.call(() -> left(table, filter)).ifPresent(files -> question.answer = whole.withLeft(files));
            }
            question.settled = true;
        });
    }

    /** What the filter leaves; empty if there are too many files to look at each. */
    private Optional<Files> left(Table table, Expression filter) {
        TableStatistics told = statistics.read(
                StatisticsRequest.current(table).where(filter, false).ofColumns(Set.of()));
        if (told.basis() == TableStatistics.Basis.LIMITED) {
            return Optional.empty();
        }
        long bytes = sum(told.bytes().estimate(), told.deletes().bytes().estimate());
        return Optional.of(new Files(OptionalLong.of(told.files().estimate()), bytes));
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    @Override
    public void close() {
        loaders.shutdownNow();
        pruners.shutdownNow();
    }
}
