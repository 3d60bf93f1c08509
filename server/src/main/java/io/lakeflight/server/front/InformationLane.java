package io.lakeflight.server.front;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.planner.information.BoundValues;
import io.lakeflight.planner.information.InformationException;
import io.lakeflight.planner.information.InformationPlanner;
import io.lakeflight.planner.information.InformationQuery;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries of {@code information_schema} and {@code system}: planned when first seen, and read for each run from the
 * catalogs, and from what the server knows of itself.
 */
final class InformationLane {
    private static final int KEPT_PLANS = 64;
    /** A longer text is planned each time, rather than be kept. */
    private static final int LONGEST_KEPT = 16 << 10;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String WRONG_COUNT = "07001";

    private final Catalogs catalogs;
    private final InformationTables tables;
    private final ServerView server;
    private final int maxJoinedRows;
    /** A plan serves one run at a time, and is taken out for it. It knows no rows, so that it is never too old. */
    private final Cache<Key, InformationQuery> plans =
            Caffeine.newBuilder().maximumSize(KEPT_PLANS).build();

    private record Key(String sql, String catalog, List<String> catalogs, BoundValues values) {}

    InformationLane(Catalogs catalogs, ServerView server, int maxJoinedRows) {
        this.catalogs = catalogs;
        this.tables = new InformationTables(catalogs);
        this.server = server;
        this.maxJoinedRows = maxJoinedRows;
    }

    /**
     * The answer, read when its rows are taken; empty if the statement is about anything else.
     *
     * @param user who asks
     * @param values of its parameters, asked for only if it is such a query by its words
     * @throws QueryException if it is such a query and cannot be answered
     */
    Optional<HeldRows> answer(String sql, String catalog, String user, Supplier<BoundValues> values) {
        if (!InformationPlanner.isCandidate(sql)) {
            return Optional.empty();
        }
        Key key = new Key(sql, catalog, catalogs.catalogs(), values.get());
        Optional<InformationQuery> plan = translating(() -> take(key));
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        Schema schema = InformationColumns.schema(plan.get().columns());
        keep(key, plan.get());
        Schema parameters = InformationColumns.parameters(plan.get().parameters());
        return Optional.of(new HeldRows(schema, canceled -> rows(key, user, canceled)).wanting(parameters));
    }

    private Optional<InformationQuery> take(Key key) {
        return Optional.ofNullable(plans.asMap().remove(key))
                .or(() -> InformationPlanner.plan(key.sql(), key.catalog(), key.catalogs(), key.values()));
    }

    private void keep(Key key, InformationQuery plan) {
        if (key.sql().length() <= LONGEST_KEPT) {
            plans.put(key, plan);
        }
    }

    private Iterator<Row> rows(Key key, String user, BooleanSupplier canceled) {
        InformationQuery plan = translating(() -> take(key)).orElseThrow();
        Iterator<List<@Nullable Object>> rows =
                translating(() -> plan.run(tables, table -> server.rows(table, user), maxJoinedRows, canceled));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                boolean more = translating(rows::hasNext);
                if (!more) {
                    keep(key, plan);
                }
                return more;
            }

            @Override
            public Row next() {
                return new Row(translating(rows::next));
            }
        };
    }

    private static <T> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw translated(e);
        } catch (ExceptionInInitializerError e) {
            // Generated code computes constants when its class is loaded.
            throw translated(new IllegalStateException(e));
        }
    }

    /** Generated code wraps what is thrown through it. */
    private static RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QueryException known) {
                return known;
            }
            if (cause instanceof CatalogUnavailableException unavailable) {
                return new QueryException(ErrorCode.CATALOG_UNAVAILABLE, unavailable.getMessage(), unavailable);
            }
            if (cause instanceof InformationException refused) {
                return translated(refused);
            }
            if (cause instanceof ArithmeticException || cause instanceof NumberFormatException) {
                return new QueryException(
                        ErrorCode.STATEMENT_FAILED, "The query cannot be computed: " + cause.getMessage(), failure);
            }
        }
        return failure;
    }

    private static QueryException translated(InformationException refused) {
        String message = refused.getMessage();
        return switch (refused.reason()) {
            case INVALID -> new QueryException(ErrorCode.STATEMENT_FAILED, message, refused);
            case UNKNOWN_TABLE ->
                new QueryException(ErrorCode.STATEMENT_FAILED, message, refused).withSqlState(UNDEFINED_TABLE);
            case PARAMETERS ->
                new QueryException(ErrorCode.INVALID_PARAMETERS, message, refused).withSqlState(WRONG_COUNT);
            case UNSUPPORTED -> new QueryException(ErrorCode.NOT_SUPPORTED, message, refused);
            case TOO_LARGE -> new QueryException(ErrorCode.RESULT_TOO_LARGE, message, refused);
            case CANCELED -> new QueryException(ErrorCode.CANCELED, message, refused);
        };
    }
}
