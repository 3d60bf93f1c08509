package io.lakeflight.catalog;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a service still has the catalog: it tells a table that is missing and a catalog that is missing alike, and only
 * the latter has no schemas.
 *
 * <p>There may be very many schemas. They are listed when something is missed for the first time; from then on one of them
 * is asked for, as long as it is there. A list that takes too long is not asked for again, as the catalog would seem to be
 * out of reach. Safe for concurrent use.
 */
final class ServiceCheck {
    private static final Logger log = LoggerFactory.getLogger(ServiceCheck.class);

    private final String name;
    private final CatalogGuard calls;
    private final Supplier<SupportsNamespaces> namespaces;
    private final ReentrantLock listing = new ReentrantLock();
    private volatile @Nullable Namespace known;
    private volatile boolean isListedSlowly;

    ServiceCheck(String name, CatalogGuard calls, Supplier<SupportsNamespaces> namespaces) {
        this.name = name;
        this.calls = calls;
        this.namespaces = namespaces;
    }

    /**
     * Passes also if it cannot be told.
     *
     * @throws CatalogUnavailableException if the service does not know the catalog any more, or is out of reach
     */
    void require(Duration patience) {
        if (isKnownThere(patience) || !begins(patience)) {
            return;
        }
        try {
            if (!isListedSlowly) {
                list(patience);
            }
        } finally {
            listing.unlock();
        }
    }

    private boolean isKnownThere(Duration patience) {
        Namespace schema = known;
        try {
            return schema != null && calls.call(() -> namespaces.get().namespaceExists(schema), patience);
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            log.debug("Catalog {} does not tell its schema {}", name, schema, e);
            return false;
        }
    }

    /** One at a time: if it is slow, it is so once. */
    private boolean begins(Duration patience) {
        try {
            return listing.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void list(Duration patience) {
        try {
            List<Namespace> schemas = calls.call(() -> namespaces.get().listNamespaces(), patience);
            known = schemas.isEmpty() ? null : schemas.get(0);
        } catch (NoSuchNamespaceException e) {
            throw new CatalogUnavailableException(name, "its service does not know it: " + Refusal.reason(e), e, true);
        } catch (CatalogUnavailableException e) {
            if (!isOfTime(e)) {
                throw e;
            }
            isListedSlowly = true;
            log.warn(
                    "Catalog {} takes long to list its schemas: it is not told from one that its service has lost",
                    name);
        } catch (RuntimeException e) {
            // Who may use a table need not be allowed to list schemas; then what was said before is all there is.
            log.debug("Catalog {} does not tell its schemas", name, e);
        }
    }

    /** The service's client has a timeout of its own. */
    private static boolean isOfTime(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
