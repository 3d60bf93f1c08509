package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import io.lakeflight.server.query.Query;
import io.lakeflight.server.query.QueryLifecycle;
import io.lakeflight.server.query.TableClaims.Aspect;
import io.lakeflight.server.results.RowSink;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Statements of a session of maintenance's own, run as clients' are. */
public final class EngineWorkplace implements Workplace {
    private static final String USER = "maintenance";

    private final QueryLifecycle lifecycle;
    private final SessionRegistry sessions;
    private @Nullable Session session;

    public EngineWorkplace(QueryLifecycle lifecycle, SessionRegistry sessions) {
        this.lifecycle = lifecycle;
        this.sessions = sessions;
    }

    /** One that is idle for long ends like any other, and another takes its place. */
    private synchronized Session session() {
        Session current = session;
        if (current == null || current.isClosed()) {
            current = sessions.open(USER);
            session = current;
        }
        return current;
    }

    @Override
    public Optional<Claim> claim(TableName table, Set<Aspect> aspects, Runnable giveWay) {
        return lifecycle.claims().claim(table, aspects, session(), giveWay).map(claim -> claim::close);
    }

    @Override
    public Optional<Instant> usedSince(TableName table) {
        return lifecycle.claims().usedSince(table, session());
    }

    @Override
    public Answer call(String sql, Cancellation cancellation) {
        Query query = lifecycle.submitChecked(session(), sql, cancellation);
        Figures figures = new Figures();
        lifecycle.stream(query, figures, cancellation);
        return new Answer(query.id(), figures.rows, figures.first);
    }

    /** Keeps the numbers of the first row and counts the rest. */
    private static final class Figures implements RowSink {
        private final Map<String, Long> first = new HashMap<>();
        private @Nullable VectorSchemaRoot root;
        private long rows;

        @Override
        public void start(VectorSchemaRoot batches) {
            root = batches;
        }

        @Override
        public boolean send() {
            VectorSchemaRoot batch = root;
            if (batch != null && batch.getRowCount() > 0) {
                if (rows == 0) {
                    batch.getFieldVectors().forEach(this::keep);
                }
                rows += batch.getRowCount();
            }
            return true;
        }

        private void keep(FieldVector column) {
            if (column instanceof BaseIntVector numbers && !column.isNull(0)) {
                first.put(column.getName(), numbers.getValueAsLong(0));
            }
        }

        @Override
        public void abort() {}
    }
}
