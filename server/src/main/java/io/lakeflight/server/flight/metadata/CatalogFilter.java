package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.PendingAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which catalogs a request means: the one of exactly this name, or all if it names none.
 *
 * <p>All are asked at the same time, some at a time, and their answers written in order. One that is out of reach fails
 * the request that names it, and is left out where all are listed, so that a tool sees the others: at once, if the last
 * listing of all has waited for it in vain.
 */
final class CatalogFilter {
    private static final Logger log = LoggerFactory.getLogger(CatalogFilter.class);

    private static final int AT_ONCE = 16;
    private static final Duration WITHOUT_LIMIT = Duration.ofDays(1);
    private static final Duration OF_REMOTE_AMONG_ALL = Duration.ofSeconds(3);
    /** A directory answers unless its file system hangs; on a busy machine, later than a moment after. */
    private static final Duration OF_LOCAL_AMONG_ALL = Duration.ofSeconds(30);
    /** So that a question that ends by itself in time is not given up just before. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** One that fails sooner keeps nobody waiting. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private final Catalogs catalogs;
    private final SilentCatalogs silent;

    /** A question to one of the catalogs, and when it was asked. */
    private record Asked<T>(String catalog, PendingAnswer<T> answer, long begun) {}

    CatalogFilter(Catalogs catalogs, SilentCatalogs silent) {
        this.catalogs = catalogs;
        this.silent = silent;
    }

    /**
     * Lists the catalogs.
     *
     * @param ask asks a catalog of this name, waiting for it no longer than the patience; perhaps by another thread
     * @param write takes what was answered
     */
    <T> void forEach(boolean isNamed, String name, BiFunction<String, Patience, T> ask, Consumer<T> write) {
        if (!isNamed) {
            forAll(ask, write);
        } else if (catalogs.find(name).isPresent()) {
            // The empty name stands for objects without a catalog, of which there are none.
            write.accept(ask.apply(name, new Patience(WITHOUT_LIMIT)));
        }
    }

    private <T> void forAll(BiFunction<String, Patience, T> ask, Consumer<T> write) {
        Iterator<String> names = catalogs.catalogs().iterator();
        Deque<Optional<Asked<T>>> asked = new ArrayDeque<>();
        while (names.hasNext() || !asked.isEmpty()) {
            while (names.hasNext() && asked.size() < AT_ONCE) {
                asked.add(begin(names.next(), ask));
            }
            asked.remove().flatMap(this::orLeftOut).ifPresent(write);
        }
    }

    private <T> Optional<Asked<T>> begin(String catalog, BiFunction<String, Patience, T> ask) {
        if (silent.contains(catalog)) {
            log.debug("Left out of a listing: {}, which the last one has waited for", catalog);
            return Optional.empty();
        }
        Duration patience = catalogs.isRemote(catalog) ? OF_REMOTE_AMONG_ALL : OF_LOCAL_AMONG_ALL;
        // Only of what may be away is the time counted: a large catalog may take any time to be read.
        Patience counted = new Patience(catalogs.isRemote(catalog) ? OF_REMOTE_AMONG_ALL : WITHOUT_LIMIT);
        try {
            long begun = System.nanoTime();
            return catalogs.ask(catalog, () -> ask.apply(catalog, counted), patience.plus(GRACE))
                    .map(answer -> new Asked<>(catalog, answer, begun));
        } catch (CatalogUnavailableException e) {
            return leftOut(e);
        }
    }

    private <T> Optional<T> orLeftOut(Asked<T> asked) {
        try {
            return Optional.of(asked.answer().await());
        } catch (CatalogUnavailableException e) {
            if (System.nanoTime() - asked.begun() >= LONG.toNanos()) {
                silent.add(asked.catalog());
            }
            return leftOut(e);
        }
    }

    private static <T> Optional<T> leftOut(CatalogUnavailableException e) {
        log.warn("Left out of a listing: {}", e.getMessage());
        return Optional.empty();
    }
}
