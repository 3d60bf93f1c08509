package io.lakeflight.catalog;

import io.lakeflight.catalog.SchemaFormStore.Form;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of a catalog's tables and views in the form that clients get, kept in its database so that a server which
 * has just started lists them without a look at their files.
 *
 * <p>They are written soon after a commit or a listing, by another thread and some at a time: no commit waits for that or
 * fails by it, and what a server that dies has not written is made again by the next listing. Names are as they are
 * stored. Safe for concurrent use.
 */
final class KeptForms implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptForms.class);

    private static final Set<DatabaseFailure> AWAY =
            EnumSet.of(DatabaseFailure.CONNECTION, DatabaseFailure.SHUTDOWN, DatabaseFailure.TIME);

    /** Commits that follow each other closely are written once. */
    private static final long PAUSE_MILLIS = 500;
    /** Written at once: a few milliseconds, for which a commit may have to wait. */
    private static final int BATCH = 100;
    /** That wait to be written. */
    private static final int MOST_WAITING = 10_000;

    private static final long MOST_BYTES_WAITING = 32 << 20;
    /** What is kept of dropped tables is looked for after so many were written. */
    private static final int FORGETTING_EVERY = 1_000;

    private static final long END_PATIENCE_MILLIS = 2_000;

    private final String catalog;
    private final SchemaFormStore store;
    private final SchemaForm form;
    private final int maxBytes;
    private final MetadataFiles files;
    private final ScheduledThreadPoolExecutor thread;

    private final Map<TableIdentifier, Waiting> waiting = new LinkedHashMap<>();
    private long bytesWaiting;
    private boolean isScheduled;
    private boolean isClosed;
    /** Of the writing thread alone. */
    private int sinceForgotten = FORGETTING_EVERY;

    private boolean hasFailed;

    /** @param bytes its form; absent if it is still to be made */
    private record Waiting(boolean isView, String location, byte @Nullable [] bytes) {
        private int size() {
            return bytes == null ? 0 : bytes.length;
        }
    }

    /** Empty if the database has no place for them. */
    static Optional<KeptForms> open(
            String catalog, SchemaFormStore store, SchemaForm form, int maxBytes, MetadataFiles files) {
        try {
            store.prepare();
            return Optional.of(new KeptForms(catalog, store, form, maxBytes, files));
        } catch (SQLException e) {
            if (isAway(e)) {
                throw new UncheckedSQLException(e, "Cannot prepare the database of catalog %s", catalog);
            }
            log.warn("Catalog {} keeps no schemas in its database; its tables are listed from their files", catalog, e);
            return Optional.empty();
        }
    }

    /** What keeps the whole catalog from being used, for now; all else is about this one table of the database. */
    private static boolean isAway(SQLException failure) {
        return Reachability.isLost(failure)
                && DatabaseFailure.of(failure).map(AWAY::contains).orElse(true);
    }

    private KeptForms(String catalog, SchemaFormStore store, SchemaForm form, int maxBytes, MetadataFiles files) {
        this.catalog = catalog;
        this.store = store;
        this.form = form;
        this.maxBytes = maxBytes;
        this.files = files;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread writer = new Thread(work, "keeps-schemas-" + catalog);
            writer.setDaemon(true);
            return writer;
        });
        thread.setKeepAliveTime(30, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * What is kept of some tables and views, by their names; absent if it is of another metadata file than the given one.
     *
     * @param locations the metadata files they are at
     * @throws UncheckedSQLException if the database is out of reach
     */
    Map<TableIdentifier, byte[]> find(Map<TableIdentifier, String> locations) {
        Map<TableIdentifier, byte[]> found = new HashMap<>();
        try {
            store.find(locations.keySet()).forEach((name, kept) -> {
                if (kept.location().equals(locations.get(name))) {
                    found.put(name, kept.bytes());
                }
            });
            return found;
        } catch (SQLException e) {
            if (isAway(e)) {
                throw new UncheckedSQLException(e, "Cannot list catalog %s", catalog);
            }
            log.debug("The schemas that catalog {} keeps cannot be read", catalog, e);
            return Map.of();
        }
    }

    /** Keeps the schema of a table or view that was just changed, once its form is made. */
    void changed(TableIdentifier name, boolean isView, String location) {
        add(name, new Waiting(isView, location, null));
    }

    /** Keeps a form that was made of the metadata file's schema. */
    void made(TableIdentifier name, boolean isView, String location, byte[] bytes) {
        add(name, new Waiting(isView, location, bytes));
    }

    private synchronized void add(TableIdentifier name, Waiting added) {
        boolean isFull = waiting.size() >= MOST_WAITING || bytesWaiting + added.size() > MOST_BYTES_WAITING;
        if (isClosed || isFull || added.size() > maxBytes || !MetadataCache.isWrittenOnce(added.location())) {
            return;
        }
        Waiting replaced = waiting.put(name, added);
        bytesWaiting += added.size() - (replaced == null ? 0 : replaced.size());
        if (!isScheduled) {
            isScheduled = true;
            thread.schedule(this::writeAll, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void writeAll() {
        try {
            for (Map<TableIdentifier, Waiting> batch = take(); !batch.isEmpty(); batch = take()) {
                write(batch);
            }
        } catch (SQLException | RuntimeException e) {
            // What is lost is made again by the next listing.
            if (!hasFailed) {
                log.warn("Catalog {} could not keep the schemas of some tables in its database", catalog, e);
            }
            hasFailed = true;
            again();
        }
    }

    private void write(Map<TableIdentifier, Waiting> batch) throws SQLException {
        Map<TableIdentifier, Form> forms = new HashMap<>();
        batch.forEach((name, entry) -> bytes(name, entry)
                .filter(bytes -> bytes.length <= maxBytes)
                .ifPresent(bytes -> forms.put(name, new Form(entry.location(), bytes))));
        store.keep(forms);
        sinceForgotten += forms.size();
        if (sinceForgotten >= FORGETTING_EVERY) {
            store.forgetDropped();
            sinceForgotten = 0;
        }
    }

    /** Made as a listing would, of what a reader of the file sees. */
    private Optional<byte[]> bytes(TableIdentifier name, Waiting entry) {
        if (entry.bytes() != null) {
            return Optional.of(entry.bytes());
        }
        try {
            Schema schema = entry.isView() ? files.view(entry.location()).schema() : files.schema(entry.location());
            return Optional.of(form.of(TableName.of(catalog, StoredName.read(name)), schema));
        } catch (RuntimeException e) {
            // Dropped meanwhile, most likely.
            log.debug("The schema of {} is not kept", name, e);
            return Optional.empty();
        }
    }

    /** Some of what waits, the oldest first; once nothing does, the next to come is written after a pause. */
    private synchronized Map<TableIdentifier, Waiting> take() {
        Map<TableIdentifier, Waiting> taken = new HashMap<>();
        Iterator<Map.Entry<TableIdentifier, Waiting>> entries =
                waiting.entrySet().iterator();
        while (entries.hasNext() && taken.size() < BATCH) {
            Map.Entry<TableIdentifier, Waiting> entry = entries.next();
            taken.put(entry.getKey(), entry.getValue());
            bytesWaiting -= entry.getValue().size();
            entries.remove();
        }
        isScheduled = !taken.isEmpty();
        return taken;
    }

    /** After a failure. */
    private synchronized void again() {
        isScheduled = !isClosed && !waiting.isEmpty();
        if (isScheduled) {
            thread.schedule(this::writeAll, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Writes what waits, unless that takes long. */
    @Override
    public void close() {
        if (!isEnd()) {
            return;
        }
        try {
            thread.submit(this::writeAll).get(END_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("The schemas of some tables are not kept", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }

    private synchronized boolean isEnd() {
        boolean isFirst = !isClosed;
        isClosed = true;
        return isFirst;
    }
}
