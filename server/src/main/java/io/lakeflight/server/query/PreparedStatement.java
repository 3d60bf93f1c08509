package io.lakeflight.server.query;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.session.Session;

/** A statement a client prepared: its text, what the engine made of it, and the parameters bound last. */
public final class PreparedStatement {
    private final Session session;
    private final String sql;
    private final Dialect dialect;
    private final Analysis analysis;
    private final Session.State preparedIn;
    private final String plane;
    private final HeldBytes.Claim claim;

    private volatile ByteString parameters = ByteString.EMPTY;

    /**
     * @param preparedIn the session's state before the analysis
     * @param plane the data plane that analysed it; empty if the server did
     * @throws io.lakeflight.server.error.QueryException if the server holds too much already
     */
    PreparedStatement(
            Session session,
            String sql,
            Dialect dialect,
            Analysis analysis,
            Session.State preparedIn,
            String plane,
            HeldBytes.Claim claim) {
        this.session = session;
        this.sql = sql;
        this.dialect = dialect;
        this.analysis = analysis;
        this.plane = plane;
        this.preparedIn = preparedIn;
        this.claim = claim;
        bind(ByteString.EMPTY);
    }

    public Session session() {
        return session;
    }

    public String sql() {
        return sql;
    }

    /** In which it was read, whatever the session has chosen since. */
    Dialect dialect() {
        return dialect;
    }

    public Analysis analysis() {
        return analysis;
    }

    public boolean isUpdate() {
        return analysis.getKind() != StatementKind.QUERY;
    }

    /** Whether its names surely still mean what they did; for tables to write, any statement may have changed that. */
    @SuppressWarnings("ReferenceEquality") // Every change makes a state of its own.
    boolean isCurrent() {
        return isUpdate() ? session.state() == preparedIn : session.state().equals(preparedIn);
    }

    /** Where it was analysed. */
    String plane() {
        return plane;
    }

    /** Bound parameter sets as an Arrow IPC stream; empty if none are bound. */
    public ByteString parameters() {
        return parameters;
    }

    /** @throws io.lakeflight.server.error.QueryException if the server holds too much already */
    synchronized void bind(ByteString values) {
        claim.resize((long) sql.length() + analysis.getSerializedSize() + values.size());
        parameters = values;
    }

    /** Nobody can name it any more. */
    void close() {
        claim.close();
    }
}
