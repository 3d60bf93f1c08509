package io.lakeflight.server.query;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.MetadataCache;
import io.lakeflight.catalog.statistics.StatisticsRequest;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.catalog.statistics.TableStatistics;
import io.lakeflight.planner.statement.TableRead;
import io.lakeflight.planner.validation.ColumnType;
import io.lakeflight.planner.validation.TableColumn;
import io.lakeflight.server.front.SparkTypeText;
import io.lakeflight.server.routing.ScanEstimate;
import io.lakeflight.server.routing.Scans;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TableScan.Files;
import io.lakeflight.server.routing.TouchedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of tables is read: what their current snapshots' summaries say, and where the statement has conditions, what
 * Iceberg's metadata leaves of it. One question to the catalog for each table, and few files or none to read while its
 * metadata is kept. A catalog that does not answer soon leaves its tables unknown; manifests that are not read soon leave
 * them whole.
 */
public final class SnapshotSizes implements ScanEstimate, TableVersions, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotSizes.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int MOST_TABLES = 64;
    private static final int THREADS = 4;

    private final Catalogs catalogs;
    private final StatisticsSource statistics;
    private final ThreadPoolExecutor loaders = threads("table-sizes");
    /** Others, so that those who read many manifests keep nobody from a look at a summary. */
    private final ThreadPoolExecutor pruners = threads("table-pruning");

    public SnapshotSizes(Catalogs catalogs, StatisticsSource statistics) {
        this.catalogs = catalogs;
        this.statistics = statistics;
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
        private volatile @Nullable Table table;
        private volatile @Nullable TableScan answer;
        private volatile String reason = "its catalog does not answer in time";

        Question(TouchedTable name, List<TableRead> reads) {
            this.name = name;
            this.reads = reads;
        }
    }

    @Override
    public Scans scans(Map<TouchedTable, List<TableRead>> reads) {
        if (reads.size() > MOST_TABLES) {
            Map<TouchedTable, String> unknown = new HashMap<>();
            reads.keySet().forEach(table -> unknown.put(table, "there are more than %d tables".formatted(MOST_TABLES)));
            return new Scans(Map.of(), unknown);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Question> questions = reads.entrySet().stream()
                .map(table -> new Question(table.getKey(), table.getValue()))
                .toList();
        await(loaders, questions, this::load, deadline);
        List<Question> open = questions.stream().filter(SnapshotSizes::isOpen).toList();
        if (!open.isEmpty()) {
            await(pruners, open, this::prune, deadline);
        }
        Map<TouchedTable, TableScan> known = new HashMap<>();
        Map<TouchedTable, String> unknown = new HashMap<>();
        for (Question question : questions) {
            TableScan answer = question.answer;
            if (answer == null) {
                unknown.put(question.name, question.reason);
            } else {
                known.put(question.name, answer);
            }
        }
        return new Scans(known, unknown);
    }

    @Override
    public Optional<Map<TouchedTable, String>> versions(Collection<TouchedTable> tables) {
        if (tables.size() > MOST_TABLES) {
            return Optional.empty();
        }
        List<Question> questions =
                tables.stream().map(table -> new Question(table, List.of())).toList();
        if (!questions.isEmpty()) {
            await(loaders, questions, this::load, System.nanoTime() + PATIENCE.toNanos());
        }
        Map<TouchedTable, String> versions = new HashMap<>();
        for (Question question : questions) {
            Optional<String> version = Optional.ofNullable(question.table).flatMap(SnapshotSizes::version);
            if (version.isEmpty()) {
                return Optional.empty();
            }
            versions.put(question.name, version.get());
        }
        return Optional.of(versions);
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
        List<Callable<Boolean>> tasks = new ArrayList<>();
        questions.forEach(question -> tasks.add(() -> {
            try {
                step.accept(question);
            } catch (RuntimeException e) {
                question.reason = failure(question, e);
            }
            return true;
        }));
        try {
            threads.invokeAll(tasks, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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
        TableIdentifier identifier =
                TableIdentifier.of(Namespace.of(question.name.levels().toArray(String[]::new)), question.name.name());
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
            question.answer = whole(table);
            question.table = table;
        }
    }

    /** Empty if its summary does not tell. */
    private static @Nullable TableScan whole(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return snapshot == null
                ? scan(table, OptionalLong.empty(), Files.NONE)
                : summary(snapshot)
                        .map(files -> scan(table, OptionalLong.of(snapshot.snapshotId()), files))
                        .orElse(null);
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
                known = all.map(files -> scan(table, id, files)).orElse(null);
                question.answer = known;
            }
            Expression filter = ReadRows.filter(table.schema(), question.reads);
            if (known != null && filter.op() != Expression.Operation.TRUE) {
                TableScan whole = known;
                catalog.call(() -> left(table, filter)).ifPresent(files -> question.answer = whole.withLeft(files));
            }
        });
    }

    private static TableScan scan(Table table, OptionalLong snapshot, Files all) {
        List<String> partitions = table.spec().fields().stream()
                .filter(field -> !field.transform().isVoid())
                .map(field -> table.schema().findColumnName(field.sourceId()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<TableColumn> columns =
                table.schema().columns().stream().map(SnapshotSizes::column).toList();
        return new TableScan(snapshot, all, all, columns, partitions, tags(table));
    }

    private static TableColumn column(Types.NestedField field) {
        String type = SparkTypeText.of(field.type()).orElse("");
        return new TableColumn(field.name(), new ColumnType(type, field.isOptional()));
    }

    private static Set<String> tags(Table table) {
        return Arrays.stream(table.properties().getOrDefault(TableScan.TAGS, "").split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
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

    /** Anyone may have written it. */
    private static Optional<Files> summary(Snapshot snapshot) {
        OptionalLong bytes = number(snapshot, SnapshotSummary.TOTAL_FILE_SIZE_PROP);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Files(number(snapshot, SnapshotSummary.TOTAL_DATA_FILES_PROP), bytes.getAsLong()));
    }

    private static OptionalLong number(Snapshot snapshot, String property) {
        String text = snapshot.summary() == null ? null : snapshot.summary().get(property);
        return text != null && text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    @Override
    public void close() {
        loaders.shutdownNow();
        pruners.shutdownNow();
    }
}
