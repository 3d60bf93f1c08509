package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.routing.ScanEstimate;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What tables hold as their current snapshots' summaries say: one question to the catalog for each table, and no file to
 * read when its metadata is kept. A catalog that does not answer soon leaves its tables unknown.
 */
public final class SnapshotSizes implements ScanEstimate, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int MOST_TABLES = 64;
    private static final int THREADS = 4;

    private final Catalogs catalogs;
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4 * MOST_TABLES), task -> {
                Thread thread = new Thread(task, "table-sizes");
                thread.setDaemon(true);
                return thread;
            });

    public SnapshotSizes(Catalogs catalogs) {
        this.catalogs = catalogs;
        readers.allowCoreThreadTimeOut(true);
    }

    @Override
    public Map<TouchedTable, TableScan> scans(Collection<TouchedTable> tables) {
        if (tables.isEmpty() || tables.size() > MOST_TABLES) {
            return Map.of();
        }
        List<TouchedTable> asked = List.copyOf(tables);
        List<Callable<Optional<TableScan>>> questions = new ArrayList<>();
        asked.forEach(table -> questions.add(() -> scan(table)));
        Map<TouchedTable, TableScan> known = new HashMap<>();
        try {
            List<Future<Optional<TableScan>>> answers =
                    readers.invokeAll(questions, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < asked.size(); i++) {
                TouchedTable table = asked.get(i);
                answer(answers.get(i)).ifPresent(scan -> known.put(table, scan));
            }
        } catch (RejectedExecutionException e) {
            // As many are waited for as may be: these stay unknown.
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return known;
    }

    private static Optional<TableScan> answer(Future<Optional<TableScan>> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        }
    }

    private Optional<TableScan> scan(TouchedTable name) {
        Optional<LakeCatalog> catalog = catalogs.find(name.catalog());
        if (catalog.isEmpty()) {
            return Optional.empty();
        }
        TableIdentifier identifier =
                TableIdentifier.of(Namespace.of(name.schema().split("\\.", -1)), name.name());
        Table table = catalog.get().call(() -> catalog.get().tables().loadTable(identifier));
        if (table instanceof BaseMetadataTable) {
            return Optional.empty();
        }
        return Optional.ofNullable(table.currentSnapshot())
                .map(SnapshotSizes::scan)
                .orElseGet(() -> Optional.of(new TableScan(OptionalLong.empty(), 0)));
    }

    private static Optional<TableScan> scan(Snapshot snapshot) {
        String bytes = snapshot.summary().get(SnapshotSummary.TOTAL_FILE_SIZE_PROP);
        return Optional.ofNullable(bytes)
                .map(text -> new TableScan(OptionalLong.of(snapshot.snapshotId()), Long.parseLong(text)));
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
